/** Early cut-off: what was worked out again and says the same stays the same object, so that whoever kept anything of it still may. */

/**
 * Whether two that were made alike, with the same fields, say the same field by field. Fields are plain values, objects that are the
 * same or not, and lists of those.
 */
export function isSame<T extends object>(one: T, other: T): boolean {
  for (const key in one) if (!isSameField(one[key], other[key])) return false;
  return true;
}

function isSameField(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((each, i) => each === other[i]);
}
