/** Findings about where things may stand. */
import type { Finding } from './table.ts';

export const structureFindings = {
  'file-too-large': {
    severity: 'error',
    message: 'the file has {length} characters; the limit is {limit}, so it was not read',
    explanation: 'A file is checked as a whole with every keystroke. Use arrays and templates instead of copies, or split it with `import`.'
  },
  'unknown-kind': {
    severity: 'error',
    message: 'there is no kind of block called `{name}`',
    explanation: 'The language has a fixed set of kinds; the reference lists them all.'
  },
  'misplaced-kind': {
    severity: 'error',
    message: '{kind} cannot stand {here}; it belongs {places}',
    explanation: 'Each kind of block may stand only in certain others.'
  },
  'misplaced-member': {
    severity: 'error',
    message: '`{name}` cannot stand here; it belongs {places}',
    explanation: '`import` and `param` stand at file level; `vary`, `set`, `expect` and `at` in an experiment; properties in a block.'
  },
  'unknown-property': {
    severity: 'error',
    message: '{kind} has no property `{name}`',
    explanation: 'The property is not in the schema of this kind. Completion and the reference list what there is.'
  },
  'missing-property': {
    severity: 'error',
    message: '{kind} `{name}` needs `{property}`',
    explanation: 'A required property is given neither here nor by what the block is based on.'
  },
  'missing-block': {
    severity: 'error',
    message: 'host `{name}` needs a `cpu` block',
    explanation: 'Without cores and a clock nothing can be computed for a host.'
  },
  'missing-name': {
    severity: 'error',
    message: 'a {kind} needs a name',
    explanation: 'Every kind but `cpu`, `hypervisor`, `engine` and `link` is referred to by its name.'
  },
  'unexpected-name': {
    severity: 'error',
    message: '`{kind}` has no name of its own; it is addressed as `{kind}`',
    explanation: '`cpu`, `hypervisor` and `engine` occur once in their block and are addressed by kind: `server.cpu.clock`.'
  },
  'not-an-array': {
    severity: 'error',
    message: '{kind} cannot be declared as an array',
    explanation: 'Kinds that occur once, and policies, costs and experiments, have no elements.'
  },
  'duplicate-name': {
    severity: 'error',
    message: '`{name}` is declared twice in this block',
    explanation: 'Names are unique within one block, whatever their kind.'
  },
  'duplicate-property': {
    severity: 'error',
    message: '`{name}` is given twice',
    explanation: 'A block gives each property once; the second would silently win.'
  },
  'conflicting-properties': {
    severity: 'error',
    message: '`{first}` and `{second}` exclude each other',
    explanation: 'Two ways to say one thing; give only one of them.'
  },
  'missing-domain': {
    severity: 'error',
    message: 'bridge `{name}` needs `domain`: {why}',
    explanation: 'A bridge runs in a domain. On `kvm` and `none` the one with role `control` or `native` is the default.'
  },
  'missing-backend': {
    severity: 'error',
    message: 'vif `{name}` of model {model} needs a back-end: give `bridge` or `backend`',
    explanation: "The model's packets pass a domain that drives the device; it is found through the bridge, or named."
  },
  'missing-nic': {
    severity: 'error',
    message: 'vif `{name}` of model {model} needs `nic`: its host has {count}',
    explanation: 'The model reaches the device directly; with a single NIC in the host that one is taken.'
  },
  'unused-param': {
    severity: 'hint',
    message: 'param `{name}` is never used',
    tag: 'unnecessary',
    explanation: 'Nothing in the file reads this param.'
  },
  'unused-template': {
    severity: 'hint',
    message: 'template `{name}` is never used',
    tag: 'unnecessary',
    explanation: 'Nothing is based on this template, and a template is never instantiated by itself.'
  },
  'unused-grants': {
    severity: 'hint',
    message: 'grant policy `{name}` is never used',
    tag: 'unnecessary',
    explanation: 'No vif refers to this policy, at any value of a varied param.'
  },
  'unused-import': {
    severity: 'hint',
    message: 'nothing of `{path}` is used',
    tag: 'unnecessary',
    explanation: 'The import brings names that nothing refers to, and nothing that exists.'
  },
  'unused-domain': {
    severity: 'hint',
    message: 'domain `{name}` takes part in no flow',
    tag: 'unnecessary',
    explanation: 'No flow starts, ends or passes there. It still takes CPU time if it has background work.'
  },
  unlinked: {
    severity: 'information',
    message: '{kind} `{name}` has no link: nothing reaches it',
    tag: 'unnecessary',
    explanation: 'Peers, switches, routers and NICs are joined by links, `link { ends = [a, b] }`; without one no flow gets there.'
  },
  'dead-end': {
    severity: 'information',
    message: '{kind} `{name}` has a single link: what it carries can go nowhere else',
    explanation: 'A switch passes on between its links. With one of them it changes nothing but the delay of what never leaves it.'
  },
  'unused-thing': {
    severity: 'hint',
    message: '{kind} `{name}` is of no use: {why}',
    tag: 'unnecessary',
    explanation: 'It stands in the topology and takes no part in what is asked: no flow, and no experiment, names it.'
  },
  'unused-costs': {
    severity: 'hint',
    message: 'cost block `{name}` is never used',
    tag: 'unnecessary',
    explanation: 'No host refers to these costs.'
  },
  'unused-setting': {
    severity: 'hint',
    message: '`{property}` has no effect on a vif of model `{model}`',
    tag: 'unnecessary',
    explanation: "The model's data path does not read this property."
  }
} as const satisfies Readonly<Record<string, Finding>>;
