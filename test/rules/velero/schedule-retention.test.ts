import { deployment, SERVER, schedule, served, template } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/schedule-retention.ts';
import { type Row, runTable } from '../harness.ts';

const withTtl = (ttl: string | undefined) => {
  const { ttl: _, ...rest } = template();
  return schedule({ spec: { template: ttl === undefined ? rest : { ...rest, ttl } } });
};

const UNREAD = { 'velero/server': 'unread' } as const;
const flagged = (ttl: string) => served(deployment({ flags: { 'default-backup-ttl': ttl } }));

const written: readonly (readonly [string, Row['verdict'], string])[] = [
  ['168h', 'pass', 'kept'],
  ['168h0m0s', 'pass', 'kept'],
  ['10080m', 'pass', 'kept'],
  ['168h0m1s', 'pass', 'kept'],
  ['167h59m59s', 'fail', 'short'],
  ['167h59m59.999999999s', 'fail', 'short'],
  ['24h', 'fail', 'short'],
  ['1ns', 'fail', 'short'],
  ['-168h', 'fail', 'past'],
  ['7d', 'fail', 'unreadable'],
  ['P7D', 'fail', 'unreadable'],
  ['168', 'fail', 'unreadable'],
  ['', 'fail', 'unreadable'],
  ['168h\u001b[31m', 'fail', 'unreadable'],
];

const defaulted: readonly Row[] = [undefined, '0', '0s', '-0s', '0h0m0s'].map((ttl) => ({
  name: `${ttl ?? 'no TTL'}: the server's default, 720 hours`,
  facets: withTtl(ttl),
  around: served(deployment()),
  params: { min: '720h' },
  verdict: 'pass',
  says: 'kept',
  shows: ['30 days', 'by the default'],
}));

runTable(rule, [
  ...written.map(([ttl, verdict, says]) => ({
    name: `"${ttl}", whatever the server`,
    facets: withTtl(ttl),
    around: UNREAD,
    verdict,
    says,
  })),
  ...defaulted,
  {
    name: "the server's default, a second short",
    facets: withTtl('0s'),
    around: served(deployment()),
    params: { min: '2592001s' },
    verdict: 'fail',
    says: 'short',
  },
  { name: "the server's flag", facets: withTtl('0s'), around: flagged('72h'), verdict: 'fail', says: 'short', shows: ['3 days'] },
  { name: 'the flag does not matter', facets: withTtl('168h'), around: flagged('72h'), verdict: 'pass', says: 'kept' },
  {
    name: 'a flag that is no duration',
    facets: withTtl('0s'),
    around: flagged('30d'),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['--default-backup-ttl=30d'],
  },
  { name: 'no deployment', facets: withTtl('0s'), around: served(), verdict: 'unknown', says: 'doubtful' },
  { name: 'no server in its namespace', facets: withTtl('0s'), around: { 'velero/server': {} }, verdict: 'unknown', says: 'doubtful' },
  {
    name: 'a server of another namespace',
    facets: withTtl('0s'),
    around: { 'velero/server': { 'k8s://prod/velero.io/other/Server/velero': { deployments: { deployments: [deployment()] } } } },
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'two deployments that agree',
    facets: withTtl('0s'),
    around: served(deployment(), deployment({ name: 'other', flags: { 'default-backup-ttl': '720h' } })),
    verdict: 'pass',
    says: 'kept',
  },
  {
    name: 'two deployments that do not',
    facets: withTtl('0s'),
    around: served(deployment(), deployment({ name: 'other', flags: { 'default-backup-ttl': '1h' } })),
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'deployments not read, and needed',
    facets: withTtl(undefined),
    around: { 'velero/server': { [SERVER]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
  { name: 'the server not listed, and needed', facets: withTtl(undefined), around: UNREAD, verdict: 'unknown' },
  { name: 'the schedule not read', facets: { ...schedule(), spec: 'unread' }, around: served(deployment()), verdict: 'unknown' },
]);
