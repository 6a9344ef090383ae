/** The formats that can be read, and how each is told from the others. */
import type { Findings, ForeignFile } from './finding.ts';
import type { Sketch } from './sketch.ts';
import { importContainerlab } from './containerlab.ts';
import { importIpLink } from './ip-link.ts';
import { importLibvirt } from './libvirt/import.ts';
import { importXenstore } from './xenstore.ts';
import { importXl } from './xl/import.ts';

export type FormatName = 'libvirt' | 'ip-link' | 'xenstore' | 'containerlab' | 'xl';

export interface Format {
  /** For people. */
  readonly title: string;
  /** Whether a text is of this format, by what it begins with and what it must have. */
  matches(text: string, name: string): boolean;
  read(file: ForeignFile, findings: Findings): Sketch;
}

/** In the order in which they are tried: what is told by a single mark first, xl.cfg last. */
export const formats: Readonly<Record<FormatName, Format>> = {
  libvirt: {
    title: 'libvirt domain and network XML',
    matches: text => /^\s*</.test(text) && /<(domain|network)[\s>]/.test(text),
    read: importLibvirt
  },
  'ip-link': { title: '`ip -j -d link` of a host', matches: text => /^\s*\[/.test(text) && /"ifname"\s*:/.test(text), read: importIpLink },
  xenstore: {
    title: '`xenstore-ls` of a running Xen host',
    matches: text => /^\/local\/domain\/\d+|^\/?(tool|local|vm) = ""|^local = ""/m.test(text) && / = ".*"/.test(text),
    read: importXenstore
  },
  containerlab: {
    title: 'containerlab topology',
    matches: text => /^topology:/m.test(text) && /^\s+nodes:/m.test(text),
    read: importContainerlab
  },
  xl: { title: 'Xen xl.cfg', matches: text => /^[ \t]*[a-z][._0-9a-z]*[ \t]*\+?=/m.test(text), read: importXl }
};

export const formatNames = Object.keys(formats) as readonly FormatName[];

export function recognise({ name, text }: ForeignFile): FormatName | undefined {
  return formatNames.find(format => formats[format].matches(text, name));
}
