/** The light bulb: mends that findings carry, and refactorings of what is selected. */
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import type { Diagnostic, Fix } from '../../language/analysis.ts';
import type { Span } from '../../language/syntax/tree.ts';
import { toSpan } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';
import { workspaceEdit } from '../edits.ts';
import { toLsp } from './diagnostics.ts';

export const codeActions: Feature = {
  capabilities: () => ({
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] }
  }),
  start(session) {
    session.connection.onCodeAction(
      session.answer('code actions', (file, { range, context }): CodeAction[] => {
        const span = toSpan(file.document, range);
        const isWanted = (kind: string): boolean => context.only?.some(only => kind === only || kind.startsWith(`${only}.`)) ?? true;
        return isWanted(CodeActionKind.QuickFix) ? quickFixes(session, file, span, context.diagnostics) : [];
      })
    );
  }
};

function quickFixes(session: Session, file: AskedFile, span: Span, shown: readonly LspDiagnostic[]): CodeAction[] {
  const found = file.analysis.diagnostics.filter(each => each.uri === file.uri && each.start <= span.end && span.start <= each.end);
  return found.flatMap(finding =>
    (finding.fixes ?? []).map(fix => quickFix(session, finding, fix, shown)).filter(each => each !== undefined)
  );
}

function quickFix(session: Session, finding: Diagnostic, fix: Fix, shown: readonly LspDiagnostic[]): CodeAction | undefined {
  const edit = workspaceEdit(session, fix.edits);
  if (edit === undefined) return undefined;
  const same = toLsp(session, finding);
  const mended = shown.filter(each => each.code === finding.code && JSON.stringify(each.range) === JSON.stringify(same?.range));
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: mended.length > 0 ? [...mended] : same === undefined ? [] : [same],
    edit,
    ...(fix.preferred === true ? { isPreferred: true } : {})
  };
}
