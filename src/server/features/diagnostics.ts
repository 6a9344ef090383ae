/**
 * Findings, as one types. A file is checked as one of its own; what others that import it find in it is added, and what is unused
 * in its own eyes but used by an importer is left out. Open files come first, the workspace's others when nothing else is to do.
 */
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { estimatedFindings } from '../../advice/saturation.ts';
import type { Diagnostic, Severity } from '../../language/analysis.ts';
import { references } from '../../language/model/occurrences.ts';
import type { Span } from '../../language/syntax/tree.ts';
import { isLibrary } from '../../language/program/library.ts';
import { toRange } from '../positions.ts';
import type { Feature, Session } from '../session.ts';

/** Wait for a pause between keys, longer where checking takes longer, so that typing is never blocked. */
const shortestPauseMs = 25;
const longestPauseMs = 250;
/** After checking, before estimating. */
const estimatePauseMs = 120;
/** Requests get through between two ticks. */
const estimateTickMs = 8;

interface Checked {
  /** What the check read: it stands until one of these is another text. */
  readonly reads: ReadonlyMap<string, string | undefined>;
  /** By the file they are in. */
  readonly findings: ReadonlyMap<string, readonly Diagnostic[]>;
  /** The estimator's findings in the file itself; those of its last text, moved along, until `isEstimated`. */
  readonly estimated: readonly Diagnostic[];
  readonly isEstimated: boolean;
}

export const diagnostics: Feature = {
  start(session) {
    const checks = new Checks(session);
    session.onDidChange(() => checks.schedule());
    session.onStop(() => checks.stop());
  }
};

class Checks {
  private readonly checked = new Map<string, Checked>();
  /** What the client shows, so that nothing is sent twice. */
  private readonly shown = new Map<string, string>();
  /** Files checked since everything was last settled, and the versions then. */
  private readonly rechecked = new Set<string>();
  private readonly versions = new Map<string, number | undefined>();
  private estimating: { readonly of: Checked; readonly findings: Generator<void, readonly Diagnostic[]> } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = shortestPauseMs;
  private stopped = false;

  constructor(private readonly session: Session) {}

