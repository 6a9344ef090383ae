/** Reading another point or experiment from within an expectation: `guests = 2`, `experiment = baseline`. */
import type { ParameterValue } from '../../topology/plan.ts';
import type { ParamBinding } from '../evaluate/context.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { replacements } from '../evaluate/resolution.ts';
import { nearest } from '../program/suggest.ts';
import type { FileUnit, ParamSymbol } from '../program/symbols.ts';
import type { Argument } from '../syntax/tree.ts';
import { bindingsOf, parametersOf } from './build.ts';
import type { Combination } from './build.ts';
import type { Draft } from './draft.ts';
import type { Elsewhere } from './measure.ts';
import { sameShown } from './shown.ts';
import { listed } from './vary.ts';
import type { VaryValue } from './vary.ts';

export interface ElsewhereOptions {
  readonly drafts: readonly Draft[];
  readonly draft: Draft;
  readonly combination: Combination;
  readonly evaluationAt: (draft: Draft, bindings: ReadonlyMap<ParamSymbol, ParamBinding>, suffix: string | undefined) => Evaluation;
}

export function createElsewhere(options: ElsewhereOptions): Elsewhere {
  const evaluations = new Map<string, Evaluation>();
  return {
    read(named, unit, here) {
      const other = experimentOf(options, named, unit, here);
      if (other === undefined) return undefined;
      const combination = pointOf(options, other, named, unit, here);
      if (combination === undefined) return undefined;
      const parameters: Record<string, ParameterValue> = {};
      for (const argument of named) {
        const name = argument.name?.text ?? '';
        if (name !== 'experiment') parameters[name] = parametersOf(other, combination)[name] as ParameterValue;
      }
      const key = JSON.stringify([other.name, parametersOf(other, combination)]);
      let evaluation = evaluations.get(key);
      if (evaluation === undefined) {
        evaluations.set(key, (evaluation = options.evaluationAt(other, bindingsOf(other, combination), undefined)));
      }
      // References are looked up there, but what is wrong with them is reported here.
      const read = { parameters, ...(other === options.draft && !named.some(isExperiment) ? {} : { experiment: other.name }) };
      return { read, evaluation: { ...evaluation, reporter: here.reporter } };
    }
  };
}

function isExperiment(argument: Argument): boolean {
  return argument.name?.text === 'experiment';
}

function experimentOf(options: ElsewhereOptions, named: readonly Argument[], unit: FileUnit, here: Evaluation): Draft | undefined {
  const argument = named.find(isExperiment);
  if (argument === undefined) return options.draft;
  const { value } = argument;
  const name = value.kind === 'reference' && value.steps.length === 0 ? value.first.text : value.kind === 'string' ? value.value : '';
  const other = options.drafts.find(draft => draft.name === name);
  if (other === undefined && value.kind !== 'missing') {
    const place = placeIn(unit, value);
    here.reporter.report(
      'unknown-experiment',
      place,
      { name },
      {
        fixes: replacements(
          nearest(
            name,
            options.drafts.map(draft => draft.name)
          ),
          place
        )
      }
    );
  }
  return other;
}

/** The other point: named params as named, the others as here (or, where they are not varied here, at their first value). */
function pointOf(
  options: ElsewhereOptions,
  other: Draft,
  named: readonly Argument[],
  unit: FileUnit,
  here: Evaluation
): Combination | undefined {
  for (const argument of named) {
    const name = argument.name;
    if (name === undefined || isExperiment(argument) || other.varies.some(vary => vary.param.name === name.text)) continue;
    const place = placeIn(unit, name);
    here.reporter.report(
      'not-varied',
      place,
      { name: name.text },
      { fixes: replacements(nearest(name.text, [...other.varies.map(vary => vary.param.name), 'experiment']), place) }
    );
    return undefined;
  }
  const hereParameters = parametersOf(options.draft, options.combination);
  const values: VaryValue[] = [];
  for (const vary of other.varies) {
    const argument = named.find(each => each.name?.text === vary.param.name);
    const wanted = argument === undefined ? hereParameters[vary.param.name] : listed(here, argument.value, unit)?.[0]?.shown;
    if (argument !== undefined && wanted === undefined) return undefined;
    const found = wanted === undefined ? vary.values[0] : vary.values.find(each => sameShown(each.shown, wanted));
    if (found === undefined) {
      if (argument === undefined) {
        values.push(vary.values[0] as VaryValue);
        continue;
      }
      here.reporter.report('no-such-point', placeIn(unit, argument), { parameters: `${vary.param.name} = ${String(wanted)}` });
      return undefined;
    }
    values.push(found);
  }
  return { values };
}
