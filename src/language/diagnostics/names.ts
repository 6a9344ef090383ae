/** Findings about names, references, imports and inheritance. */
import type { Finding } from './table.ts';

export const nameFindings = {
  'unknown-name': {
    severity: 'error',
    message: 'there is no {what} called `{name}`{where}',
    explanation:
      'A name is looked up from the innermost block outwards, then in the file, then in its imports; only declarations of a fitting kind count.'
  },
  'unknown-word': {
    severity: 'error',
    message: '`{name}` is not one of {words}',
    explanation: 'The property is an enumeration (or a param that holds one of its words).'
  },
  'unknown-element': {
    severity: 'error',
    message: '`{name}` has {count}, numbered from {first}; there is no element {index}',
    explanation: 'Declared arrays count from 1, hardware (`cpu[0]`, `rx[0]`) from 0.'
  },
  'not-an-element': {
    severity: 'error',
    message: '`{name}` is not an array',
    explanation: 'Only arrays (`NAME[n]`) and hardware (`cpu[0]`, `eth0.rx[0]`) have elements.'
  },
  'hyphen-name': {
    severity: 'error',
    message: 'there is no name `{name}`; to subtract, write `{fixed}`',
    explanation: 'Names may contain hyphens, so `a-b` is one name; `a - b` subtracts.'
  },
  'sibling-property': {
    severity: 'error',
    message: '`{name}` is a property of this block; properties are not in scope, make it a `param`',
    explanation: 'Only declarations and params have names that expressions can use.'
  },
  'index-outside-array': {
    severity: 'error',
    message: '`{name}` has no meaning here: {why}',
    explanation: '`index` is the number of the array element it stands in; `guest.index` that of an outer array.'
  },
  'wrong-kind': {
    severity: 'error',
    message: '`{name}` is {found}; {expected} is needed',
    explanation: 'The reference leads to a thing of a kind that does not fit.'
  },
  'one-needed': {
    severity: 'error',
    message: '`{name}` names {count} things; one is needed',
    explanation: 'The property takes a single thing; choose an element, e.g. `guest[1]`.'
  },
  'import-not-found': {
    severity: 'error',
    message: 'cannot find `{path}`{hint}',
    explanation: 'Imports are relative to the file; shipped libraries start with `xnet:`.'
  },
  'import-cycle': {
    severity: 'error',
    message: 'import cycle: {path}',
    explanation: 'A file cannot import itself, directly or through others.'
  },
  'name-clash': {
    severity: 'error',
    message: '`{name}` is declared in `{first}` and in `{second}`',
    explanation: "Imported names share one space with the file's own."
  },
  'template-cycle': {
    severity: 'error',
    message: '`{name}` is based on itself: {path}',
    explanation: '`: base` copies another declaration; it cannot end up copying itself.'
  },
  'param-cycle': {
    severity: 'error',
    message: 'the value of `{name}` depends on itself: {path}',
    explanation: 'A param or property whose value needs its own value has none.'
  }
} as const satisfies Readonly<Record<string, Finding>>;
