/**
 * From a picture to places: asks ELK for a layout when the shape of the scene is another one, and keeps what was there where it was.
 * One layout at a time; what changes meanwhile is laid out after it.
 */
import type { ELK } from 'elkjs/lib/elk-api';
import type { Placement, Size } from './geometry.ts';
import { layout, type Sizes } from './layout.ts';
import { sizeOf, type Measure } from './measure.ts';
import type { Scene, SceneEdge } from './scene.ts';
import { settle } from './settle.ts';
import { labelOn, wordsOn } from './words.ts';

export interface Composition {
  readonly scene: Scene;
  readonly placement: Placement;
  readonly labels: ReadonlyMap<string, string>;
  /** Laid out from nothing: nothing stands where it stood. */
  readonly isFresh: boolean;
}

export interface Composer {
  /**
   * Places a scene; the latest one wins. `fresh` forgets where things were.
   * `done` is called at once when only texts changed.
   */
  compose(scene: Scene, fresh: boolean): void;
}

export interface ComposerOptions {
  readonly engine: Promise<ELK>;
  readonly measure: Measure;
  /** Width to height of the view. */
  readonly aspectRatio: () => number;
  readonly done: (composition: Composition) => void;
  readonly failed: (error: unknown) => void;
}

export function createComposer({ engine, measure, aspectRatio, done, failed }: ComposerOptions): Composer {
  let placed: { readonly shape: string; readonly placement: Placement } | undefined;
  let waiting: { readonly scene: Scene; readonly fresh: boolean } | undefined;
  let isBusy = false;

  async function place(scene: Scene, fresh: boolean): Promise<Composition> {
    const labels = labelsOf(scene.edges);
    const sizes = sizesOf(scene, labels, measure);
    const shape = shapeOf(scene, sizes);
    const before = fresh ? undefined : placed;
    if (before?.shape === shape) return { scene, labels, placement: before.placement, isFresh: false };
    const anew = await layout(await engine, scene, sizes, aspectRatio());
    const placement = before === undefined ? anew : settle(scene, anew, before.placement, sizes);
    placed = { shape, placement };
    return { scene, labels, placement, isFresh: before === undefined };
  }

  async function work(): Promise<void> {
    isBusy = true;
    try {
      for (let next = waiting; next !== undefined; next = waiting) {
        waiting = undefined;
        const composition = await place(next.scene, next.fresh);
        if (waiting === undefined) done(composition);
      }
    } catch (error) {
      failed(error);
    } finally {
      isBusy = false;
    }
  }

  return {
    compose(scene, fresh) {
      waiting = { scene, fresh: fresh || waiting?.fresh === true };
      if (!isBusy) void work();
    }
  };
}

function labelsOf(edges: readonly SceneEdge[]): ReadonlyMap<string, string> {
  return new Map(edges.flatMap(edge => (labelOn(edge) === undefined ? [] : [[edge.id, labelOn(edge) ?? ''] as const])));
}

const carriesLoad: ReadonlySet<string> = new Set(['host', 'domain', 'vif', 'nic', 'metarouter', 'switch', 'router', 'metalink']);

function sizesOf({ nodes }: Scene, labels: ReadonlyMap<string, string>, measure: Measure): Sizes {
  return {
    nodes: new Map(
      nodes.map(node => [node.id, sizeOf(wordsOn(node), node.fold !== undefined, carriesLoad.has(node.kind), measure)] as const)
    ),
    labels: new Map<string, Size>(
      [...labels].map(([id, text]) => [id, { width: Math.ceil((measure(text, 11, false) + 4) / 8) * 8, height: 16 }] as const)
    )
  };
}

/** What a layout depends on: equal for scenes that are laid out alike. */
function shapeOf({ nodes, edges }: Scene, sizes: Sizes): string {
  return JSON.stringify([
    nodes.map(({ id, parent, isFrame, members }) => [id, parent, isFrame, members.length > 1, sizes.nodes.get(id)]),
    edges.map(({ id }) => [id, sizes.labels.get(id)])
  ]);
}
