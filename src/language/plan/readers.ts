/** Which experiments others read: `experiment = baseline` within a measure needs that one's results. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { Expression } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import type { Draft } from './draft.ts';
import { publishedOf } from './published.ts';

/** The chosen drafts with all that they read, directly or through others, in the order of the file. */
export function withThoseRead(drafts: readonly Draft[], chosen: readonly Draft[], evaluation: Evaluation): readonly Draft[] {
  const needed = new Set(chosen);
  for (const draft of needed) {
    const names = new Set(measuresOf(evaluation, draft).flatMap(experimentsIn));
    for (const other of drafts) if (names.has(other.name)) needed.add(other);
  }
  return drafts.filter(draft => needed.has(draft));
}

function measuresOf(evaluation: Evaluation, draft: Draft): readonly Expression[] {
  const conditions = draft.expects.map(({ member }) => member.condition);
  const claims = publishedOf(evaluation, draft).map(({ of }) => of);
  return [...conditions, ...claims].filter(each => each !== undefined);
}

function experimentsIn(measure: Expression): readonly string[] {
  const names: string[] = [];
  walk(measure, node => {
    if (node.kind !== 'call') return;
    for (const { name, value } of node.arguments) {
      if (name?.text !== 'experiment') continue;
      if (value.kind === 'reference') names.push(value.first.text);
      if (value.kind === 'string') names.push(value.value);
    }
  });
  return names;
}
