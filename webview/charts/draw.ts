/** From a chart's data to its picture. A new kind of chart is a member of `Chart`, a file here, and a line below. */
import type { Chart } from '../model/chart.ts';
import type { Target } from '../model/points.ts';
import { drawBars } from './bars.ts';
import { drawCurve } from './curve.ts';
import { drawDistribution } from './distribution.ts';
import { drawHeat } from './heat.ts';
import { drawQuantiles } from './quantiles.ts';
import { drawStack } from './stack.ts';

/** @param width of the picture in CSS pixels @param choose called when a point of a curve is clicked */
export function draw(chart: Chart, width: number, summary: string, choose: (target: Target) => void): SVGSVGElement {
  switch (chart.kind) {
    case 'bars':
      return drawBars(chart, width, summary);
    case 'stack':
      return drawStack(chart, width, summary);
    case 'curve':
      return drawCurve(chart, width, summary, choose);
    case 'quantiles':
      return drawQuantiles(chart, width, summary);
    case 'distribution':
      return drawDistribution(chart, width, summary);
    case 'heat':
      return drawHeat(chart, width, summary);
  }
}
