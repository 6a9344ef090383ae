/** xl.cfg → what it says about one domain. */
import type { Findings, ForeignFile, Place, Span } from '../finding.ts';
import { standsIn } from '../kept.ts';
import type { Kept } from '../kept.ts';
import type { Sketch, SketchDomain, SketchVif } from '../sketch.ts';
import { nothing } from '../sketch.ts';
import { nicsInArguments } from '../qemu.ts';
import { readAffinity } from './affinity.ts';
import { parseConfig } from './parser.ts';
import type { Assignment, Config, Value } from './parser.ts';
import { devicesOf } from './devices.ts';
import { vifsOf } from './vifs.ts';

/** Keys with a place in `.xnet`. Everything else is kept as it stands. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  'name',
  'type',
  'builder',
  'vcpus',
  'cpus',
  'cpu_weight',
  'cap',
  'memory',
  'max_grant_frames',
  'driver_domain',
  'vif',
  'pci'
]);

/** What the importers of single keys read from and report to. */
export interface Reading {
  readonly file: string;
  readonly config: Config;
  readonly findings: Findings;
  /** The last assignment of a key; broken ones count, as far as they could be read. */
  of(key: string): Assignment | undefined;
  at(span: Span): Place;
  text(key: string): string | undefined;
  /** A number as `strtol` reads it, base by prefix. */
  number(key: string, least: number, most: number): number | undefined;
}

export function importXl({ name: file, text }: ForeignFile, findings: Findings): Sketch {
  const config = parseConfig(text);
  const at = (span: Span): Place => ({ file, start: span.start, end: span.end });
  if (config.python !== undefined) findings.report('xl-python', at(config.python));
  for (const problem of config.problems) findings.report('xl-syntax', at(problem), { what: problem.what });
  const reading = read(file, config, findings);
  const domain = domainOf(reading);
  const { nics, direct } = devicesOf(reading);
  const vifs = [...vifsOf(reading, domain.kind ?? 'pv'), ...direct, ...hidden(reading)];
  const keeping = keptOf(reading);
  if (vifs.length === 0 && config.assignments.length > 0 && domain.role !== 'driver')
    findings.report('no-vif', domain.place, { name: domain.name });
  return { ...nothing, kind: 'xen', nics, domains: [{ ...domain, vifs, kept: keeping }] };
}

function read(file: string, config: Config, findings: Findings): Reading {
  const last = new Map<string, Assignment>();
  const at = (span: Span): Place => ({ file, start: span.start, end: span.end });
  for (const assignment of config.assignments) {
    const before = last.get(assignment.key);
    if (before !== undefined && !assignment.appends) findings.report('xl-twice', at(assignment.keySpan), { key: assignment.key });
    last.set(assignment.key, before !== undefined && assignment.appends ? appended(before, assignment) : assignment);
  }
  const text = (key: string): string | undefined => {
    const value = last.get(key)?.value;
    if (value?.kind === 'list') findings.report('xl-value', at(value), { key, expected: 'a string or number', found: 'a list' });
    return value?.kind === 'text' ? value.text : undefined;
  };
  return {
    file,
    config,
    findings,
    of: key => last.get(key),
    at,
    text,
    number(key, least, most) {
      const written = text(key);
      if (written === undefined) return undefined;
      const value = toNumber(written);
      if (value !== undefined && value >= least && value <= most) return value;
      findings.report('xl-value', at(last.get(key)!.value), {
        key,
        expected: `a number from ${least} to ${most}`,
        found: `\`${written}\``
      });
      return undefined;
    }
  };
}

/** `+=`: lists grow, strings are joined. */
function appended(before: Assignment, after: Assignment): Assignment {
  const [a, b] = [before.value, after.value];
  const span = { start: a.start, end: b.end };
  const value: Value =
    a.kind === 'list' && b.kind === 'list'
      ? { kind: 'list', elements: [...a.elements, ...b.elements], ...span }
      : a.kind === 'text' && b.kind === 'text'
        ? { kind: 'text', text: a.text + b.text, isNumber: false, ...span }
        : b;
  return { ...after, value };
}

