import { cluster, NIGHTS, restore, restores, snapshot, snapshots } from '../../../model/elasticsearch/examples.ts';
import rule from '../../../rules/elasticsearch/restore-tested.ts';
import { type Row, runTable } from '../harness.ts';

const RECENT = '2026-01-17T12:00:00Z';

type Given = readonly [string, Row['facets'], Row['verdict'], string | undefined, ...string[]];

const rows = (given: readonly Given[], params: Row['params'] = {}): readonly Row[] =>
  given.map(([name, facets, verdict, says, ...shows]) => ({
    name,
    facets,
    params,
    verdict,
    shows,
    ...(says === undefined ? {} : { says }),
  }));

const restored = (...more: readonly Partial<ReturnType<typeof restore>>[]) => cluster(restores(...more.map((one) => restore(RECENT, one))));

const unlisted = { repository: 'mlops-snapshots', code: 'repository_exception', message: 'no such bucket' };

runTable(rule, [
  ...rows([
    ['restored two weeks ago', restored({}), 'pass', 'tested', 'training-runs', '14 days', 'not proven'],
    ['restored 90 days ago', restored({ endedAt: '2025-11-02T12:00:00Z' }), 'pass', 'tested'],
    ['restored more than 90 days ago', restored({ endedAt: '2025-11-02T11:59:59Z' }), 'unknown', 'untold', 'That says nothing'],
    ['one of two is recent', restored({ endedAt: '2025-01-01T00:00:00Z' }, {}), 'pass', 'tested'],
    ['no date', restored({ endedAt: undefined as never }), 'unknown', 'untold', 'no date'],
    ['none', cluster(), 'unknown', 'untold', 'any index', 'no restore'],
    ['a shard is missing', restored({ done: 1 }), 'unknown', 'untold'],
    ['no shard', restored({ shards: 0, done: 0 }), 'unknown', 'untold'],
    ['mounted', restored({ mounted: true }), 'unknown', 'untold'],
    ['out of a repository of the service', restored({ repository: 'cs-automated-enc' }), 'unknown', 'untold'],
    ['no snapshot', cluster(snapshots(), restores(restore(RECENT))), 'fail', 'nothing', '0 complete snapshots'],
    ['no complete snapshot', cluster(snapshots(snapshot(NIGHTS[0], { state: 'PARTIAL' }))), 'fail', 'nothing'],
    [
      'a snapshot in a state that nobody knows',
      cluster(snapshots(snapshot(NIGHTS[0], { state: 'PONDERING' }))),
      'unknown',
      'unclear',
      'PONDERING',
    ],
    [
      'snapshots that could not be listed',
      cluster({ snapshots: { snapshots: [], unlisted: [unlisted] } }),
      'unknown',
      'unlisted',
      'mlops-snapshots',
    ],
  ]),
  ...rows([['restored a day ago', restored({ endedAt: '2026-01-30T12:00:00Z' }), 'pass', 'tested']], { maxAge: '1d' }),
  ...rows(
    [
      ['out of this repository', restored({ repository: 'archive' }), 'fail', 'nothing'],
      [
        'out of this repository, which has snapshots',
        cluster(snapshots(snapshot(NIGHTS[0], { repository: 'archive' })), restores(restore(RECENT, { repository: 'archive' }))),
        'pass',
        'tested',
      ],
      [
        'out of another one',
        cluster(snapshots(snapshot(NIGHTS[0], { repository: 'archive' })), restores(restore(RECENT))),
        'unknown',
        'untold',
      ],
    ],
    { repository: 'arch*' },
  ),
  ...rows(
    [
      ['both were restored', restored({}, { source: '.ds-logs-ml-2026.01.01-000001' }), 'pass', 'tested'],
      ['one of the two was', restored({}), 'unknown', 'untold', '.ds-logs-ml-*'],
    ],
    { indices: ['training-*', '.ds-logs-ml-*'] },
  ),
  ...rows([
    ['snapshots are not read', { ...restored({}), snapshots: 'unread' }, 'unknown', undefined],
    ['restores are not read', { ...restored({}), restores: 'unread' }, 'unknown', undefined],
    ['restores are not read, and there is no snapshot', { ...cluster(snapshots()), restores: 'unread' }, 'fail', 'nothing'],
  ]),
]);
