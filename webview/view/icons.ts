/** Small pictures beside words: drawn here, so that no icon font has to be shipped. They say nothing themselves; the words do. */
import { svg } from '../dom.ts';

const shapes = {
  pass: 'M3,8.5L6.5,12L13,4.5',
  fail: 'M4,4L12,12M12,4L4,12',
  inconclusive: 'M5.5,6a2.5,2.5 0 1 1 3.6,2.2c-0.8,0.4 -1.1,0.8 -1.1,1.8M8,12.6V13',
  warning: 'M8,2.5L14.5,13.5H1.5ZM8,6.5V9.8M8,11.5V12',
  higher: 'M8,13V3M4,7L8,3L12,7',
  lower: 'M8,3V13M4,9L8,13L12,9',
  more: 'M4,6L8,10L12,6'
} as const;

export type IconName = keyof typeof shapes;

export function icon(name: IconName): SVGSVGElement {
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: shapes[name] })
  );
}
