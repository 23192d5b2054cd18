import { MalformedAnswer } from '../../model/scanner.ts';
import { clip } from '../../model/text.ts';

// The text format of metrics. https://prometheus.io/docs/instrumenting/exposition_formats/

/** One sample of a metric. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/;
const LABELS = /([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\\n]|\\.)*)"[ \t]*(,[ \t]*|$)/y;

const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

const unescaped = (text: string): string => text.replace(/\\./g, (written) => ESCAPES[written] ?? written);

const malformed = (line: string): MalformedAnswer => new MalformedAnswer(`This is no line of metrics: ${JSON.stringify(clip(line, 80))}.`);

const labelsOf = (text: string, line: string): Sample['labels'] => {
  const labels: [string, string][] = [];
  LABELS.lastIndex = 0;
  while (LABELS.lastIndex < text.length) {
    const [, name = '', value = ''] = LABELS.exec(text) ?? [];
    if (name === '') throw malformed(line);
    labels.push([name, unescaped(value)]);
  }
  return Object.fromEntries(labels);
};

/** As Go writes numbers. */
const SPECIAL: Readonly<Record<string, number>> = {
  '+Inf': Number.POSITIVE_INFINITY,
  Inf: Number.POSITIVE_INFINITY,
  '-Inf': Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

/** A number of the text format and of the query API. */
export const sampleValue = (text: string): number | undefined => {
  const special = SPECIAL[text];
  if (special !== undefined) return special;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
};

const sampleOf = (line: string): Sample => {
  const [, name = '', labels = '', number = ''] = LINE.exec(line) ?? [];
  const value = sampleValue(number);
  if (name === '' || value === undefined) throw malformed(line);
  return { name, labels: labelsOf(labels, line), value };
};

const NAME = /^[a-zA-Z_:][\w:]*/;

/** The lines of a text that ends with one. Of a text that was cut off, the last number may be half of one. */
const linesOf = (text: string): readonly string[] => {
  if (text !== '' && !text.endsWith('\n')) throw new MalformedAnswer('The metrics end in the midst of a line.');
  return text.split('\n');
};

/** The samples of the metrics that somebody wants, in their order. Other lines are not looked at. Throws `MalformedAnswer`. */
export const samplesOf = (text: string, wanted: ReadonlySet<string>): readonly Sample[] =>
  linesOf(text).flatMap((line) => (wanted.has(NAME.exec(line)?.[0] ?? '') ? [sampleOf(line.replace(/\r$/, ''))] : []));
