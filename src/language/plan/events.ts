/** `at` statements: what happens during a run. */
import type { ScheduledEvent } from '../../topology/plan.ts';
import { placeIn } from '../evaluate/context.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { evaluateAs } from '../evaluate/property.ts';
import { replacements } from '../evaluate/resolution.ts';
import { nearest } from '../program/suggest.ts';
import type { Site } from '../program/symbols.ts';
import { actions } from '../schema/functions.ts';
import type { ActionRow } from '../schema/functions.ts';
import type { KindName, ValueType } from '../schema/types.ts';
import type { ActionCall, AtStatement, SetStatement } from '../syntax/tree.ts';
import { showQuantity } from '../values/show.ts';
import { propertyTarget } from './setting.ts';
import { shownValue } from './shown.ts';
import { namesOf, targetsOf } from './targets.ts';

const timeType: ValueType = { kind: 'quantity', dimensions: ['time'], min: 0 };

/** Properties that may change while packets are on their way. */
const changeable: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  flow: ['rate', 'size', 'think'],
  link: ['rate', 'delay', 'loss'],
  vif: ['rate', 'burst', 'weight', 'priority'],
  domain: ['weight', 'cap', 'background', 'working_set'],
  nic: ['coalesce', 'interrupt_rate'],
  metalink: ['rate', 'burst', 'weight'],
  metarouter: ['share', 'instructions', 'memory_references']
};

export function scheduledEvents(
  evaluation: Evaluation,
  sites: readonly Site<AtStatement>[],
  duration: number | undefined
): readonly ScheduledEvent[] {
  return sites.flatMap(site => eventsOf(evaluation, site, duration));
}

function eventsOf(evaluation: Evaluation, site: Site<AtStatement>, duration: number | undefined): readonly ScheduledEvent[] {
  const { member, unit } = site;
  if (member.time === undefined || member.action === undefined) return [];
  const time = evaluateAs(evaluation, member.time, timeType, { unit }, 'at');
  if (time?.kind === 'number' && duration !== undefined && time.value >= duration) {
    evaluation.reporter.report('late-event', placeIn(unit, member.time), {
      time: showQuantity(time.value, 'time'),
      duration: showQuantity(duration, 'time')
    });
  }
  const at = time?.kind === 'number' ? time.value : undefined;
  const made = member.action.kind === 'set' ? settings(evaluation, member.action, site) : actionEvents(evaluation, member.action, site);
  return at === undefined ? [] : made.map(event => ({ at, ...event, origin: placeIn(unit, member) }) as ScheduledEvent);
}

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at' | 'origin'> : never;

function actionEvents(evaluation: Evaluation, action: ActionCall, { unit }: Site<AtStatement>): readonly WithoutTime<ScheduledEvent>[] {
  const name = action.name.text;
  const row: ActionRow | undefined = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (row === undefined) {
    const place = placeIn(unit, action.name);
    evaluation.reporter.report(
      'unknown-action',
      place,
      { name },
      { fixes: replacements(nearest(name, [...Object.keys(actions), 'set']), place) }
    );
    return [];
  }
  if (action.target === undefined) return [];
  const things = targetsOf(evaluation, action.target, row.targets, { unit });
  if (things === undefined) return [];
  const targets = namesOf(evaluation, things, false);
  if (row.to === undefined) return targets.map(target => ({ action: name, target }) as WithoutTime<ScheduledEvent>);
  if (action.to === undefined) {
    evaluation.reporter.report('missing-destination', placeIn(unit, action), { name });
    return [];
  }
  const to = targetsOf(evaluation, action.to, row.to, { unit });
  const [destination, ...more] = to ?? [];
  if (destination === undefined || more.length > 0) {
    if (to !== undefined)
      evaluation.reporter.report('one-needed', placeIn(unit, action.to), { name: action.to.first.text, count: to.length });
    return [];
  }
  return targets.map(target => ({ action: 'migrate', target, to: destination.name }));
}

function settings(evaluation: Evaluation, statement: SetStatement, { unit }: Site<AtStatement>): readonly WithoutTime<ScheduledEvent>[] {
  const { target, value } = statement;
  if (target === undefined || value === undefined) return [];
  const found = propertyTarget(evaluation, target, unit);
  if (found === undefined) return [];
  const [first] = found.instances;
  if (first !== undefined && changeable[first.shape.kind]?.includes(found.row.name) !== true) {
    evaluation.reporter.report('cannot-set', placeIn(unit, target), { name: `${first.shape.kind}.${found.row.name}` });
    return [];
  }
  return found.instances.flatMap(instance => {
    const read = evaluateAs(evaluation, value, found.row.type, { unit, shape: instance.shape, instance }, found.row.name);
    if (read === undefined) return [];
    const names = namesOf(evaluation, [{ name: instance.name, kind: instance.shape.kind, instance }], false);
    return names.map(name => ({
      action: 'set' as const,
      target: name,
      property: found.row.name,
      value: shownValue(read, unit, value).shown
    }));
  });
}
