/** Values of JSON that nobody has checked. */

export type Json = Readonly<Record<string, unknown>>;

export const objectAt = (value: unknown, key: string): Json => asObject(asObject(value)[key]);

export const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

export const listAt = (value: unknown, key: string): readonly unknown[] => {
  const list = asObject(value)[key];
  return Array.isArray(list) ? list : [];
};

export function numberAt(value: unknown, key: string): number | undefined {
  const number = asObject(value)[key];
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Where a text stops being JSON: its length when it was cut short; the start where nobody says. */
export function endOfJson(text: string, error: unknown): number {
  if (isCutShort(text)) return text.length;
  const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return at === undefined ? 0 : Math.min(text.length, Number(at));
}

/** Ends within a string, an object or a list. */
function isCutShort(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
  }
  return inString || depth > 0;
}
