import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PrometheusServer } from '../../lab/index.ts';
import { defaultFlags } from '../../lab/prometheus/flags.ts';
import type { Metric } from '../../lab/world.ts';
import { send, withLab } from './client.ts';
import { differences, type Recorded, type Recording, recorded } from './recorded.ts';

const test = suite('lab/prometheus-recorded');

// The world is made of the recordings themselves: what the server said in one answer, the lab has to say in the same words.

const bodyOf = ({ recordings }: Recorded, file: string) => recordings.find((one) => one.file === file)?.body;

const isSample = (line: string): boolean => line !== '' && !line.startsWith('#');

const LINE = /^(\w+)(?:\{(.*)\})? (\S+)$/;

const labelsOf = (text = ''): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, JSON.parse(`"${value}"`)]));

/** The samples of an exposition, by metric. */
const metricsIn = (exposition: string): Record<string, Metric> => {
  const metrics: Record<string, Metric[number][]> = {};
  for (const line of exposition.split('\n').filter(isSample)) {
    const [, name = '', labels, value] = LINE.exec(line) ?? [];
    const number = Number(value?.replace('Inf', 'Infinity'));
    metrics[name] = [...(metrics[name] ?? []), { labels: labelsOf(labels), value: number }];
  }
  return metrics;
};

const queryOf = ({ path, body }: Recording) => ({
  query: new URL(path, 'http://lab').searchParams.get('query') ?? '',
  result: body.data.result.map(({ metric, value }: { metric: Record<string, string>; value: [number, string] }) => ({
    metric,
    value: Number(value[1]),
  })),
});

const isVector = ({ body }: Recording): boolean => body.data?.resultType === 'vector';

interface Block {
  readonly ulid: string;
  readonly minTime: number;
  readonly maxTime: number;
}

const blockOf = ({ ulid, minTime, maxTime }: Block) => ({
  ulid,
  minTime: new Date(minTime).toISOString(),
  maxTime: new Date(maxTime).toISOString(),
});

const serverOf = (all: Recorded, { file }: Recording): PrometheusServer => {
  const directory = file.startsWith('reload-failed/') ? 'reload-failed' : 'status';
  const { data: runtime } = bodyOf(all, `${directory}/runtimeinfo.json`) ?? {};
  const isStarting = runtime === undefined;
  return {
    name: 'real',
    version: (bodyOf(all, 'status/buildinfo.json')?.data?.version ?? all.version).replace(/-(?!rc).*$/, ''),
    flags: bodyOf(all, 'status/flags.json')?.data ?? {},
    config: bodyOf(all, `${directory}/config.json`)?.data.yaml ?? '',
    runtime: runtime ?? { startTime: '2026-11-23T02:59:40Z', storageRetention: '' },
    metrics: metricsIn(bodyOf(all, 'metrics.json') ?? ''),
    queries: all.recordings.filter(isVector).map(queryOf),
    blocks: (bodyOf(all, 'status/tsdb-blocks.json')?.data?.blocks ?? []).map(blockOf),
    ...(isStarting ? { starting: true } : {}),
  };
};

/** Scans change nothing, and ask for nothing that does. */
const isSpoken = ({ method }: Recording): boolean => method === 'GET';

/** The samples of one exposition that another has not. Recordings hold no more than a part of the metrics. */
const unsaid = (real: string, lab: string): readonly string[] => {
  const said = new Set(lab.split('\n'));
  return real.split('\n').filter((line) => isSample(line) && !said.has(line));
};

const ALL = recorded('prometheus');

test('there is something to compare', () => {
  assert.ok(ALL.length > 0);
  const count = ALL.reduce((sum, { recordings }) => sum + recordings.filter(isSpoken).length, 0);
  assert.ok(count >= 40, String(count));
});

for (const all of ALL) {
  for (const recording of all.recordings.filter(isSpoken)) {
    test(`${all.name}: ${recording.file}`, () =>
      withLab({ accounts: [], prometheus: [serverOf(all, recording)] }, async (lab) => {
        const { path, status, contentType, body } = recording;
        const reply = await send(lab, `/prometheus/real${path}`, { accessKeyId: null });
        assert.equal([reply.status, reply.headers['content-type']], [status, contentType], reply.body);
        if (typeof body !== 'string') assert.equal(differences(JSON.parse(reply.body), body), []);
        else if (path === '/metrics') assert.equal(unsaid(body, reply.body), []);
        else assert.is(reply.body, body);
        if (status >= 400 && typeof body !== 'string') assert.equal(JSON.parse(reply.body), body);
      }));
  }
}

/** Flags that Debian adds. */
const OF_DEBIAN = ['web.local-assets'];

for (const all of ALL.filter((one) => bodyOf(one, 'status/flags.json'))) {
  test(`${all.name}: nobody has to tell the lab of flags`, () => {
    const names = Object.keys(bodyOf(all, 'status/flags.json').data).filter((name) => !OF_DEBIAN.includes(name));
    assert.equal(Object.keys(defaultFlags(all.version)).toSorted(), names.toSorted());
  });
}

test.run();
