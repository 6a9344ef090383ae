/** One line about an example, from the comment it begins with. */

const maxLength = 140;

/** First sentence of the leading `//` or `///` comment; empty when the file begins with something else. */
export function describeExample(text: string): string {
  const words: string[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const comment = /^\s*\/{2,3}(.*)$/.exec(line)?.[1]?.trim();
    if (comment === undefined) {
      if (line.trim() === '' && words.length === 0) continue;
      break;
    }
    if (comment === '' && words.length > 0) break;
    words.push(comment);
  }
  const paragraph = words.join(' ').trim();
  const sentence = /^.*?[.:](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  return sentence.length <= maxLength ? sentence : `${sentence.slice(0, maxLength - 1).trimEnd()}…`;
}
