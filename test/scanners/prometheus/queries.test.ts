import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lossesOf, uploadsOf } from '../../../scanners/prometheus/queries.ts';

const test = suite('scanners/prometheus/queries');

const of = (name: string, value: number, instance = 'a') => ({ labels: { remote_name: name, job: 'prometheus', instance }, value });

for (const [name, failed, dropped, queues] of [
  ['nothing is told', [], [], []],
  ['one queue', [of('a', 3)], [of('a', 0)], [{ name: 'a', failed: 3, dropped: 0 }]],
  [
    'two queues',
    [of('a', 0), of('b', 0)],
    [of('b', 2), of('a', 1)],
    [
      { name: 'a', failed: 0, dropped: 1 },
      { name: 'b', failed: 0, dropped: 2 },
    ],
  ],
  ['one of the two is told', [of('a', 0)], [], []],
  ['replicas that lose nothing', [of('a', 0), of('a', 0, 'b')], [of('a', 0)], [{ name: 'a', failed: 0, dropped: 0 }]],
  ['replicas that both lose some', [of('a', 2), of('a', 3, 'b')], [of('a', 0)], [{ name: 'a', failed: 2, dropped: 0 }]],
  ['replicas of which one loses some', [of('a', 0), of('a', 3, 'b')], [of('a', 0)], []],
  ['a rounding below zero', [of('a', -0.1)], [of('a', 0)], [{ name: 'a', failed: 0, dropped: 0 }]],
  ['no number', [of('a', Number.NaN)], [of('a', 0)], []],
  ['no name', [{ labels: {}, value: 1 }], [{ labels: {}, value: 0 }], [{ name: '', failed: 1, dropped: 0 }]],
] as const)
  test(name, () => assert.equal(lossesOf(failed, dropped), { queues }));

for (const [name, value, uploads] of [
  [
    'an upload',
    1_700_000_000,
    [{ namespace: 'monitoring', pod: 'prometheus-k8s-0', instance: '10.0.0.1:10902', at: '2023-11-14T22:13:20.000Z' }],
  ],
  ['none since the start', 0, []],
  ['no number', Number.NaN, []],
  ['beyond all dates', 9e15, []],
] as const)
  test(name, () =>
    assert.equal(
      uploadsOf([{ labels: { namespace: 'monitoring', pod: 'prometheus-k8s-0', instance: '10.0.0.1:10902', bucket: 'b' }, value }]),
      {
        uploads,
      },
    ),
  );

test.run();
