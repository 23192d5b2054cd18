import { configuration, flags, metrics, runtime, server } from '../../../model/prometheus/examples.ts';
import rule from '../../../rules/prometheus/retention-held.ts';
import { type Row, runTable } from '../harness.ts';

const GB = 1024 ** 3;
const MIN = { min: '30d' };

/** Says so much, has run since then, and holds samples since then. */
const kept = (storageRetention: string, oldest: string, startedAt = '2025-10-01T08:00:00Z', ...more: readonly object[]) =>
  server(runtime({ storageRetention, startedAt }), metrics({ oldest }), ...more);

type Given = readonly [string, Row['facets'], Row['verdict'], string | undefined, ...string[]];

const rows = (given: readonly Given[], params: Row['params'] = MIN): readonly Row[] =>
  given.map(([name, facets, verdict, says, ...shows]) => ({
    name,
    facets,
    params,
    verdict,
    shows,
    ...(says === undefined ? {} : { says }),
  }));

const FULL = { ...metrics({ oldest: '2026-01-27T12:00:00Z', storageBytes: 9.5 * GB }) };
const block = (from: string) => ({ ulid: '01HV6Z0Q5K8T4W9X2Y3Z4A5B6C', from, until: '2026-01-31T10:00:00Z' });

runTable(rule, [
  ...rows([
    ['30 days, and held', kept('30d', '2026-01-01T12:00:00Z'), 'pass', 'held', '30 days'],
    ['a second less than 30 days is held', kept('30d', '2026-01-01T12:00:01Z'), 'fail', 'dropped', '29 days'],
    ['a little less than 30 days is in force', kept('29d23h59m59s', '2025-11-01T00:00:00Z'), 'fail', 'tooShort', '29d23h59m59s'],
    ['the default', kept('15d', '2025-11-01T00:00:00Z'), 'fail', 'tooShort', '15d'],
    [
      'flags say 0s: the default is in force',
      server(flags({ retentionTime: '0s' }), runtime({ storageRetention: '15d' })),
      'fail',
      'tooShort',
      '15d',
    ],
    ['only a size, and held', kept('500GiB', '2025-12-01T00:00:00Z'), 'pass', 'held', '500GiB'],
    ['only a size, and not held', kept('10GB', '2026-01-20T00:00:00Z'), 'fail', 'dropped', '10GB'],
    ['30 days or 10 GB, and four days are held', kept('30d or 10GB', '2026-01-27T12:00:00Z'), 'fail', 'dropped', '4 days', '30d or 10GB'],
    ['30 days, and the server has dropped some all the same', kept('30d', '2026-01-27T12:00:00Z'), 'fail', 'dropped', '4 days'],
    ['newly started over, and its size is reached', kept('30d or 10GB', '', '2026-01-31T00:00:00Z', FULL), 'fail', 'full', '4 days'],
    ['newly started over, and its size is far away', kept('30d or 100GB', '', '2026-01-31T00:00:00Z', FULL), 'pending', 'young'],
    [
      'newly started over, and its size is not known',
      kept('30d or 10GB', '2026-01-27T12:00:00Z', '2026-01-31T00:00:00Z'),
      'unknown',
      'maybeFull',
    ],
    [
      'newly started over, without a limit in size',
      kept('30d', '2026-01-27T12:00:00Z', '2026-01-31T00:00:00Z'),
      'pending',
      'young',
      '4 days',
    ],
    [
      'newly started over, and its size has had blocks deleted',
      kept('30d or 10GB', '', '2026-01-31T00:00:00Z', metrics({ oldest: '2026-01-30T23:00:00Z', storageBytes: 1, sizeRetentions: 1 })),
      'fail',
      'full',
      '13 hours',
    ],
    [
      'newly started over, and its size has had no block deleted',
      kept('30d or 10GB', '', '2026-01-31T00:00:00Z', metrics({ oldest: '2026-01-30T23:00:00Z', storageBytes: 1, sizeRetentions: 0 })),
      'pending',
      'young',
    ],
    ['started at no date', kept('30d', '2026-01-27T12:00:00Z', '2016-12-31T23:59:60Z'), 'unknown', 'undated'],
    ['started at no date, and held', kept('30d', '2026-01-01T12:00:00Z', '2016-12-31T23:59:60Z'), 'pass', 'held'],
    ['as old as the server', kept('30d', '2026-01-27T12:00:30Z', '2026-01-27T12:00:00Z'), 'pending', 'young'],
    ['half an hour younger than the server', kept('30d', '2026-01-27T12:30:00Z', '2026-01-27T12:00:00Z'), 'pending', 'young'],
    ['more than half an hour younger', kept('30d', '2026-01-27T12:30:01Z', '2026-01-27T12:00:00Z'), 'fail', 'dropped'],
    ['nothing is held', server({ metrics: { queues: [] } }), 'fail', 'dropped', 'no sample'],
    [
      'nothing is held yet',
      server(runtime({ startedAt: '2026-01-31T11:59:00Z' }), { metrics: { queues: [] } }),
      'pending',
      'young',
      'no sample',
    ],
    [
      'the oldest block tells',
      server({ metrics: { queues: [] }, blocks: { blocks: [block('2025-12-01T00:00:00Z')] } }),
      'pass',
      'held',
      '61 days',
    ],
    [
      'the older of both tells',
      kept('30d', '2026-01-30T00:00:00Z', undefined, { blocks: { blocks: [block('2025-12-01T00:00:00Z')] } }),
      'pass',
      'held',
    ],
    ['the file keeps less', server(configuration({ retentionTime: '7d' })), 'fail', 'tooShort', '7d'],
    ['the file keeps as much', server(configuration({ retentionTime: '30d' })), 'pass', 'held'],
    [
      'the file keeps more than is in force',
      kept('15d', '2025-12-01T00:00:00Z', undefined, configuration({ retentionTime: '90d' })),
      'fail',
      'tooShort',
      '15d',
    ],
    ['the file has only a size', server(configuration({ retentionSize: '100GB' })), 'pass', 'held', '100GB'],
    ['the file has 0s', server(configuration({ retentionTime: '0s' })), 'unknown', 'unclear', '0s'],
    ['the file is not understood', server(configuration({ retentionTime: 'long' })), 'unknown', 'unclear', 'long'],
    ['what is in force is not understood', kept('30d or 80%', '2025-12-01T00:00:00Z'), 'unknown', 'unclear', '80%'],
    ['not understood, and dropped', kept('30d or 80%', '2026-01-27T12:00:00Z'), 'fail', 'dropped'],
    ['nothing is told', server(runtime({ storageRetention: '' })), 'unknown', 'unclear'],
    ['an agent', server(flags({ agent: true }), runtime({ storageRetention: '' })), 'fail', 'agent'],
  ]),
  ...rows([['the default is wanted, and held', kept('15d', '2026-01-16T12:00:00Z'), 'pass', 'held']], {}),
  ...rows([
    ['runtime information is not read', { ...server(), runtime: 'unread' }, 'unknown', undefined],
    ['flags are not read', { ...server(), flags: 'unread' }, 'unknown', undefined],
    ['the configuration is not read', { ...server(), configuration: 'unread' }, 'unknown', undefined],
    ['metrics are not read', { ...server(), metrics: 'unread' }, 'unknown', undefined],
    ['blocks are not read', { ...server(), blocks: 'unread' }, 'unknown', undefined],
    [
      'the configuration is not read, and what is in force is too short',
      { ...server(runtime({ storageRetention: '15d' })), configuration: 'unread' },
      'unknown',
      undefined,
    ],
  ]),
]);