function toNumber(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return parseInt(text.slice(2), 16);
  if (/^0[0-7]+$/.test(text)) return parseInt(text, 8);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

const MAX = 2 ** 31 - 1;

function domainOf(reading: Reading): SketchDomain & { readonly kind?: 'pv' | 'hvm' | 'pvh' } {
  const { findings, at, of, file } = reading;
  const nameAt = of('name');
  const name = reading.text('name');
  const first = reading.config.assignments[0];
  if (name === undefined) findings.report('xl-no-name', at(first?.keySpan ?? { start: 0, end: 0 }));
  const driver = reading.number('driver_domain', 0, 1) === 1;
  // Without `vcpus` xl gives one: a rule of the format, and no guess.
  const vcpus = reading.number('vcpus', 1, 4096) ?? 1;
  const memory = reading.number('memory', 1, MAX);
  const cap = reading.number('cap', 0, 409_600);
  return {
    name: name ?? stem(file),
    place: at(nameAt?.value ?? { start: 0, end: 0 }),
    ...(driver ? { role: 'driver' as const } : {}),
    kind: kindOf(reading),
    vcpus,
    pin: pinOf(reading, vcpus),
    weight: reading.number('cpu_weight', 1, 65_535),
    cap: cap === undefined || cap === 0 ? undefined : cap / 100,
    memory: memory === undefined ? undefined : memory * 2 ** 20,
    maxGrantFrames: reading.number('max_grant_frames', 1, 65_536),
    vifs: [],
    kept: []
  };
}

/** `web1.cfg` → `web1`. */
const stem = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '') || 'domain';

function kindOf({ of, text, findings, at }: Reading): 'pv' | 'hvm' | 'pvh' | undefined {
  const [type, builder] = [text('type'), text('builder')];
  if (type === 'pv' || type === 'hvm' || type === 'pvh') return type;
  if (type !== undefined)
    findings.report('xl-value', at(of('type')!.value), { key: 'type', expected: '`pv`, `pvh` or `hvm`', found: `\`${type}\`` });
  if (builder === undefined) return undefined;
  const kind = builder === 'hvm' ? 'hvm' : 'pv';
  findings.report('xl-deprecated', at(of('builder')!.keySpan), { key: 'builder', instead: `\`type = "${kind}"\`` });
  return kind;
}

/** One CPU per vCPU as a list; otherwise all the CPUs that any vCPU may run on. */
function pinOf(reading: Reading, vcpus: number): readonly number[] | undefined {
  const assignment = reading.of('cpus');
  if (assignment === undefined) return undefined;
  const { value } = assignment;
  const warn = (what: string): undefined => {
    reading.findings.report('xl-affinity', reading.at(value), { key: 'cpus', what });
    return undefined;
  };
  const written = value.kind === 'text' ? [value.text] : value.elements.flatMap(each => (each.kind === 'text' ? [each.text] : []));
  const sets = written.map(readAffinity);
  const unknown = sets.find(set => typeof set === 'object' && 'unknown' in set);
  if (unknown !== undefined) return warn((unknown as { unknown: string }).unknown);
  if (sets.length === 0 || sets.includes('all')) return undefined;
  const known = sets as readonly (readonly number[])[];
  const cpus = [...new Set(known.flat())];
  if (value.kind === 'list' && known.some(set => set.length !== 1)) {
    warn('each vCPU has its own set; `.xnet` has one set for all of a domain, so any vCPU may run on any of them');
    return cpus;
  }
  if (value.kind === 'list' && cpus.length < written.length) warn('vCPUs share a CPU; `pin` lists each CPU once');
  if (value.kind === 'text' && cpus.length === vcpus && vcpus > 1)
    warn('any vCPU may run on any of them; with as many CPUs as vCPUs, `.xnet` gives each its own');
  return cpus;
}

/** NICs that only the raw arguments of QEMU name. */
function hidden(reading: Reading): readonly SketchVif[] {
  const assignment = reading.of('device_model_args') ?? reading.of('device_model_args_hvm');
  if (assignment === undefined) return [];
  const { value } = assignment;
  const words =
    value.kind === 'list' ? value.elements.flatMap(each => (each.kind === 'text' ? [each] : [])) : value.kind === 'text' ? [value] : [];
  return nicsInArguments(words, reading.file, nic => reading.findings.report('xl-hidden-nic', nic)).map(nic => ({
    ...nic,
    kept: [standsIn(assignment.key)]
  }));
}

/** Everything else as it stands, one summary for all of it. */
function keptOf({ config, findings, at }: Reading): readonly Kept[] {
  const others = config.assignments.filter(({ key, isBroken, value }) => !UNDERSTOOD.has(key) && (!isBroken || value.kind === 'list'));
  const [first] = others;
  if (first === undefined) return [];
  findings.report('kept', at(first.keySpan), { what: [...new Set(others.map(({ key }) => key))].join(', ') });
  return others.map(({ start, end }) => ({ tag: 'xl', text: config.text.slice(start, end) }));
}
