/** The light bulb: mends that findings carry, refactorings of what is marked, and what-ifs with their estimated gain. */
import { CodeActionKind } from 'vscode-languageserver';
import type { CodeAction, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { whatIfs } from '../../advice/what-if.ts';
import type { Diagnostic, Fix, TextEdit } from '../../language/analysis.ts';
import { refactor } from '../../language/editor/refactor/index.ts';
import type { Proposal } from '../../language/editor/refactor/index.ts';
import type { Span } from '../../language/syntax/tree.ts';
import { workspaceEdit } from '../edits.ts';
import { toSpan } from '../positions.ts';
import type { AskedFile, Feature, Session } from '../session.ts';
import { toLsp } from './diagnostics.ts';

const kinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  CodeActionKind.RefactorRewrite,
  'refactor.move',
  CodeActionKind.SourceFixAll
];

export const codeActions: Feature = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: kinds } }),
  start(session) {
    session.connection.onCodeAction(
      session.answer('code actions', (file, { range, context }, token): CodeAction[] => {
        const span = toSpan(file.document, range);
        const isWanted = (kind: string): boolean => context.only?.some(only => kind === only || kind.startsWith(`${only}.`)) ?? true;
        const fixes = isWanted(CodeActionKind.QuickFix) ? quickFixes(session, file, span, context.diagnostics) : [];
        const offered = proposals(session, file, span).filter(({ kind }) => kind !== undefined && isWanted(kind));
        const measured =
          isWanted(CodeActionKind.RefactorRewrite) && !token.isCancellationRequested ? measuredWhatIfs(session, file, span) : [];
        // Mending everything at once is done on save or on command, not from the light bulb.
        const isAsked = context.only?.some(
          only => CodeActionKind.SourceFixAll === only || CodeActionKind.SourceFixAll.startsWith(`${only}.`)
        );
        return [...fixes, ...offered, ...measured, ...(isAsked === true ? fixAll(session, file) : [])];
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

/** Every mend that surely says what was meant; of two that touch, the first. What is merely missing is for the person to fill in. */
function fixAll(session: Session, { analysis, uri }: AskedFile): CodeAction[] {
  const edits: TextEdit[] = [];
  for (const finding of analysis.diagnostics) {
    const fix = finding.uri === uri ? finding.fixes?.find(each => each.preferred === true) : undefined;
    const isReplacing = fix?.edits.every(edit => edit.uri === uri && edit.start < edit.end) === true;
    const isFree = fix?.edits.every(edit => !edits.some(other => edit.start <= other.end && other.start <= edit.end)) === true;
    if (fix !== undefined && isReplacing && isFree) edits.push(...fix.edits);
  }
  const edit = edits.length === 0 ? undefined : workspaceEdit(session, edits);
  return edit === undefined ? [] : [{ title: 'Fix all', kind: CodeActionKind.SourceFixAll, edit }];
}

function proposals(session: Session, file: AskedFile, span: Span): CodeAction[] {
  const exists = (uri: string): boolean => session.workspace.document(uri) !== undefined;
  return refactor(file.analysis, file.uri, span, exists).flatMap(proposal => proposed(session, file, proposal));
}

function proposed(session: Session, { analysis, uri }: AskedFile, { title, kind, edits, files, mends = [] }: Proposal): CodeAction[] {
  const edit = workspaceEdit(session, edits, files);
  if (edit === undefined) return [];
  const found = analysis.diagnostics.filter(each => each.uri === uri && mends.includes(each.code));
  const diagnostics = found.flatMap(each => toLsp(session, each) ?? []);
  return [{ title, kind, edit, ...(diagnostics.length > 0 ? { diagnostics } : {}) }];
}

function measuredWhatIfs(session: Session, file: AskedFile, { start }: Span): CodeAction[] {
  return whatIfs(file.analysis, file.uri, start, session.estimates).flatMap(({ title, edit }) => {
    const changed = workspaceEdit(session, [edit]);
    return changed === undefined ? [] : [{ title, kind: CodeActionKind.RefactorRewrite, edit: changed }];
  });
}
