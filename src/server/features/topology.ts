/** The topology preview: the picture of a file, what changes in it while it is typed, and the ways between picture and text. */
import type { Location } from 'vscode-languageserver';
import { diagramOf } from '../../diagram/build.ts';
import type { Diagram, Loads } from '../../diagram/graph.ts';
import { loadsOf } from '../../diagram/loads.ts';
import { patchBetween } from '../../diagram/patch.ts';
import { methods } from '../../diagram/protocol.ts';
import type { AtParams, ChangedParams, CloseParams, DeclarationParams, Mark, OpenParams, Picture } from '../../diagram/protocol.ts';
import type { FullAnalysis } from '../../language/analyse.ts';
import { declarationPlace, thingsAt } from '../../language/editor/places.ts';
import { toOffset, toRange } from '../positions.ts';
import type { Feature, Session } from '../session.ts';
import { canonical } from '../uris.ts';

export const topology: Feature = {
  start(session) {
    const { connection } = session;
    const pictures = new Pictures(session);
    connection.onRequest(
      methods.open,
      session.answer('topology', ({ uri, analysis }, _params: OpenParams) => pictures.open(uri, analysis))
    );
    connection.onNotification(methods.close, ({ textDocument }: CloseParams) => pictures.close(canonical(textDocument.uri)));
    connection.onRequest(
      methods.declaration,
      session.answer('declaration in a topology', ({ uri, analysis }, { id }: DeclarationParams): Location | null => {
        const place = declarationPlace(analysis.topology, pictures.declared(uri, id));
        const document = place === undefined ? undefined : session.workspace.document(place.uri);
        if (place === undefined || document === undefined) return null;
        return { uri: session.workspace.clientUri(place.uri), range: toRange(document, place) };
      })
    );
    connection.onRequest(
      methods.at,
      session.answer('topology at a place', ({ uri, document }, { root, position }: AtParams): Mark => {
        const shown = session.file(root);
        return shown === undefined ? { ids: [] } : thingsAt(shown.analysis, uri, toOffset(document, position));
      })
    );
    session.onDidChange(() => pictures.wait());
    session.onElsewhere(() => pictures.wait());
    session.onStop(() => pictures.stop());
  }
};

/** How long a pause in typing is before the picture follows, and how much longer for a file that takes long, in ms. */
const pauseMs = 150;

interface Shown {
  revision: number;
  diagram: Diagram;
  errors: number;
  loads: Loads;
  /** What the picture was last held against. */
  analysis: FullAnalysis;
  /** The analysis whose estimate is still to be told. */
  unestimated?: FullAnalysis;
}

/** The pictures that somebody looks at. */
class Pictures {
  private readonly shown = new Map<string, Shown>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastMs = 0;

  constructor(private readonly session: Session) {}

  open(uri: string, analysis: FullAnalysis): Picture {
    const revision = (this.shown.get(uri)?.revision ?? 0) + 1;
    const picture: Picture = { revision, diagram: diagramOf(analysis.topology), errors: errorsOf(analysis) };
    this.shown.set(uri, { ...picture, loads: {}, analysis, unestimated: analysis });
    this.wait(0);
    return picture;
  }

  close(uri: string): void {
    this.shown.delete(uri);
  }

  /** Name of the thing that stands for an id: an edge that is not a link is declared by the end farther from the wire. */
  declared(uri: string, id: string): string {
    const edge = this.shown.get(uri)?.diagram.edges.find(each => each.id === id);
    return edge === undefined || edge.kind === 'link' ? id : edge.to;
  }

  wait(ms = Math.max(pauseMs, 2 * this.lastMs)): void {
    if (this.shown.size === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.session.guard('the topology preview', () => this.follow()), ms);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.shown.clear();
  }

  /** One file at a time: pictures first, then estimates, and requests between two of them. */
  private follow(): void {
    const { workspace } = this.session;
    for (const [uri, shown] of this.shown) {
      const started = performance.now();
      const analysis = workspace.analysis(uri);
      if (analysis === shown.analysis) continue;
      shown.analysis = analysis;
      this.redraw(uri, shown, analysis);
      this.lastMs = performance.now() - started;
      this.wait(0);
      return;
    }
    for (const [uri, shown] of this.shown) {
      if (shown.unestimated === undefined) continue;
      const { topology: estimated } = shown.unestimated;
      shown.unestimated = undefined;
      const found = this.session.estimates.of(estimated);
      const loads = found === undefined ? {} : loadsOf(shown.diagram, found);
      if (JSON.stringify(loads) !== JSON.stringify(shown.loads)) {
        shown.loads = loads;
        this.tell(uri, shown, { loads });
      }
      this.wait(0);
      return;
    }
  }

  private redraw(uri: string, shown: Shown, analysis: FullAnalysis): void {
    const errors = errorsOf(analysis);
    const flag = errors === shown.errors ? {} : { errors };
    shown.errors = errors;
    if (errors > 0) {
      // What the text is about to say is not known yet: the last good picture stays.
      if (flag.errors !== undefined) this.tell(uri, shown, flag);
      return;
    }
    const diagram = diagramOf(analysis.topology);
    const patch = patchBetween(shown.diagram, diagram);
    shown.diagram = diagram;
    shown.unestimated = analysis;
    if (patch !== undefined) this.tell(uri, shown, { patch, ...flag });
    else if (flag.errors !== undefined) this.tell(uri, shown, flag);
  }

  private tell(uri: string, shown: Shown, change: Omit<ChangedParams, 'uri' | 'revision'>): void {
    const { connection, workspace } = this.session;
    const params: ChangedParams = { uri: workspace.clientUri(uri), revision: ++shown.revision, ...change };
    connection.sendNotification(methods.changed, params).catch(error => this.session.log('telling a topology', error));
  }
}

function errorsOf({ diagnostics }: FullAnalysis): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}
