/** Findings about values: types, dimensions, units, ranges. */
import type { Finding } from './table.ts';

export const valueFindings = {
  'wrong-type': {
    severity: 'error',
    message: '`{property}` takes {expected}, not {found}',
    explanation: 'The value is of another sort than the property asks for.'
  },
  'wrong-dimension': {
    severity: 'error',
    message: '`{property}` takes {expected}, not {found}',
    explanation: 'Quantities are checked for dimension: rates, sizes, times, frequencies and so on do not mix.'
  },
  'missing-unit': {
    severity: 'error',
    message: '`{property}` takes {expected}; write a unit, such as `{example}`',
    explanation: 'A bare number has no dimension. Units make the difference between bits, bytes, packets and cycles visible.'
  },
  'mixed-dimensions': {
    severity: 'error',
    message: 'cannot {operation} {left} and {right}{hint}',
    explanation: 'Sums and comparisons need both sides in one dimension.'
  },
  'out-of-range': {
    severity: 'error',
    message: '`{property}` is {value}; {limit}',
    explanation: 'The value lies outside what the property allows.'
  },
  'not-whole': {
    severity: 'error',
    message: '`{property}` takes a whole number, not {value}',
    explanation: 'Counts and numbers of things have no fractions.'
  },
  'not-finite': {
    severity: 'error',
    message: '{value} is not a finite number',
    explanation: 'Dividing by zero, or a number too large to represent.'
  },
  'bad-trace': {
    severity: 'error',
    message: 'the trace `{path}` {problem}',
    explanation:
      'A trace is a text file beside the one that names it, with one arrival per line: seconds since the arrival before it, and bytes. Lines may be blank, and `#` begins a comment.'
  },
  'wrong-length': {
    severity: 'error',
    message: '`{property}` takes {expected}, not {count}',
    explanation: 'The list has the wrong number of elements.'
  },
  'repeated-element': {
    severity: 'warning',
    message: '`{value}` is listed twice',
    explanation: 'The second occurrence changes nothing.'
  },
  'bad-range': {
    severity: 'error',
    message: 'the range {range} {why}',
    explanation: 'Ranges run upwards, ends included; `step * 2` multiplies, from a start above zero.'
  },
  'dash-range': {
    severity: 'error',
    message: 'this is the number {difference}; a range is written `{range}`',
    explanation: 'A dash between numbers subtracts. `0..3` are the whole numbers from 0 to 3, both ends included.'
  },
  'range-too-long': {
    severity: 'error',
    message: 'the range has {count} values; the limit is {limit}',
    explanation: 'A range is written out; this one would fill the memory.'
  },
  'unknown-function': {
    severity: 'error',
    message: 'there is no function `{name}`',
    explanation: 'Anywhere: min, max, floor, ceil, mod. Over results: throughput, latency, cycles and so on.'
  },
  'wrong-arguments': {
    severity: 'error',
    message: '`{name}` takes {expected}, not {found}',
    explanation: 'The number of arguments does not fit the function.'
  },
  'misplaced-function': {
    severity: 'error',
    message: '`{name}` reads a result; it can stand only in `expect` and in the `of` of a published block',
    explanation: 'Results exist only after a run; a topology cannot depend on them.'
  },
  'too-many-elements': {
    severity: 'error',
    message: '{what}; the limit is {limit} elements in all',
    explanation: 'Arrays are written out before anything is computed. The limit keeps a slip of the finger from filling the memory.'
  },
  'bad-address': {
    severity: 'error',
    message: '`{value}` is not a MAC address; write six pairs of hexadecimal digits, `00:16:3e:00:00:01`',
    explanation: 'A MAC address has 48 bits; the lowest bit of the first byte marks multicast and must be 0.'
  },
  'duplicate-address': {
    severity: 'warning',
    message: 'MAC address {value} is also given to `{other}`',
    explanation: "Two interfaces with one address on a network take each other's packets."
  },
  'bad-cost-range': {
    severity: 'warning',
    message: "the comment's range does not hold {value}: {range}",
    explanation: 'An assumed cost states a plausible interval; the value in use must lie in it.'
  },
  'unknown-standing': {
    severity: 'hint',
    message: 'the comment does not start with a standing; `assumed` is taken',
    explanation: 'Each cost says where it is from: `/// read: …`, `/// derived: …`, `/// fitted: …`, `/// assumed: …`.'
  },
  'uneven-endpoints': {
    severity: 'error',
    message: '`{from}` are {fromCount} and `{to}` are {toCount}: neither one side single nor equal counts',
    explanation: 'One side single gives a member per element, equal counts go in pairs. For all-to-all use a flow array.'
  },
  'same-endpoints': {
    severity: 'error',
    message: 'a {what} from `{name}` to itself',
    explanation: 'The ends of a flow (and of a link) are two different things.'
  }
} as const satisfies Readonly<Record<string, Finding>>;
