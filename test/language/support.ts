/** Sources with cursors, and files that exist only in a test. */
import { analyse } from '../../src/language/analyse.ts';
import type { FullAnalysis } from '../../src/language/analyse.ts';
import type { Diagnostic } from '../../src/language/analysis.ts';

export const main = 'test:/main.xnet';

/** Analyses a text together with other files, named as imports name them. */
export function analyseText(text: string, files: Readonly<Record<string, string>> = {}): FullAnalysis {
  const all: Readonly<Record<string, string>> = { 'main.xnet': text, ...files };
  return analyse(main, {
    read: uri => all[uri.replace('test:/', '')],
    resolve: (_from, specifier) => `test:/${specifier.replace(/^\.\//, '')}`
  });
}

/** A text without its cursor marks `‸`, and where they were. */
export function cursors(marked: string): { readonly text: string; readonly offsets: readonly number[] } {
  const parts = marked.split('‸');
  const offsets: number[] = [];
  let length = 0;
  for (const part of parts.slice(0, -1)) {
    length += part.length;
    offsets.push(length);
  }
  return { text: parts.join(''), offsets };
}

/** A text with exactly one cursor. */
export function cursor(marked: string): { readonly text: string; readonly offset: number } {
  const { text, offsets } = cursors(marked);
  if (offsets.length !== 1) throw new Error(`${offsets.length} cursors in ${marked}`);
  return { text, offset: offsets[0] as number };
}

/** Findings as `code «source text»`, in order, of one severity or more. */
export function findingsOf(analysis: FullAnalysis, severities: readonly Diagnostic['severity'][] = ['error', 'warning']): string[] {
  return analysis.diagnostics.filter(each => severities.includes(each.severity)).map(each => `${each.code} «${sourceOf(analysis, each)}»`);
}

export function sourceOf(analysis: FullAnalysis, each: { readonly uri: string; readonly start: number; readonly end: number }): string {
  return analysis.files.get(each.uri)?.text.slice(each.start, each.end) ?? '';
}

/** A host that lacks nothing, around more members. */
export function host(members: string): string {
  return `host server {
  cpu { cores = 8; clock = 2.66 GHz }
  nic eth0 { rate = 10 Gbps }
  domain dom0 { role = driver; vcpus = 1; pin = [0] }
  bridge br { domain = dom0; uplink = eth0 }
${members}
}
`;
}

/** The example that the language's description begins with. */
export const example = `/// Guests receive through a driver domain; grant reuse removes the per-packet protection work.
import "xnet:costs/xen-2009"

param guests = 4
param policy = copy

grants copy  { mode = copy }
grants reuse { mode = reuse; pool = 1024 }

template domain small { vcpus = 1 }

host server {
  cpu        { cores = 8; clock = 2.66 GHz }
  hypervisor { kind = xen; scheduler = credit; max_grant_frames = 64 }
  costs = xen_2009

  nic eth0 {
    rate       = 10 Gbps
    rx_queues  = 16
    coalesce   = 125 us
  }

  domain dom0 {
    role  = driver
    vcpus = 1
    pin   = [0]
  }

  bridge xenbr0 { domain = dom0; uplink = eth0 }

  domain guest[guests] : small {
    pin = [index]
    vif eth0 { model = netfront; bridge = xenbr0; grants = policy }
  }
}

peer client { rate = 10 Gbps }
link { ends = [client, server.eth0]; delay = 5 us }

flow rx {
  from      = client
  to        = server.guest[*].eth0
  transport = tcp
}

experiment baseline {
  duration = 1 s
  warmup   = 100 ms
  vary guests = 1..7
  vary policy = [copy, reuse]
  expect throughput(rx) >= 2.5 Gbps
  expect bottleneck == server.dom0
  expect cycles(server.dom0, policy = copy) >= 1.2 * cycles(server.dom0, policy = reuse)
}
`;
