/** Where a vif of xl.cfg stands when it is not in `vif`. */
import type { Kept } from '../kept.ts';

/** It is part of another key, which is kept whole. */
export const standsIn = (key: string): Kept => ({ tag: 'xl.in', text: key });
