/** What the preview shows of one file: its picture, kept in step with the language server's, and what there is to say of it. */
import type { Diagram, Loads } from '../../diagram/graph.ts';
import { patched } from '../../diagram/patch.ts';
import type { ChangedParams, Mark, Picture } from '../../diagram/protocol.ts';
import type { RunResult } from '../../topology/result.ts';
import type { LoadsMessage, TopologyHostMessage } from '../../../webview/topology/messages.ts';
import { runLoads } from './run-loads.ts';

export class ShownTopology {
  private diagram: Diagram;
  private revision: number;
  private errors: number;
  private estimated: Loads = {};
  /** Of the last run, while the picture is the one that was run. */
  private ran: Omit<LoadsMessage, 'type'> | undefined;
  private mark: Mark = { ids: [] };

  constructor(
    private readonly file: string,
    private readonly title: string,
    { diagram, revision, errors }: Picture
  ) {
    [this.diagram, this.revision, this.errors] = [diagram, revision, errors];
  }

  /** What the view is told of a change; undefined when one before it was missed and the whole picture is needed. */
  changed({ revision, patch, errors, loads }: ChangedParams): readonly TopologyHostMessage[] | undefined {
    if (revision !== this.revision + 1) return revision <= this.revision ? [] : undefined;
    this.revision = revision;
    const messages: TopologyHostMessage[] = [];
    if (patch !== undefined) {
      this.diagram = patched(this.diagram, patch);
      messages.push({ type: 'patch', patch });
      if (this.ran !== undefined) messages.push(this.forget());
    }
    if (errors !== undefined) {
      this.errors = errors;
      messages.push({ type: 'errors', errors });
    }
    if (loads !== undefined) {
      this.estimated = loads;
      if (this.ran === undefined) messages.push(this.loads());
    }
    return messages;
  }

  ranAs(result: RunResult): readonly TopologyHostMessage[] {
    this.ran = runLoads(this.diagram, result);
    return [this.loads()];
  }

  cursorAt(mark: Mark): readonly TopologyHostMessage[] {
    if (JSON.stringify(mark) === JSON.stringify(this.mark)) return [];
    this.mark = mark;
    return [{ type: 'mark', mark }];
  }

  /** Everything a page must be told that knows nothing. */
  replay(): readonly TopologyHostMessage[] {
    const { file, title, diagram, errors, mark } = this;
    return [{ type: 'picture', file, title, diagram }, { type: 'errors', errors }, this.loads(), { type: 'mark', mark }];
  }

  /** The text is no longer what was run. */
  private forget(): TopologyHostMessage {
    this.ran = undefined;
    return this.loads();
  }

  private loads(): LoadsMessage {
    return { type: 'loads', ...(this.ran ?? { loads: this.estimated, source: 'estimate' }) };
  }
}
