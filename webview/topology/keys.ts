/** Which key does what while the picture has the focus. */
import type { Step } from './walk.ts';

export type Action =
  | { readonly do: 'walk'; readonly step: Step }
  | { readonly do: 'zoom'; readonly direction: 1 | -1 }
  | { readonly do: 'enter' | 'fold' | 'fit' | 'search' | 'leave' };

const walks: Readonly<Record<string, Step>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageDown: 'in',
  PageUp: 'out',
  Home: 'first',
  End: 'last'
};

const others: Readonly<Record<string, Action>> = {
  Enter: { do: 'enter' },
  ' ': { do: 'fold' },
  '0': { do: 'fit' },
  '/': { do: 'search' },
  Escape: { do: 'leave' },
  '+': { do: 'zoom', direction: 1 },
  '=': { do: 'zoom', direction: 1 },
  '-': { do: 'zoom', direction: -1 },
  _: { do: 'zoom', direction: -1 }
};

/** Undefined for keys that are the editor's. */
export function actionOf({
  key,
  ctrlKey,
  metaKey,
  altKey
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): Action | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const step = walks[key];
  return step === undefined ? others[key] : { do: 'walk', step };
}
