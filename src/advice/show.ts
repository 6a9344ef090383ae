/** Numbers as hints write them: short, two digits where the third would only be noise. */
import { formatQuantity } from '../topology/quantity.ts';

/** `2.9 Gb/s`: an estimate is good to a few per cent. */
export function showRate(bitsPerSecond: number): string {
  return formatQuantity(rounded(bitsPerSecond, 2), 'rate');
}

/** `57 %`; a saturated resource is 100 %, however the estimator's last digit falls. */
export function showShare(ratio: number): string {
  const percent = ratio * 100;
  return `${percent >= 9.95 || percent === 0 ? Math.round(percent) : rounded(percent, 2)} %`;
}

/** `28,794`. */
export function showCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `+38 %`, `−12 %`, `×4.2`. */
export function showGain(before: number, after: number): string | undefined {
  if (!(before > 0)) return undefined;
  const ratio = after / before;
  if (ratio >= 3) return `×${rounded(ratio, 2)}`;
  const percent = Math.round((ratio - 1) * 100);
  if (percent === 0) return 'no change';
  return percent > 0 ? `+${percent} %` : `−${-percent} %`;
}

function rounded(value: number, digits: number): number {
  return value === 0 || !Number.isFinite(value) ? value : Number(value.toPrecision(digits));
}
