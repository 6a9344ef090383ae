/** Signature help: functions while their arguments are typed, statements while they are. */
import type { FullAnalysis } from '../analyse.ts';
import { eachFunction, measures, plainFunctions, statements } from '../schema/functions.ts';
import { cursorContext } from './completion/context.ts';
import { signatureText } from './markdown.ts';
import { unitOf } from './symbol.ts';
import type { Signature, SignatureHelp } from './types.ts';

export function signatureHelp(analysis: FullAnalysis, uri: string, offset: number): SignatureHelp | undefined {
  const unit = unitOf(analysis, uri);
  if (unit === undefined) return undefined;
  const context = cursorContext(analysis, unit, offset);
  if (context.within !== undefined) return undefined;
  const call = context.brackets.findLast(bracket => bracket.bracket === '(' && bracket.before !== undefined);
  const signature = call?.before === undefined ? undefined : functionSignature(call.before);
  if (call !== undefined && signature !== undefined) {
    return { signatures: [signature], activeParameter: Math.min(call.commas, Math.max(0, signature.parameters.length - 1)) };
  }
  const word = context.segment[0]?.text ?? '';
  const statement = context.row?.kind === 'experiment' && Object.hasOwn(statements, word) ? statements[word] : undefined;
  if (statement === undefined) return undefined;
  const parameters = statement.signature
    .split(' ')
    .filter(part => /^[A-Z]/.test(part))
    .map(label => ({ label, documentation: '' }));
  const active = context.segment.some(lexeme => lexeme.text === '=') || context.segment.length > 2 ? parameters.length - 1 : 0;
  return { signatures: [{ label: statement.signature, documentation: statement.doc, parameters }], activeParameter: active };
}

function functionSignature(name: string): Signature | undefined {
  const measure = Object.hasOwn(measures, name) ? measures[name] : undefined;
  const row = measure ?? (name === 'each' ? eachFunction : Object.hasOwn(plainFunctions, name) ? plainFunctions[name] : undefined);
  if (row === undefined) return undefined;
  const parameters = row.parameters.map(parameter => ({
    label: parameter.optional === true ? `[${parameter.name}]` : parameter.name,
    documentation: parameter.doc
  }));
  return { label: signatureText(name), documentation: row.doc, parameters };
}
