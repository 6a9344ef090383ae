/** A run that was saved (`*.xnetrun.json`): read with suspicion, for anybody may have made, cut short or edited the file. */
import type { RunResult } from './result.ts';

/** What a file holds, or in words why that cannot be shown. */
export type ReadRun = { readonly result: RunResult } | { readonly problem: string; readonly detail?: string };

const ways = 'A run is saved with “Save run…” in the results view, or made by: xnet run FILE --format json --output NAME.xnetrun.json';

/** Reads a run (`xnet-run/1`) or an estimate (`xnet-estimate/1`). Never throws. */
export function readRunFile(text: string): ReadRun {
  if (text.trim() === '') return { problem: 'This file is empty.', detail: ways };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: 'This file is cut short or damaged: it is not JSON.', detail: `${why}\n${ways}` };
  }
  if (!isRecord(value) || typeof value['schema'] !== 'string')
    return { problem: 'This file is not a run of xnet: it names no schema.', detail: ways };
  const { schema } = value;
  const [, kind, version] = /^(xnet-[a-z]+)\/(\d+)$/.exec(schema) ?? [];
  if (kind !== 'xnet-run' && kind !== 'xnet-estimate')
    return { problem: `This file is not a run of xnet: it is of schema ${schema}.`, detail: ways };
  if (version !== '1') {
    const maker = isRecord(value['tool']) && typeof value['tool']['version'] === 'string' ? ` by xnet ${value['tool']['version']}` : '';
    return {
      problem: `This run was written${maker} in ${schema}, which this version does not read: it reads ${kind}/1.`,
      detail: 'A newer xnet reads it.'
    };
  }
  const fault = faultIn(value, run, '');
  if (fault !== undefined) return { problem: 'This file is damaged: it is not what its schema says.', detail: fault };
  return { result: value as unknown as RunResult };
}

/** What a value has to be. */
type Shape =
  | 'text'
  | 'number'
  | 'truth'
  | 'value'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly optional?: Readonly<Record<string, Shape>> };

const interval: Shape = { fields: { mean: 'number' }, optional: { low: 'number', high: 'number' } };

const flow: Shape = {
  fields: {
    name: 'text',
    flow: 'text',
    from: 'text',
    to: 'text',
    goodputBps: interval,
    packetsPerSecond: interval,
    lossRatio: interval,
    latencySeconds: {
      fields: { mean: 'number' },
      optional: { p50: 'number', p90: 'number', p95: 'number', p99: 'number', p999: 'number', max: 'number' }
    }
  },
  optional: { latencyCdf: { list: 'number' }, jobSeconds: interval }
};

const point: Shape = {
  fields: {
    parameters: { map: 'value' },
    level: 'text',
    replications: 'number',
    flows: { list: flow },
    totals: { fields: { goodputBps: interval, packetsPerSecond: interval, lossRatio: interval } },
    domains: {
      list: {
        fields: { name: 'text', cpuUtilization: interval, cyclesPerPacket: { fields: { total: 'number', components: { map: 'number' } } } },
        optional: { missesPerPacket: 'number' }
      }
    },
    resources: { list: { fields: { name: 'text', kind: 'text', utilization: interval }, optional: { bandwidthBps: 'number' } } },
    grants: {
      list: {
        fields: {
          domain: 'text',
          inUsePeak: 'number',
          issued: 'number',
          mapped: 'number',
          copied: 'number',
          reused: 'number',
          flushes: 'number',
          framesNeeded: 'number',
          framesLimit: 'number'
        }
      }
    },
    drops: { list: { fields: { where: 'text', reason: 'text', packets: 'number' } } },
    refusals: { list: { fields: { where: 'text', posts: 'number' } } },
    interruptsPerSecond: { list: { fields: { name: 'text', mean: 'number' } } },
    batches: { list: { fields: { stage: 'text', mean: 'number' } } },
    bottleneck: {
      fields: { resource: 'text', utilization: 'number', explanation: 'text' },
      optional: { domain: 'text', also: { list: 'text' } }
    },
    expectations: { list: { fields: { text: 'text', status: 'text', observed: 'text' }, optional: { line: 'number' } } },
    conservation: { fields: { sent: 'number', delivered: 'number', dropped: 'number', inFlight: 'number' } },
    notes: { list: 'text' }
  },
  optional: {
    fingerprint: 'text',
    timeline: {
      fields: {
        fromSeconds: 'number',
        stepSeconds: 'number',
        resources: { list: { fields: { name: 'text', kind: 'text', utilization: { list: 'number' } } } }
      }
    }
  }
};

const published: Shape = {
  fields: {
    name: 'text',
    of: 'text',
    dimension: 'text',
    source: 'text',
    standing: 'text',
    use: 'text',
    rows: {
      list: {
        fields: { parameters: { map: 'value' }, claimed: 'number', observed: interval, error: 'number' },
        optional: { within: 'truth', missing: 'text' }
      }
    }
  }
};

const run: Shape = {
  fields: {
    tool: { fields: { name: 'text', version: 'text' } },
    source: { fields: { file: 'text', sha256: 'text' } },
    experiments: {
      list: {
        fields: {
          name: 'text',
          seed: 'number',
          replications: 'number',
          confidence: 'number',
          durationSeconds: 'number',
          warmupSeconds: 'number',
          varies: { list: 'text' },
          dimensions: { map: 'text' },
          points: { list: point },
          published: { list: published }
        }
      }
    }
  },
  optional: { startedAt: 'text', wallSeconds: 'number', incomplete: 'truth' }
};

const words: Readonly<Record<string, string>> = { text: 'a text', number: 'a number', truth: 'true or false', value: 'a value' };

/** The first place that is not as it has to be, in words; fields beyond those known are of a later version and fine. */
function faultIn(value: unknown, shape: Shape, at: string): string | undefined {
  const place = at === '' ? 'the file' : at;
  if (typeof shape === 'string') {
    const fits: Readonly<Record<string, boolean>> = {
      text: typeof value === 'string',
      number: typeof value === 'number',
      truth: typeof value === 'boolean',
      value: ['string', 'number', 'boolean'].includes(typeof value)
    };
    if (fits[shape] === true) return undefined;
    return value === undefined ? `${place} is missing` : `${place} is not ${words[shape] ?? shape}`;
  }
  if (value === undefined) return `${place} is missing`;
  if ('list' in shape) {
    if (!Array.isArray(value)) return `${place} is not a list`;
    return firstOf(value.entries(), ([index, each]) => faultIn(each, shape.list, `${at}[${index}]`));
  }
  if (!isRecord(value)) return `${place} is not an object`;
  const under = (name: string): string => (at === '' ? name : `${at}.${name}`);
  if ('map' in shape) return firstOf(Object.entries(value), ([name, each]) => faultIn(each, shape.map, under(name)));
  return (
    firstOf(Object.entries(shape.fields), ([name, each]) => faultIn(value[name], each, under(name))) ??
    firstOf(Object.entries(shape.optional ?? {}), ([name, each]) =>
      value[name] === undefined ? undefined : faultIn(value[name], each, under(name))
    )
  );
}

function firstOf<Item>(items: Iterable<Item>, find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
