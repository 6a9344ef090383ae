/** libvirt domain and network XML → what they say. */
import type { Findings, ForeignFile } from '../finding.ts';
import { nothing } from '../sketch.ts';
import type { Sketch } from '../sketch.ts';
import { isBad, readXml } from '../xml.ts';
import type { Element } from '../xml.ts';
import { domainSketch } from './domain.ts';
import { networkSketch } from './network.ts';

/** What the readers of single elements read from and report to. */
export interface Reading {
  readonly file: string;
  readonly text: string;
  readonly findings: Findings;
}

/** `<domain>` and `<network>` at the top, or within what virsh wraps around them (`<domstatus>`, `<domainsnapshot>`). */
export function importLibvirt({ name: file, text }: ForeignFile, findings: Findings): Sketch {
  const read = readXml(text);
  if (isBad(read)) {
    findings.report('xml', { file, start: read.start, end: read.end }, { what: read.problem });
    return nothing;
  }
  const reading = { file, text, findings };
  const sketches = [...outermost(read)].map(element =>
    element.name === 'domain' ? domainSketch(element, reading) : networkSketch(element, reading)
  );
  return sketches.reduce(
    (all, one) => ({
      ...all,
      kind: all.kind ?? one.kind,
      domains: [...all.domains, ...one.domains],
      bridges: [...all.bridges, ...one.bridges],
      nics: [...all.nics, ...one.nics],
      networks: [...all.networks, ...one.networks]
    }),
    nothing
  );
}

function* outermost(elements: readonly Element[]): Generator<Element> {
  for (const element of elements) {
    if (element.name === 'domain' || element.name === 'network') yield element;
    else yield* outermost(element.children);
  }
}

export const rawOf = ({ start, end }: Element, { text }: Reading): string => text.slice(start, end);
