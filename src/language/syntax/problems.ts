/**
 * What scanner and parser can find wrong, as rows of the diagnostics table: the code is stable, `{holes}` in the message
 * are filled from the problem's `values`.
 */
export interface SyntaxProblemRow {
  readonly severity: 'error';
  readonly message: string;
  /** One line for the reference page and the problem's link. */
  readonly explanation: string;
}

const error = (message: string, explanation: string): SyntaxProblemRow => ({ severity: 'error', message, explanation });

export const SYNTAX_PROBLEMS = {
  'bad-character': error(
    'unexpected {characters}',
    'The characters mean nothing outside strings and comments. Comments start with `//`, strings stand in double quotes.'
  ),
  'foreign-comment': error('comments start with `//`', 'A comment is `// …` up to the end of the line or `/* … */`.'),
  'bad-name': error('`{name}` is not a name', 'Names begin with an ASCII letter or `_` and go on with letters, digits, `_` and `-`.'),
  'unterminated-string': error(
    'this string is not closed on its line',
    'A string ends on the line it begins on; write a line break as `\\n` and a quote as `\\"`.'
  ),
  'bad-escape': error(
    '`{escape}` is not an escape',
    'The escapes are those of JSON: \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits.'
  ),
  'unterminated-comment': error(
    'this comment is never closed',
    'A block comment goes on to the first `*/`; without one it hides the rest of the file.'
  ),

  'unknown-unit': error(
    '`{unit}` is not a unit',
    'What follows a number on its line is its unit. Two members on one line are separated by `;`, list elements by `,`.'
  ),
  'unit-near-miss': error(
    '`{unit}` is not a unit; write `{suggestion}`',
    'Units have one spelling: bits as Kbps, Mbps, Gbps, bytes as KB, MiB/s, times as us, ms, s.'
  ),
  'unit-without-number': error(
    'a unit follows a number; write `* 1 {unit}`',
    'Only a number carries a unit. To give a param one, multiply it by one of the unit.'
  ),
  'percent-is-a-unit': error(
    '`%` is only a unit; write the remainder as `mod({left}, {right})`',
    '`5 %` is 5/100. The remainder of a division is the function `mod`.'
  ),
  'address-needs-quotes': error(
    'write `"{address}"`: an address is a text',
    'A MAC address stands in double quotes: `mac = "00:16:3e:00:00:01"`.'
  ),
  'single-quotes': error(
    'write `{written}`: texts stand in double quotes, words and numbers in none',
    'Single quotes mean nothing. Paths, addresses and titles are texts in double quotes; words, names and numbers have no quotes.'
  ),
  'number-too-large': error('{number} is larger than any number that can be reckoned with', 'Numbers are IEEE doubles: up to 1.8e308.'),
  'number-needs-zero': error('write `0{number}`', 'A number begins with a digit.'),

  'expected-expression': error(
    'a value is missing {where}',
    'An operator, `=`, `(` or `,` is followed by a value: a number, a string, a name, a list or a function.'
  ),
  'expected-name': error(
    'a name is missing {where}',
    'Blocks, params and members of a reference are named; elements of an array are written `guest[2]`.'
  ),
  'expected-string': error(
    'a path in double quotes is missing {where}',
    'An import names a file relative to this one, or a shipped library as "xnet:NAME".'
  ),
  'expected-reference': error('a reference is missing {where}', 'A reference names something declared: `server.guest[1].eth0`.'),
  'expected-action': error(
    'an action is missing {where}',
    'A moment is followed by what happens then: migrate, restart, crash, fail, repair or set.'
  ),
  'expected-kind': error('a kind is missing {where}', 'A template is a block of some kind: `template domain small { … }`.'),
  arrow: error(
    'a {kind} is written `{written}`',
    'There are no arrows: a link names its two `ends`, a flow where it goes `from` and `to`. A flow has a name, a link may have one.'
  ),
  'foreign-statement': error(
    'write `{meant}` instead of `{word}`',
    'The statements are `import`, `param` and `template` in a file, `vary`, `set`, `expect` and `at` in an experiment.'
  ),
  'no-loops': error(
    'there are no loops: `guest[4]` declares four of something, and `vary` in an experiment goes through values',
    'An array `domain guest[n] { … }` declares n elements, each with its number as `index`. `vary n = 1..7` runs an experiment at every value.'
  ),
  'no-conditions': error(
    'there are no conditions: an array of 0 elements is none, and `vary` in an experiment compares alternatives',
    '`peer extra[n] { … }` is there when n is 1 and not when it is 0; `vary policy = [copy, reuse]` runs an experiment with each.'
  ),
  'foreign-file': error(
    'this is {format}, no topology: {advice}',
    'The file is not read any further. `xnet import FILE`, or xnet: Import… in VS Code, makes a topology of xl.cfg, libvirt XML, containerlab files and what a running host prints.'
  ),
  'expected-equals': error('`=` is missing {where}', 'A property, param or setting is written `name = value`.'),
  'block-not-assigned': error(
    'a block follows directly: `{kind} {open}` without `{found}`',
    'Only properties are assigned; a declaration is a kind, mostly a name, and a block in braces.'
  ),
  'digit-groups': error('write `{plain}`: a comma separates elements, not digits', 'Digits are grouped by `_`, if at all: `1_000_000`.'),
  'expected-open': error(
    '`{` is missing behind `{head}`',
    'A declaration is a kind, mostly a name, and a block in braces, of which only the closing one is here.'
  ),
  'expected-block': error(
    'the block of `{kind}` is missing: `{ … }`',
    'A declaration is a kind, mostly a name, and a block in braces, which may be empty.'
  ),
  'expected-close': error('`{open}` is never closed', 'Every brace, bracket and parenthesis is closed by its partner.'),
  'wrong-close': error('`{expected}` closes this, not `{found}`', 'Every brace, bracket and parenthesis is closed by its partner.'),
  'stray-close': error('`{found}` closes nothing', 'There is a closing brace, bracket or parenthesis more than opening ones.'),
  'list-needs-brackets': error(
    'write `{written}`: a list stands in brackets',
    'A list is `[a, b]`, with ranges in it if need be: `[0..3, 8]`.'
  ),
  'expected-comma': error(
    '`,` is missing before {found}',
    'List elements and arguments are separated by commas; a trailing one is allowed.'
  ),
  'expected-separator': error(
    '`;` or a line break is missing before {found}',
    'Members of a block stand on lines of their own, or are separated by `;`.'
  ),
  'comma-between-members': error(
    'write `;` or a line break instead of `,`',
    'Commas separate list elements and arguments; members of a block are separated by `;` or line breaks.'
  ),
  'expected-member': error(
    '{found} begins no member: write `name = value`, or `kind name { … }`',
    'A file or block consists of properties `name = value`, blocks and statements.'
  ),
  'property-path': error(
    '`{path}` cannot be assigned here',
    'A property is set in its own block. An experiment changes others with `set {path} = …` or `at TIME set …`.'
  ),
  'unexpected-token': error('unexpected {found}', 'The member is complete before this; a line break or `;` ends it.'),
  'line-starts-with-operator': error(
    'a line never starts with an operator; end the line before with `{operator}`',
    'A line break ends a member unless an operator, `=` or an open bracket stands before it.'
  ),
  'line-starts-with-dot': error(
    'a reference stands on one line',
    'A line break ends a member unless an operator, `=` or an open bracket stands before it.'
  ),
  'operator-near-miss': error(
    'write `{suggestion}` instead of `{operator}`',
    'The operators are + - * / .. < <= > >= == != && || ! and `within … of`.'
  ),
  'single-equals': error('`=` assigns; write `==` to compare', 'An expectation compares with `==`.'),
  'chained-comparison': error('comparisons are not chained; join two with `&&`', '`a < b < c` is written `a < b && b < c`.'),
  'chained-range': error('a range has two ends; a step is written `step`', '`1..10 step 2` counts by twos, `1..1024 step * 2` doubles.'),
  'expected-of': error('`of` is missing {where}', 'A tolerance is written `x within 5 % of y`.'),
  'one-index': error('an array has one index', 'An element is `guest[2]`, all are `guest[*]`, some are `guest[2..4]`.'),
  'element-needs-brackets': error('write `[{number}]`: elements are addressed by brackets', 'Element 2 of an array is `guest[2]`.'),
  'name-not-a-string': error('write the name without quotes', 'Names are words; only paths and texts stand in quotes.'),
  'reserved-name': error('`{name}` is reserved', 'true, false, index and bottleneck cannot name anything.'),
  'too-deep': error(
    'this is nested too deeply',
    'Blocks nest up to 100 deep, expressions up to 200, and one expression has at most 500 operators.'
  )
} satisfies Record<string, SyntaxProblemRow>;

export type SyntaxCode = keyof typeof SYNTAX_PROBLEMS;
