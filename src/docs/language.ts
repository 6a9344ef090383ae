/** Reference: the language as a whole. Words come from the tables; the grammar is the parser's, written down. */
import { statements, topLevelWords } from '../language/schema/functions.ts';
import { topLevelKinds } from '../language/schema/schema.ts';
import { reservedWords } from '../language/schema/words.ts';
import { ACTIONS, PLACE_WORDS } from '../language/syntax/words.ts';
import { anchor, code, codes, fence, generated, page, table } from './markdown.ts';

const grammar = `file        = { import | param | declaration }
import      = "import" STRING
param       = "param" NAME "=" expression
declaration = [ "template" ] KIND [ NAME ] [ "[" expression "]" ] [ ":" reference ] "{" { member } "}"
member      = property | declaration | statement
property    = NAME "=" expression
statement   = "vary" NAME "=" expression | "set" reference "=" expression
            | "expect" expression | "at" expression action
action      = NAME reference [ "to" reference ] | "set" reference "=" expression
expression  = literal | quantity | reference | list | range | call | unary | binary | "(" expression ")"
call        = NAME "(" [ argument { "," argument } ] ")"      argument = [ NAME "=" ] expression
range       = expression ".." expression [ "step" [ "*" ] expression ]
reference   = NAME { "." NAME | "[" ( expression | "*" | range ) "]" }`;

const precedence: readonly (readonly [operators: string, meaning: string])[] = [
  ['||', 'or'],
  ['&&', 'and'],
  ['== != < <= > >= within', 'comparisons; they do not chain'],
  ['..', 'ranges, ends included'],
  ['+ -', 'of one dimension'],
  ['* /', 'dimensions multiply and divide'],
  ['- !', 'in front of a value']
];

export function languagePage(by: string): string {
  return page(
    generated(by),
    '# The language',
    'A `.xnet` file says what exists, what traffic flows, and what to ask. The grammar knows blocks, properties and a few statements; everything else ' +
      'is in the tables behind [kinds](kinds.md), [NICs](nics.md), [units](units.md), [functions](functions.md), [operations](operations.md) and [diagnostics](diagnostics.md).',
    '## Grammar',
    fence('text', grammar),
    list(
      'A member ends at a line break, `;` or the `}` around it. A break does not count inside `[ ]` and `( )`, before the `{` of a declaration, after `=`, or after an operator. A line never starts with an operator.',
      'Names are `[A-Za-z_][A-Za-z0-9_-]*`: `a-b` is one name, `a - b` subtracts.',
      'Comments are `// …` and `/* … */`; `/// …` before a declaration, param or property documents it.',
      'Strings stand on one line, with the escapes of JSON. Numbers may have `_` between digits, a fraction and an exponent.',
      'A trailing comma is allowed in every list.'
    ),
    '## Operators',
    table(
      ['operators', 'meaning'],
      precedence.map(([operators, meaning]) => [codes(operators.split(' ')), meaning])
    ),
    'Loosest first. `x within 5 % of y` is relative to y; any other tolerance is absolute.',
    '## At file level',
    table(
      ['word', 'what it does'],
      Object.entries(topLevelWords).map(([word, { doc }]) => [code(word), doc])
    ),
    `Kinds that may stand there: ${topLevelKinds.map(kind => `[${kind}](kinds.md#${anchor(kind)})`).join(', ')}.`,
    '## In an experiment',
    table(
      ['statement', 'what it does'],
      Object.values(statements).map(({ signature, doc }) => [code(signature), doc])
    ),
    `Actions: ${codes(ACTIONS)}, and \`set\`; see [functions](functions.md#actions).`,
    '## Names',
    list(
      'A bare word means what its place asks for: a word of an enumeration, else a declaration, else a param. Properties beside it are never in scope.',
      'The first name of a reference is looked up from the innermost block outwards, then in the file, then in its imports; only declarations of a fitting kind count.',
      "`NAME[n]` declares n elements, numbered from 1; `guest[*]` is all of them, `guest[2..4]` some; `index` is the element's own number. Hardware counts from 0: `server.cpu[0]`, `server.eth0.rx[0]`.",
      '`: base` copies another declaration of the same kind; own members override, nested blocks of the same kind and name are merged. A `template` is only copied.',
      "An import makes the names at the other file's top level visible. Its experiments do not run."
    ),
    '## Words that are taken',
    `Nothing can be called ${codes(reservedWords)}. ${codes(PLACE_WORDS)} are words in their place only, and names elsewhere.`
  );
}

const list = (...items: readonly string[]): string => items.map(item => `* ${item}`).join('\n');