  /** Checks what is out of date once typing pauses; a check under way gives way to it between two files. */
  schedule(): void {
    this.wait(this.pauseMs);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.session.guard('checking', () => this.next()), ms);
  }

  /** Checks one file, then lets requests through before the next. */
  private next(): void {
    const roots = this.roots();
    this.forget(roots);
    const root = roots.find(uri => !this.isCurrent(uri));
    const unestimated = root === undefined ? this.unestimated() : undefined;
    if (root === undefined && unestimated === undefined) {
      this.settle();
      return;
    }
    const started = performance.now();
    try {
      if (root !== undefined) this.check(root);
      else if (unestimated !== undefined) this.estimate(unestimated);
    } finally {
      if (root !== undefined) this.pauseMs = Math.min(longestPauseMs, Math.max(shortestPauseMs, performance.now() - started));
      // Estimating begins a little later: it must not stand in the way of the next key.
      this.wait(root === undefined || roots.some(uri => !this.isCurrent(uri)) ? 0 : estimatePauseMs);
    }
  }

  /** An open file that is checked but not estimated. */
  private unestimated(): string | undefined {
    if (!this.session.settings.diagnostics.estimates) return undefined;
    return this.session.workspace.openUris().find(uri => this.checked.get(uri)?.isEstimated === false);
  }

  /** Adds what only an estimate shows, an estimate at a time; a change begins it anew. */
  private estimate(root: string): void {
    const known = this.checked.get(root);
    if (known === undefined) return;
    if (this.estimating?.of !== known) {
      this.estimating = { of: known, findings: estimatedFindings(this.session.workspace.analysis(root), this.session.estimates) };
    }
    const { done, value } = this.step(this.estimating.findings);
    if (done !== true) return;
    this.checked.set(root, { ...known, estimated: value, isEstimated: true });
    this.publish(root);
  }

  /** Estimates until a tick has passed; one that fails ends without findings. */
  private step(findings: Generator<void, readonly Diagnostic[]>): IteratorResult<void, readonly Diagnostic[]> {
    const until = performance.now() + estimateTickMs;
    try {
      for (;;) {
        const next = findings.next();
        if (next.done === true || performance.now() > until) return next;
      }
    } catch (error) {
      this.session.log('estimating', error);
      return { done: true, value: [] };
    }
  }

  /** Everything is checked: whoever shows numbers of a file that changed only through an import looks again. */
  private settle(): void {
    const { workspace } = this.session;
    const isElsewhere = [...this.rechecked].some(uri => workspace.isOpen(uri) && this.versions.get(uri) === workspace.versionOf(uri));
    for (const uri of this.rechecked) this.versions.set(uri, workspace.versionOf(uri));
    this.rechecked.clear();
    if (isElsewhere) this.session.didChangeElsewhere();
  }

  private roots(): readonly string[] {
    const { workspace, settings } = this.session;
    return settings.diagnostics.workspace ? workspace.roots() : workspace.openUris();
  }

  private isCurrent(root: string): boolean {
    const known = this.checked.get(root);
    return known !== undefined && this.session.workspace.isCurrent(known.reads);
  }

  private check(root: string): void {
    const { workspace } = this.session;
    this.rechecked.add(root);
    const before = this.checked.get(root);
    // Whatever goes wrong below, this file is not tried again before it changes.
    this.checked.set(root, { reads: workspace.readsNow(root), findings: new Map(), estimated: [], isEstimated: true });
    const { diagnostics: found } = workspace.analysis(root);
    const findings = new Map<string, Diagnostic[]>([[root, []]]);
    for (const each of found) {
      const there = findings.get(each.uri);
      if (there === undefined) findings.set(each.uri, [each]);
      else there.push(each);
    }
    const reads = workspace.readsOf(root);
    const estimated = before === undefined ? [] : moved(before.estimated, before.reads.get(root) ?? '', reads.get(root) ?? '');
    this.checked.set(root, { reads, findings, estimated, isEstimated: false });
    const wanted = workspace.takeWanted();
    if (wanted.length > 0) {
      void workspace.fetch(wanted).then(() => this.wait(0));
      return;
    }
    // What it imports is told anew, too: something there may be used now, or no longer.
    for (const uri of new Set([...(before?.reads.keys() ?? []), ...(before?.findings.keys() ?? []), ...reads.keys(), ...findings.keys()]))
      this.publish(uri);
  }

  /** Files that are neither open nor in the workspace any more take their findings with them. */
  private forget(roots: readonly string[]): void {
    const there = new Set(roots);
    for (const [root, { findings, reads }] of [...this.checked]) {
      if (there.has(root)) continue;
      this.checked.delete(root);
      for (const uri of new Set([...findings.keys(), ...reads.keys()])) this.publish(uri);
    }
  }

  private publish(uri: string): void {
    if (isLibrary(uri)) return;
    const { workspace, connection } = this.session;
    const document = workspace.document(uri);
    const found = document === undefined ? [] : this.union(uri);
    const sent = found.map(each => toLsp(this.session, each)).filter(each => each !== undefined);
    const version = workspace.versionOf(uri);
    const key = JSON.stringify([version, sent]);
    if (this.shown.get(uri) === key || (sent.length === 0 && version === undefined && !this.shown.has(uri))) return;
    if (sent.length === 0 && version === undefined) this.shown.delete(uri);
    else this.shown.set(uri, key);
    const sending = connection.sendDiagnostics({
      uri: workspace.clientUri(uri),
      ...(version === undefined ? {} : { version }),
      diagnostics: sent
    });
    sending.catch(error => this.session.log('publishing', error));
  }

  /** What anybody finds in a file; `unused` only where nobody uses it. */
  private union(uri: string): readonly Diagnostic[] {
    const found = new Map<string, Diagnostic>();
    for (const { findings, reads } of this.checked.values()) {
      for (const finding of reads.has(uri) ? (findings.get(uri) ?? []) : []) {
        const key = `${finding.code} ${finding.start} ${finding.end}`;
        if (!found.has(key) && !(finding.tag === 'unnecessary' && this.isUsedElsewhere(finding))) found.set(key, finding);
      }
    }
    const estimated = this.session.settings.diagnostics.estimates ? (this.checked.get(uri)?.estimated ?? []) : [];
    return [...found.values(), ...estimated].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** Whether a file that imports the finding's names what is called unused. */
  private isUsedElsewhere({ uri, start }: Diagnostic): boolean {
    for (const [root, { reads }] of this.checked) {
      if (root === uri || !reads.has(uri)) continue;
      if (references(this.session.workspace.analysis(root), uri, start).some(each => !each.declaration)) return true;
    }
    return false;
  }
}

/** What was found in a text, where it stands in a changed one; what the change touches is left out. */
function moved(found: readonly Diagnostic[], before: string, after: string): readonly Diagnostic[] {
  if (before === after || found.length === 0) return found;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const shift = after.length - before.length;
  const place = <T extends Span>(each: T): T | undefined => {
    if (each.end <= head) return each;
    return each.start >= before.length - tail ? { ...each, start: each.start + shift, end: each.end + shift } : undefined;
  };
  return found.flatMap(each => {
    const there = place(each);
    const related = each.related?.flatMap(other => (other.uri === each.uri ? (place(other) ?? []) : [other]));
    return there === undefined ? [] : [{ ...there, ...(related === undefined ? {} : { related }) }];
  });
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint
};

/** Undefined when its file is gone. */
export function toLsp(session: Session, finding: Diagnostic): LspDiagnostic | undefined {
  const { workspace, client } = session;
  const page = session.pageOf(finding.code);
  const document = workspace.document(finding.uri);
  if (document === undefined) return undefined;
  const supports = client.textDocument?.publishDiagnostics ?? {};
  const related = (finding.related ?? []).flatMap(({ uri, message, ...span }) => {
    const there = workspace.document(uri);
    return there === undefined ? [] : [{ message, location: { uri: workspace.clientUri(uri), range: toRange(there, span) } }];
  });
  return {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.code,
    source: 'xnet',
    message: finding.message,
    ...(page !== undefined && supports.codeDescriptionSupport === true ? { codeDescription: { href: page } } : {}),
    ...(related.length > 0 && supports.relatedInformation === true ? { relatedInformation: related } : {}),
    ...(finding.tag === undefined ? {} : { tags: [finding.tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated] })
  };
}
