/** Foreign files → `.xnet` text and findings. One import is one host, however many files tell of it. */
import { collectFindings, inOrder } from './finding.ts';
import type { Finding, Findings, ForeignFile, Place } from './finding.ts';
import { formats, recognise } from './formats.ts';
import type { FormatName } from './formats.ts';
import { planHost } from './skeleton/plan.ts';
import { writeHost } from './skeleton/write.ts';
import { withAddresses, withNetworks } from './networks.ts';
import { joined } from './sketch.ts';
import type { Sketch } from './sketch.ts';

export interface Imported {
  /** Formatted, and without errors; absent when there was nothing to import. */
  readonly text?: string;
  readonly findings: readonly Finding[];
}

/**
 * Never throws: what cannot be read is among the findings.
 * @param format what the files are; recognised from each file's content when absent
 */
export function importFiles(files: readonly ForeignFile[], format?: FormatName): Imported {
  const findings = collectFindings();
  const sketches: Sketch[] = [];
  const read: string[] = [];
  for (const file of files) {
    const sketch = readFile(file, format ?? recognise(file), findings);
    if (sketch === undefined) continue;
    const kind = joined(sketches).kind;
    if (kind !== undefined && sketch.kind !== undefined && sketch.kind !== kind) {
      findings.report('two-hypervisors', wholeOf(file), { found: sketch.kind, kind });
      continue;
    }
    sketches.push(sketch);
    read.push(file.name);
  }
  const sketch = withAddresses(withNetworks(joined(sketches), findings));
  const text = hasAnything(sketch) ? written(sketch, read, findings, { file: read[0]!, start: 0, end: 0 }) : undefined;
  return {
    text,
    findings: inOrder(
      findings.found,
      files.map(({ name }) => name)
    )
  };
}

function readFile(file: ForeignFile, format: FormatName | undefined, findings: Findings): Sketch | undefined {
  if (format === undefined) {
    findings.report('unrecognised', wholeOf(file), {
      formats: Object.values(formats)
        .map(({ title }) => title)
        .join(', ')
    });
    return undefined;
  }
  const sketch = formats[format].read(file, findings);
  if (!hasAnything(sketch) && !findings.found.some(({ severity, file: name }) => severity === 'error' && name === file.name)) {
    findings.report('nothing-found', wholeOf(file));
  }
  return sketch;
}

const wholeOf = (file: ForeignFile): Place => ({ file: file.name, start: 0, end: 0 });

const hasAnything = ({ domains, bridges, nics }: Sketch): boolean => domains.length + bridges.length + nics.length > 0;

function written(sketch: Sketch, names: readonly string[], findings: Findings, place: Place): string {
  return writeHost(planHost(sketch, findings, place), names.map(name => name.replace(/^.*[/\\]/, '')).join(', '), findings, place);
}
