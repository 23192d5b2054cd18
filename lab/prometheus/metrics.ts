import type { Metric, PrometheusServer } from '../world.ts';
import { build } from './state.ts';

// The text format of metrics. https://prometheus.io/docs/instrumenting/exposition_formats/

/** What Go writes for numbers that JavaScript writes otherwise. */
const special = (value: number): string | undefined => {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? undefined : `${value < 0 ? '-' : '+'}Inf`;
};

/** With an exponent from the sixth power of ten on, and below a ten thousandth: `1.763424e+09`. */
export const sampleText = (value: number): string => {
  const written = special(value);
  if (written !== undefined) return written;
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 6)) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
};

/** As the answers to queries have it: without an exponent, as far as JavaScript writes none. */
export const valueText = (value: number): string => special(value) ?? String(value);

type Labels = Readonly<Record<string, string>>;

const labelText = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

const typeOf = (name: string): string => (name.endsWith('_total') ? 'counter' : 'gauge');

const linesOf = (name: string, metric: Metric): readonly string[] => [
  `# TYPE ${name} ${typeOf(name)}`,
  ...metric.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${sampleText(value)}`),
];

const ofItself = (server: PrometheusServer): Readonly<Record<string, Metric>> => {
  const { version, revision, branch, goVersion } = build(server);
  const labels = { branch, goarch: 'amd64', goos: 'linux', goversion: goVersion, revision, version };
  return {
    prometheus_build_info: [{ labels, value: 1 }],
    prometheus_config_last_reload_successful: [{ value: Number(server.runtime.reloadConfigSuccess ?? true) }],
  };
};

/** `GET /metrics` */
export const exposition = (server: PrometheusServer): string =>
  Object.entries({ ...ofItself(server), ...server.metrics })
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, metric]) => linesOf(name, metric))
    .map((line) => `${line}\n`)
    .join('');
