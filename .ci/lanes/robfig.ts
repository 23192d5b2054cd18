import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { nextFire, type Schedule } from '../../model/schedule/schedule.ts';
import { parseVeleroSchedule } from '../../model/schedule/velero.ts';
import { WEEK, type Zone, zoneOf } from '../../model/schedule/zone.ts';
import { tally } from '../../scripts/test/result.ts';
import { expressions, ZONES } from './robfig/expressions.ts';
import { type Answer, available, buildOracle, type Oracle, type Question } from './robfig/oracle.ts';

// Velero's schedules against robfig/cron itself, which Velero reads them with: what is valid, and when it fires.
const EXPRESSIONS = 6000;
const SEED = 20260101;
const FIRES = 20;

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** The years for which the databases of zones agree, if they are not too old. */
const [FIRST, END] = [Date.UTC(2015, 0, 1), Date.UTC(2036, 0, 1)];

const counts = { passed: 0, failed: 0, skipped: 0 };

const check = (name: string, holds: () => void): void => {
  try {
    holds();
    counts.passed++;
  } catch (error) {
    counts.failed++;
    console.log(`✘ ${name}\n${error instanceof Error ? error.message : error}`);
  }
};

const known = (name: string): Zone => {
  const zone = zoneOf(name);
  assert.ok(zone, `Node knows no zone ${name}`);
  return zone;
};

const changesOf = (name: string): readonly number[] => {
  const [first, last] = [FIRST, END].map((time) => Math.floor(time / DAY / WEEK)) as [number, number];
  const weeks = Array.from({ length: last - first }, (_, index) => first + index);
  return weeks
    .map(known(name).changeIn)
    .filter(({ before, after }) => before !== after)
    .map(({ at }) => at);
};

/** Unix seconds: around changes of the clock, and anywhere. */
const instants = (zone: string): fc.Arbitrary<number> => {
  const anywhere = fc.integer({ min: FIRST / SECOND, max: END / SECOND });
  const changes = changesOf(zone);
  if (changes.length === 0) return anywhere;
  const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * 86_400, max: 2 * 86_400 }));
  const onTheHour = near.map(([change, by]) => change / SECOND + Math.floor(by / 1800) * 1800);
  return fc.oneof(
    { weight: 2, arbitrary: onTheHour },
    near.map(([change, by]) => change / SECOND + by),
    anywhere,
  );
};

const questionsIn = (zone: string): fc.Arbitrary<Question> =>
  fc.record({
    expression: expressions,
    zone: fc.constant(zone),
    after: fc.array(instants(zone), { minLength: 6, maxLength: 6 }),
    count: fc.constant(FIRES),
  });

/** The fires of ours, in Unix seconds. */
const firesOf = (schedule: Schedule, after: number): readonly number[] => {
  const found: number[] = [];
  for (let at = nextFire(schedule, after * SECOND); at !== undefined && found.length < FIRES; at = nextFire(schedule, at))
    found.push(at / SECOND);
  return found;
};

const within = (fires: readonly number[]): readonly string[] =>
  fires.filter((fire) => fire * SECOND < END).map((fire) => new Date(fire * SECOND).toISOString());

const compare = ({ expression, zone, after }: Question, answer: Answer | undefined): void => {
  assert.ok(answer, 'robfig/cron has not answered');
  const { invalid, fires } = answer;
  const parsed = parseVeleroSchedule(expression, zone);
  const problem = 'problem' in parsed ? parsed.problem : undefined;
  assert.equal(problem === undefined, invalid === undefined, `ours: ${problem ?? 'valid'}; robfig/cron: ${invalid ?? 'valid'}`);
  if ('problem' in parsed) return;
  for (const [index, from] of after.entries())
    assert.deepEqual(
      within(firesOf(parsed.schedule, from)),
      within(fires?.[index] ?? []),
      `after ${new Date(from * SECOND).toISOString()}`,
    );
};

/** The zones for which Node and Go have the same data: others would show only that one of them is older. */
const alikeZones = (ask: Oracle): ReadonlySet<string> => {
  const after = Array.from({ length: (END - FIRST) / DAY }, (_, day) => FIRST / SECOND + day * 86_400);
  const answers = ask(ZONES.map((zone) => ({ expression: '@hourly', zone, after, count: 0 })));
  return new Set(
    ZONES.filter((zone, index) =>
      after.every((at, day) => known(zone).offsetAt(at * SECOND) === (answers[index]?.offsets?.[day] ?? Number.NaN) * SECOND),
    ),
  );
};

/** What there is to ask about, without the zones of which the two have different clocks. */
const asked = (alike: ReadonlySet<string>): readonly Question[] => {
  const unlike = ZONES.filter((zone) => !alike.has(zone));
  for (const zone of unlike) console.log(`SKIPPED: Node and Go have different clocks for ${zone}.`);
  counts.skipped += unlike.length;
  return fc
    .sample(fc.oneof(...ZONES.map(questionsIn)), { seed: SEED, numRuns: EXPRESSIONS })
    .filter(({ zone, expression }) => alike.has(zone) && !unlike.some((name) => expression.includes(name)));
};

const lane = (ask: Oracle): void => {
  const all = asked(alikeZones(ask));
  const answers = ask(all);
  const valid = answers.filter(({ invalid }) => invalid === undefined).length;
  console.log(`${all.length} expressions, of which robfig/cron takes ${valid}`);
  check('some expressions are valid and some are not', () => assert.ok(valid > all.length / 2 && valid < all.length));
  for (const [index, question] of all.entries())
    check(`${JSON.stringify(question.expression)} in ${question.zone}`, () => compare(question, answers[index]));
};

if (available()) {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-robfig-'));
  try {
    lane(buildOracle(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
} else {
  console.log('SKIPPED: there is no Go here, or no robfig/cron for it, so nothing has been compared with it.');
  counts.skipped++;
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
