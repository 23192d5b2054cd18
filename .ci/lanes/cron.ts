import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { nextFire, type Schedule } from '../../model/schedule/schedule.ts';
import { DIALECTS, type Dialect, parseVeleroSchedule, veleroReadings } from '../../model/schedule/velero.ts';
import { type Zone, zoneOf } from '../../model/schedule/zone.ts';
import { tally } from '../../scripts/test/result.ts';
import { expressionsFor, ZONES } from './cron/expressions.ts';
import { type Answer, available, buildOracle, type Oracle, type Question } from './cron/oracle.ts';
import { checkQuietly, counts, skip } from './shared/checks.ts';
import { changesOf, END, FIRST } from './shared/clocks.ts';

// Velero's schedules against the libraries that Velero reads them with: what is valid, and when it fires; and whether those
// that are taken to be alike in all dialects are.
const EXPRESSIONS = 4000;
/** Of each dialect. */
const ALIKE = 1000;
const SEED = 20260101;
const FIRES = 20;

const SECOND = 1000;
const DAY = 86_400 * SECOND;

const known = (name: string): Zone => {
  const zone = zoneOf(name);
  assert.ok(zone, `Node knows no zone ${name}`);
  return zone;
};

/** Unix seconds: around changes of the clock, and anywhere. */
const instants = (zone: string): fc.Arbitrary<number> => {
  const anywhere = fc.integer({ min: FIRST / SECOND, max: END / SECOND });
  const changes = changesOf(known(zone));
  if (changes.length === 0) return anywhere;
  const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * 86_400, max: 2 * 86_400 }));
  const onTheHour = near.map(([change, by]) => change / SECOND + Math.floor(by / 1800) * 1800);
  return fc.oneof(
    { weight: 2, arbitrary: onTheHour },
    near.map(([change, by]) => change / SECOND + by),
    anywhere,
  );
};

const questionsIn = (dialect: Dialect, zone: string): fc.Arbitrary<Question> =>
  fc.record({
    dialect: fc.constant(dialect),
    expression: expressionsFor(dialect),
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

const compare = ({ dialect, expression, zone, after }: Question, answer: Answer | undefined): void => {
  assert.ok(answer, 'the library has not answered');
  const { invalid, fires } = answer;
  const parsed = parseVeleroSchedule(expression, zone, dialect);
  const problem = 'problem' in parsed ? parsed.problem : undefined;
  assert.equal(problem === undefined, invalid === undefined, `ours: ${problem ?? 'valid'}; the library: ${invalid ?? 'valid'}`);
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
  const answers = ask(ZONES.map((zone) => ({ dialect: 'robfig-v3', expression: '@hourly', zone, after, count: 0 })));
  return new Set(
    ZONES.filter((zone, index) =>
      after.every((at, day) => known(zone).offsetAt(at * SECOND) === (answers[index]?.offsets?.[day] ?? Number.NaN) * SECOND),
    ),
  );
};

/** The questions of a dialect, without the zones of which the two have different clocks. */
const asked = (dialect: Dialect, alike: ReadonlySet<string>): readonly Question[] => {
  const unlike = ZONES.filter((zone) => !alike.has(zone));
  return fc
    .sample(fc.oneof(...ZONES.map((zone) => questionsIn(dialect, zone))), { seed: SEED, numRuns: EXPRESSIONS })
    .filter(({ zone, expression }) => alike.has(zone) && !unlike.some((name) => expression.includes(name)));
};

const checkDialect = (ask: Oracle, dialect: Dialect, questions: readonly Question[]): void => {
  const answers = ask(questions);
  const valid = answers.filter(({ invalid }) => invalid === undefined).length;
  console.log(`${dialect}: ${questions.length} expressions, of which ${valid} are valid`);
  checkQuietly(`${dialect}: some expressions are valid and some are not`, () =>
    assert.ok(valid > questions.length / 3 && valid < questions.length),
  );
  for (const [index, question] of questions.entries())
    checkQuietly(`${dialect}: ${JSON.stringify(question.expression)} in ${question.zone}`, () => compare(question, answers[index]));
};

/** What is taken to mean the same in all dialects fires at the same times in all of them. */
const checkAlike = (ask: Oracle, questions: readonly Question[]): void => {
  const alike = questions.filter(({ expression, zone }) => {
    const [reading, ...others] = veleroReadings(expression, zone, DIALECTS);
    return others.length === 0 && reading !== undefined && 'schedule' in reading;
  });
  console.log(`${questions.length} expressions, of which ${alike.length} mean the same in all dialects`);
  checkQuietly('some expressions mean the same, and some do not', () => assert.ok(alike.length > 0 && alike.length < questions.length));
  const [first = [], ...others] = DIALECTS.map((dialect) => ask(alike.map((question) => ({ ...question, dialect }))));
  for (const [index, { expression, zone }] of alike.entries())
    for (const answers of others)
      checkQuietly(`alike: ${JSON.stringify(expression)} in ${zone}`, () => assert.deepEqual(answers[index], first[index]));
};

const lane = (ask: Oracle): void => {
  const alike = alikeZones(ask);
  for (const zone of ZONES.filter((zone) => !alike.has(zone))) {
    skip(`Node and Go have different clocks for ${zone}.`);
  }
  const questions = DIALECTS.map((dialect) => asked(dialect, alike));
  for (const [index, dialect] of DIALECTS.entries()) checkDialect(ask, dialect, questions[index] ?? []);
  checkAlike(
    ask,
    questions.flatMap((some) => some.slice(0, ALIKE)),
  );
};

if (available()) {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-cron-'));
  try {
    lane(buildOracle(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
} else {
  skip('there is no Go here, or the libraries for it are not, so nothing has been compared with them.');
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
