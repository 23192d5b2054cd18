import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parsePrometheusDuration, parsePrometheusSize, parseStorageRetention } from '../../../model/prometheus/retention.ts';

const test = suite('model/prometheus/retention');

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

for (const [text, milliseconds] of [
  ['15d', 15 * DAY],
  ['2w', 14 * DAY],
  ['1y', 365 * DAY],
  ['1h30m', 1.5 * HOUR],
  ['1d12h', 36 * HOUR],
  ['1y2w3d4h5m6s7ms', 365 * DAY + 14 * DAY + 3 * DAY + 4 * HOUR + 5 * 60_000 + 6007],
  ['0s', 0],
  ['0', 0],
  ['250ms', 250],
  ['', undefined],
  ['15', undefined],
  ['15D', undefined],
  ['1h1h', undefined],
  ['30m1h', undefined],
  ['1.5h', undefined],
  ['-1h', undefined],
  [' 1h', undefined],
  ['1h ', undefined],
  ['1mo', undefined],
] as const)
  test(`duration ${JSON.stringify(text)}`, () => assert.is(parsePrometheusDuration(text), milliseconds));

for (const [text, bytes] of [
  ['512MB', 512 * 1024 ** 2],
  ['512MiB', 512 * 1024 ** 2],
  ['10GB', 10 * 1024 ** 3],
  ['1.5TiB', 1.5 * 1024 ** 4],
  ['0B', 0],
  ['7EB', 7 * 1024 ** 6],
  ['1KB', 1024],
  ['10', undefined],
  ['10G', undefined],
  ['GB', undefined],
  ['10 GB', undefined],
  ['10gb', undefined],
  ['-1GB', undefined],
] as const)
  test(`size ${JSON.stringify(text)}`, () => assert.is(parsePrometheusSize(text), bytes));

for (const [text, limits] of [
  ['15d', { time: 15 * DAY }],
  ['15d or 512MiB', { time: 15 * DAY, size: 512 * 1024 ** 2 }],
  ['512MiB', { size: 512 * 1024 ** 2 }],
  ['', undefined],
  ['15d or', undefined],
  ['15d or 80%', undefined],
  ['for ever', undefined],
] as const)
  test(`storage retention ${JSON.stringify(text)}`, () => assert.equal(parseStorageRetention(text), limits));

/** As Prometheus prints a duration: the parts that are not zero, the largest unit first. */
const printed = (milliseconds: number): string => {
  const units = [
    ['d', DAY],
    ['h', HOUR],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const;
  let rest = milliseconds;
  const parts = units.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('') || '0s';
};

test('what is printed is read again', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 31 }), (milliseconds) => assert.is(parsePrometheusDuration(printed(milliseconds)), milliseconds)),
  );
});

test.run();
