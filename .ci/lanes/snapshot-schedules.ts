import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseTimeValue } from '../../model/elasticsearch/time-value.ts';
import { parseElasticsearchSchedule } from '../../model/schedule/elasticsearch.ts';
import { javaZone } from '../../model/schedule/opensearch/zones.ts';
import { parseOpenSearchSchedule } from '../../model/schedule/opensearch.ts';
import { nextFire, type Parsed, type Schedule } from '../../model/schedule/schedule.ts';
import type { Zone } from '../../model/schedule/zone.ts';
import { tally } from '../../scripts/test/result.ts';
import { checkQuietly, counts, skip } from './shared/checks.ts';
import { changesOf, END, FIRST } from './shared/clocks.ts';
import { elasticsearch, opensearch, values, ZONES } from './snapshot-schedules/expressions.ts';
import { type Answer, available, classPathOf, type Oracle, oracleWith, type Question, type Release } from './snapshot-schedules/oracle.ts';

// Schedules of snapshots against what reads them: Elasticsearch's own class `Cron`, before and after it was rewritten, and the
// library of OpenSearch's job scheduler. What is valid, and when it fires.
const LAST_WITH_WORKDAYS: Release = { elasticsearch: '8.17.10', lucene: '9.12.0' };
const REWRITTEN: Release = { elasticsearch: '8.19.0', lucene: '9.12.2' };

const EXPRESSIONS = 2000;
const VALUES = 2000;
const SEED = 20260101;
const FIRES = 10;

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const known = (name: string): Zone => {
  const zone = javaZone(name);
  assert.ok(zone, `no zone ${name}`);
  return zone;
};

const anywhere = fc.integer({ min: FIRST, max: END });

/** Around changes of the clock, on the half hour or not, and anywhere. */
const instants = (zone: string): fc.Arbitrary<number> => {
  const changes = changesOf(known(zone));
  const round = anywhere.map((at) => Math.floor(at / (HOUR / 2)) * (HOUR / 2));
  if (changes.length === 0) return fc.oneof(anywhere, round);
  const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -3 * DAY, max: 2 * DAY })).map(([change, by]) => change + by);
  return fc.oneof({ weight: 2, arbitrary: near.map((at) => Math.floor(at / (HOUR / 2)) * (HOUR / 2)) }, near, anywhere);
};

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): readonly T[] => fc.sample(arbitrary, { seed: SEED, numRuns });

const questions = (kind: Question['kind'], text: fc.Arbitrary<string>, zone: string): fc.Arbitrary<Question> =>
  fc.record({
    kind: fc.constant(kind),
    text,
    zone: fc.constant(zone),
    after: fc.array(instants(zone), { minLength: 3, maxLength: 3 }),
    count: fc.constant(FIRES),
  });

const firesOf = (schedule: Schedule, after: number): readonly number[] => {
  const found: number[] = [];
  for (let at = nextFire(schedule, after); at !== undefined && found.length < FIRES; at = nextFire(schedule, at)) found.push(at);
  return found;
};

const within = (fires: readonly number[]): readonly string[] =>
  fires.filter((fire) => fire < END).map((fire) => new Date(fire).toISOString());

const compare = ({ after }: Question, answer: Answer | undefined, parsed: Parsed): void => {
  assert.ok(answer, 'the server has not answered');
  const said = 'problem' in parsed ? parsed.problem : 'valid';
  assert.equal('schedule' in parsed, answer.kind === 'fires', `ours: ${said}; the server's: ${answer.kind}`);
  if ('problem' in parsed || answer.kind !== 'fires') return;
  for (const [index, from] of after.entries())
    assert.deepEqual(within(firesOf(parsed.schedule, from)), within(answer.fires[index] ?? []), `after ${new Date(from).toISOString()}`);
};

const checkEach = (name: string, all: readonly Question[], answers: readonly Answer[], compareOne: typeof compareOpenSearch): void => {
  const valid = answers.filter(({ kind }) => kind === 'fires').length;
  console.log(`${name}: ${all.length} expressions, of which it takes ${valid}`);
  checkQuietly(`${name}: some are valid and some are not`, () => assert.ok(valid > all.length / 3 && valid < all.length));
  for (const [index, question] of all.entries())
    checkQuietly(`${name}: ${JSON.stringify(question.text)} in ${question.zone}`, () => compareOne(question, answers[index]));
};

