import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { prometheusServer } from '../../../model/kinds/prometheus.ts';
import { isMembers, type Members } from '../../../scanners/json/members.ts';
import * as parse from '../../../scanners/prometheus/parse.ts';

// What real servers answered, as facets.

const test = suite('scanners/prometheus/recorded');

const ROOT = 'test/recorded/prometheus';

interface Recorded {
  readonly status: number;
  readonly body: unknown;
}

const recorded = (version: string, path: string): Recorded | undefined => {
  try {
    return JSON.parse(readFileSync(join(ROOT, version, path), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const READERS: readonly (readonly [keyof (typeof prometheusServer)['facets'], string, (body: never) => unknown])[] = [
  ['build', 'status/buildinfo.json', (body: Members) => parse.buildOf(parse.dataOf(body))],
  ['runtime', 'status/runtimeinfo.json', (body: Members) => parse.runtimeOf(parse.dataOf(body))],
  ['flags', 'status/flags.json', (body: Members) => parse.flagsOf(parse.dataOf(body))],
  ['configuration', 'status/config.json', (body: Members) => parse.configurationOf(parse.dataOf(body))],
  ['metrics', 'metrics.json', (body: string) => parse.metricsOf(body)],
  ['blocks', 'status/tsdb-blocks.json', (body: Members) => parse.blocksOf(parse.dataOf(body))],
];

const ajv = addFormats.default(new Ajv({ strict: true }));
const versions = readdirSync(ROOT);
let read = 0;

for (const version of versions)
  for (const [facet, path, reader] of READERS) {
    const answer = recorded(version, path);
    if (answer?.status !== 200) continue;
    test(`${version}: ${facet}`, () => {
      const value = reader(answer.body as never);
      assert.ok(ajv.validate(prometheusServer.facets[facet].schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`);
      assert.not.match(JSON.stringify(value), /xxxxx|user:/);
    });
    read++;
  }

for (const version of versions) {
  const answer = recorded(version, 'query/vector.json');
  if (answer?.status !== 200) continue;
  test(`${version}: a vector`, () => assert.ok(parse.vectorOf(parse.dataOf(answer.body as Members)).length > 0));
}

const metricsOf = (version: string) => parse.metricsOf(String(recorded(version, 'metrics.json')?.body));

test('there are recordings', () => assert.ok(read >= 30, `${read} answers`));

for (const version of versions.filter((name) => !name.includes('-')))
  test(`${version}: the queue that sends and the one that cannot`, () => {
    const { queues, highestTimestamp, lowestTimestamp } = metricsOf(version);
    const [sends, cannot] = [queues.find(({ name }) => name === 'long-term'), queues.find(({ name }) => name !== 'long-term')];
    const newest = sends?.highest ?? highestTimestamp ?? 0;
    assert.ok(newest - (sends?.highestSent ?? 0) < 60, `${JSON.stringify(sends)} of ${newest}`);
    assert.not(cannot?.highestSent, 'nothing has arrived');
    assert.ok((lowestTimestamp ?? 0) > 1.7e9);
  });

test('an empty storage has no oldest sample', () => {
  for (const version of versions.filter((name) => name.endsWith('-empty'))) assert.is(metricsOf(version).lowestTimestamp, undefined);
});

test('agents say so', () => {
  for (const version of versions.filter((name) => name.endsWith('-agent'))) {
    const { body } = recorded(version, 'status/flags.json') ?? {};
    assert.ok(isMembers(body) && parse.flagsOf(parse.dataOf(body)).agent, version);
  }
});

test.run();
