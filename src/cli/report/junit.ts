/** Expectations as JUnit XML: a suite per experiment, a case per expectation and point. What is inconclusive has not passed. */
import { formatParameters } from '../../topology/quantity.ts';
import type { ExperimentResult, ExpectationResult, PointResult, RunResult } from '../../topology/result.ts';

export function junitReport(result: RunResult): string {
  const suites = result.experiments.map(experiment => suite(result, experiment));
  const all = result.experiments.flatMap(({ points }) => points.flatMap(point => point.expectations));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'xnet', ...counts(all), time: result.wallSeconds }, suites)}\n`;
}

function suite({ source, startedAt }: RunResult, experiment: ExperimentResult): string {
  const cases = experiment.points.flatMap(point => point.expectations.map(one => testcase(source.file, experiment, point, one)));
  const all = experiment.points.flatMap(point => point.expectations);
  // The schema knows no fractions of a second and no zone here.
  const timestamp = startedAt?.replace(/\.\d+Z$/, '');
  return element('testsuite', { name: experiment.name, ...counts(all), file: source.file, timestamp }, cases);
}

function testcase(
  file: string,
  experiment: ExperimentResult,
  point: PointResult,
  { text, status, observed, line }: ExpectationResult
): string {
  const parameters = formatParameters(point.parameters, experiment.dimensions);
  const attributes = {
    name: parameters === '' ? text : `${text} [${parameters}]`,
    classname: `${file.replace(/\.xnet$/, '').replaceAll('/', '.')}.${experiment.name}`,
    file,
    line
  };
  if (status === 'pass') return element('testcase', attributes, []);
  const type = status === 'fail' ? 'failed' : 'inconclusive';
  const where = line === undefined ? file : `${file}:${line}`;
  return element('testcase', attributes, [
    element('failure', { message: status === 'fail' ? observed : `inconclusive: ${observed}`, type }, [
      escaped(`${where}: ${text}\n${observed}`)
    ])
  ]);
}

function counts(all: readonly ExpectationResult[]): Record<string, number> {
  return { tests: all.length, failures: all.filter(one => one.status !== 'pass').length, errors: 0, skipped: 0 };
}

function element(name: string, attributes: Readonly<Record<string, string | number | undefined>>, content: readonly string[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${escaped(String(value))}"`))
    .join('');
  if (content.length === 0) return `<${name}${written}/>`;
  const inside = name === 'failure' ? content.join('') : `\n${content.join('\n').replace(/^(?=\s*<)/gm, '  ')}\n`;
  return `<${name}${written}>${inside}</${name}>`;
}

/** XML 1.0 has no place at all for most control characters. */
function escaped(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are exactly the characters that must not appear
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
  );
}
