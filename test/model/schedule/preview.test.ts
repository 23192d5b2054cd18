import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firstDisagreement } from '../../../model/schedule/preview.ts';
import { firstStartDue, nextFire } from '../../../model/schedule/schedule.ts';
import { ANYTHING, at, expressions, schedule, ZONES } from './expressions.ts';

const test = suite('model/schedule/preview');

const HOUR = 3_600_000;
const FROM = '2026-01-01T12:00';

/** `undefined` = agrees. */
type Expected = readonly [previewed: string, expected: string | undefined] | undefined;

const previews: readonly (readonly [name: string, expression: string, runs: readonly string[], expected: Expected])[] = [
  ['nothing', 'cron(0 5 ? * * *)', [], undefined],
  ['the next runs', 'cron(0 5 ? * * *)', ['2026-01-02T05:00', '2026-01-03T05:00', '2026-01-04T05:00'], undefined],
  ['in any order', 'cron(0 5 ? * * *)', ['2026-01-03T05:00', '2026-01-02T05:00'], undefined],
  ['one twice', 'cron(0 5 ? * * *)', ['2026-01-02T05:00', '2026-01-02T05:00', '2026-01-03T05:00'], undefined],
  ['within the minute', 'cron(0 5 ? * * *)', ['2026-01-02T05:00:59.999', '2026-01-03T05:00:01'], undefined],
  ['a minute late', 'cron(0 5 ? * * *)', ['2026-01-02T05:01'], ['2026-01-02T05:01', '2026-01-02T05:00']],
  ['a second early', 'cron(0 5 ? * * *)', ['2026-01-02T04:59:59'], ['2026-01-02T04:59:59', '2026-01-02T05:00']],
  ['in another zone', 'cron(0 5 ? * * *)', ['2026-01-02T10:00'], ['2026-01-02T10:00', '2026-01-02T05:00']],
  ['one left out', 'cron(0 5 ? * * *)', ['2026-01-02T05:00', '2026-01-04T05:00'], ['2026-01-04T05:00', '2026-01-03T05:00']],
  ['the first left out', 'cron(0 5 ? * * *)', ['2026-01-03T05:00'], ['2026-01-03T05:00', '2026-01-02T05:00']],
  ['one too many', 'cron(0 13/12 ? * * *)', ['2026-01-01T13:00', '2026-01-02T01:00'], ['2026-01-02T01:00', '2026-01-02T13:00']],
  ['after the last', 'cron(0 5 1 1 ? 2027)', ['2027-01-01T05:00', '2028-01-01T05:00'], ['2028-01-01T05:00', undefined]],
  ['read an hour later', 'cron(0 * ? * * *)', ['2026-01-01T14:00', '2026-01-01T15:00'], undefined],
  ['read two hours later', 'cron(0 * ? * * *)', ['2026-01-01T15:00'], ['2026-01-01T15:00', '2026-01-01T14:00']],
  ['read a little earlier', 'cron(0 * ? * * *)', ['2026-01-01T12:00', '2026-01-01T13:00'], undefined],
  ['an interval', 'rate(6 hours)', ['2026-01-01T17:12:31', '2026-01-01T23:12:31', '2026-01-02T05:12:31'], undefined],
  ['another interval', 'rate(6 hours)', ['2026-01-01T17:12', '2026-01-02T00:12'], ['2026-01-02T00:12', '2026-01-01T23:12']],
];

for (const [name, expression, runs, expected] of previews) {
  test(`${name}: ${expression} and ${runs.join(', ')}`, () => {
    const found = firstDisagreement(schedule(expression), runs.map(at), at(FROM));
    const [previewed, instead] = expected ?? [];
    assert.equal(found, previewed && { previewed: at(previewed), expected: instead && at(instead) });
  });
}

const zoned = fc.tuple(expressions(ANYTHING), fc.constantFrom(...ZONES)).map(([{ text }, zone]) => schedule(text, zone));
const start = fc.integer({ min: at('2024-01-01') / 1000, max: at('2040-01-01') / 1000 }).map((seconds) => seconds * 1000);

/** The fires after `from`, ten at most. */
const foreseen = (of: ReturnType<typeof schedule>, from: number): readonly number[] => {
  const runs: number[] = [];
  for (let fire = nextFire(of, from); fire !== undefined && runs.length < 10; fire = nextFire(of, fire)) runs.push(fire);
  return runs;
};

test('a schedule agrees with what it foresees itself, and with nothing that leaves a run out', () => {
  fc.assert(
    fc.property(zoned, start, fc.integer({ min: 1, max: 8 }), (of, from, index) => {
      const runs = foreseen(of, from);
      assert.is(firstDisagreement(of, runs, from), undefined, of.text);
      fc.pre(index < runs.length - 1);
      const found = firstDisagreement(of, runs.toSpliced(index, 1), from);
      assert.equal(found, { previewed: runs[index + 1], expected: runs[index] }, of.text);
    }),
    { numRuns: 300 },
  );
});

const due: readonly (readonly [expression: string, since: string, hours: number, expected: string | undefined])[] = [
  ['cron(0 5 ? * * *)', '2026-01-01T04:59', 8, '2026-01-01T13:00'],
  ['cron(0 5 ? * * *)', '2026-01-01T05:00', 8, '2026-01-02T13:00'],
  ['cron(0 5 ? * * *)', '2026-01-01T05:01', 0, '2026-01-02T05:00'],
  ['cron(0 5 ? * * 2025)', '2026-01-01', 8, undefined],
  ['rate(12 hours)', '2026-01-01T05:00', 1, '2026-01-01T18:00'],
];

for (const [expression, since, hours, expected] of due) {
  test(`${expression} set up at ${since}, ${hours} h to start: due ${expected ?? 'never'}`, () => {
    assert.is(firstStartDue(schedule(expression), at(since), hours * HOUR), expected && at(expected));
  });
}

test.run();