const compareElasticsearch =
  ({ elasticsearch: version }: Release) =>
  (question: Question, answer: Answer | undefined): void =>
    compare(question, answer, parseElasticsearchSchedule(question.text, version));

const compareOpenSearch = (question: Question, answer: Answer | undefined): void =>
  compare(question, answer, parseOpenSearchSchedule(question.text, question.zone));

/** Whether the release is one that gets workdays wrong: it would search for some of them for ever. */
const isRefusedWorkday = ({ text }: Question, { elasticsearch: version }: Release): boolean => {
  const parsed = parseElasticsearchSchedule(text, version);
  return 'problem' in parsed && parsed.problem.startsWith('Elasticsearch');
};

const checkElasticsearch = (ask: Oracle, release: Release): void => {
  const all = sample(questions('elasticsearch', elasticsearch, 'UTC'), EXPRESSIONS).filter(
    (question) => !isRefusedWorkday(question, release),
  );
  checkEach(`Elasticsearch ${release.elasticsearch}`, all, ask(all), compareElasticsearch(release));
};

/** That workdays are refused for a reason. */
const checkWorkdays = (ask: Oracle): void => {
  const after = Date.UTC(2026, 0, 20);
  const [answer] = ask([{ kind: 'elasticsearch', text: '0 0 5 15W * ?', zone: 'UTC', after: [after], count: 1 }]);
  checkQuietly('Elasticsearch finds a workday in the past', () =>
    assert.ok(answer?.kind === 'fires' && answer.fires[0]?.every((fire) => fire < after)),
  );
};

/** The zones for which Node and Java have the same data: others would show only that one of them is older. */
const alikeZones = (ask: Oracle): ReadonlySet<string> => {
  const after = Array.from({ length: (END - FIRST) / DAY }, (_, day) => FIRST + day * DAY);
  const answers = ask(ZONES.map((zone) => ({ kind: 'opensearch', text: '0 0 * * *', zone, after, count: 0 })));
  return new Set(
    ZONES.filter((zone, index) => {
      const answer = answers[index];
      return answer?.kind === 'fires' && after.every((at, day) => known(zone).offsetAt(at) === answer.offsets[day]);
    }),
  );
};

const checkOpenSearch = (ask: Oracle): void => {
  const alike = alikeZones(ask);
  const unlike = ZONES.filter((zone) => !alike.has(zone));
  if (unlike.length > 0) skip(`Node and Java have different clocks for ${unlike.join(', ')}.`, unlike.length);
  const all = sample(fc.oneof(...[...alike].map((zone) => questions('opensearch', opensearch, zone))), EXPRESSIONS);
  checkEach('OpenSearch', all, ask(all), compareOpenSearch);
};

const checkValues = (ask: Oracle): void => {
  const texts = sample(values, VALUES);
  const answers = ask(texts.map((text) => ({ kind: 'value', text, zone: 'UTC', after: [], count: 0 })));
  checkQuietly('some time values are valid and some are not', () => assert.equal(new Set(answers.map(({ kind }) => kind)).size, 2));
  for (const [index, text] of texts.entries()) {
    const answer = answers[index];
    checkQuietly(`the time value ${JSON.stringify(text)}`, () =>
      assert.equal(parseTimeValue(text), answer?.kind === 'value' ? answer.value : undefined),
    );
  }
};

/** With what a release brings; or says that it cannot be had. */
const withRelease = (release: Release, directory: string, use: (ask: Oracle) => void): void => {
  const classPath = classPathOf(release, directory);
  if (classPath === undefined) skip(`Maven does not get Elasticsearch ${release.elasticsearch}, so nothing has been compared with it.`);
  else use(oracleWith(classPath));
};

if (available()) {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-schedules-'));
  try {
    withRelease(LAST_WITH_WORKDAYS, directory, (ask) => {
      checkElasticsearch(ask, LAST_WITH_WORKDAYS);
      checkOpenSearch(ask);
      checkValues(ask);
    });
    withRelease(REWRITTEN, directory, (ask) => {
      checkElasticsearch(ask, REWRITTEN);
      checkWorkdays(ask);
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
} else {
  skip('there is no Maven here, or no Java that compiles, so nothing has been compared with Elasticsearch and OpenSearch.');
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
