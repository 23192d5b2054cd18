import { covered, lifecycle, PROTECTED_BUCKET, PROTECTED_TABLE, planRule, REGION, SCOPE } from '../../../model/backup/examples.ts';
import { accountSettingsId } from '../../../model/backup/ids.ts';
import type { BackupPlanRule } from '../../../model/kinds/backup.ts';
import type { Row } from '../harness.ts';

export const ELSEWHERE = 'arn:aws:backup:us-east-2:111122223333:backup-vault:copies';
export const FOREIGN = 'arn:aws:backup:us-east-2:444455556666:backup-vault:copies';
export const FOREIGN_HERE = 'arn:aws:backup:us-west-2:444455556666:backup-vault:copies';
export const HERE = 'arn:aws:backup:us-west-2:111122223333:backup-vault:second';

export const ACCOUNT = accountSettingsId(SCOPE) as string;

export const copyTo = (vault: string, days = 35): BackupPlanRule['copies'][number] => ({
  vault,
  lifecycle: lifecycle({ deleteAfterDays: days }),
});

/** A rule that copies to these vaults. */
export const copying = (...vaults: readonly string[]): BackupPlanRule => planRule({ copies: vaults.map((vault) => copyTo(vault)) });

export const copyJob = (state = 'COMPLETED', more: object = {}) => ({
  id: 'copy-1',
  state,
  messageCategory: 'SUCCESS',
  createdAt: '2026-01-31T06:00:00Z',
  destination: FOREIGN,
  ...more,
});

type Around = NonNullable<Row['around']>;

/** Backups across accounts are on, and these jobs copied the table; `more` comes instead. */
export const abroad = (rules: readonly BackupPlanRule[], jobs: readonly object[], more: Around = {}): Pick<Row, 'facets' | 'around'> => ({
  facets: {},
  around: {
    ...covered(rules),
    'backup/account': { [ACCOUNT]: { settings: { crossAccountBackup: true } } },
    'backup/protected-resource': { [PROTECTED_TABLE]: { copyJobs: { jobs } }, [PROTECTED_BUCKET]: { copyJobs: { jobs } } },
    ...more,
  },
});

const switchedOff: Around = { 'backup/account': { [ACCOUNT]: { settings: { crossAccountBackup: false } } } };
const switchUnread: Around = { 'backup/account': { [ACCOUNT]: { settings: 'unread' } } };
const jobsUnread: Around = { 'backup/protected-resource': { [PROTECTED_TABLE]: { copyJobs: 'unread' } } };

/** Settings of the Region as far as copies of tables hang on them. */
export const management = (settings: unknown): Around => ({ 'backup/region': { [REGION]: { settings } } });

export const withManagement = (preference: Readonly<Record<string, boolean>>): Around =>
  management({ optIn: { DynamoDB: true, S3: true }, management: preference });

/** What holds of copies to a vault of another account, for whichever reason they are required. */
export const foreignRows: readonly Row[] = [
  {
    name: 'foreign: a copy has arrived',
    ...abroad([copying(FOREIGN)], [copyJob()]),
    verdict: 'pass',
    says: 'copied',
    shows: ['rule daily of plan plan-1', 'vault copies in us-east-2 of account 444455556666', 'copy-1'],
  },
  {
    name: 'foreign: no copy job',
    ...abroad([copying(FOREIGN)], []),
    verdict: 'unknown',
    says: 'unproven',
    shows: ['no copy job to the vault'],
  },
  ...['CREATED', 'RUNNING', 'FAILED', 'PARTIAL'].map(
    (state): Row => ({
      name: `foreign: a copy job that is ${state}`,
      ...abroad([copying(FOREIGN)], [copyJob(state)]),
      verdict: 'unknown',
      says: 'unproven',
      shows: [`copy-1: ${state}`],
    }),
  ),
  {
    name: 'foreign: completed with a message',
    ...abroad([copying(FOREIGN)], [copyJob('COMPLETED', { messageCategory: 'AccessDenied' })]),
    verdict: 'unknown',
    says: 'unproven',
  },
  {
    name: 'foreign: a copy to another vault',
    ...abroad([copying(FOREIGN)], [copyJob('COMPLETED', { destination: ELSEWHERE })]),
    verdict: 'unknown',
    says: 'unproven',
  },
  { name: 'foreign: one job of two', ...abroad([copying(FOREIGN)], [copyJob('FAILED'), copyJob()]), verdict: 'pass', says: 'copied' },
  { name: 'foreign: switched off', ...abroad([copying(FOREIGN)], [], switchedOff), verdict: 'fail', says: 'switchedOff', shows: [ACCOUNT] },
  {
    name: 'foreign: switched off since a copy arrived',
    ...abroad([copying(FOREIGN)], [copyJob()], switchedOff),
    verdict: 'fail',
    says: 'switchedOff',
  },
  {
    name: 'foreign: switched off, and copy jobs unread',
    ...abroad([copying(FOREIGN)], [], { ...switchedOff, ...jobsUnread }),
    verdict: 'fail',
    says: 'switchedOff',
  },
  { name: 'foreign: the switch unread', ...abroad([copying(FOREIGN)], [], switchUnread), verdict: 'unknown' },
  {
    name: 'foreign: the switch unread, and a copy has arrived: nobody knows of the next',
    ...abroad([copying(FOREIGN)], [copyJob()], switchUnread),
    verdict: 'unknown',
  },
  { name: 'foreign: copy jobs unread', ...abroad([copying(FOREIGN)], [], jobsUnread), verdict: 'unknown' },
  {
    name: 'foreign: a bucket',
    ...abroad([copying(FOREIGN)], [copyJob()], withManagement({})),
    kind: 's3/bucket',
    verdict: 'pass',
    says: 'copied',
  },
  {
    name: 'tables cannot be copied',
    ...abroad([copying(FOREIGN)], [copyJob()], withManagement({ DynamoDB: false })),
    verdict: 'fail',
    says: 'unmanaged',
    shows: ['vault copies in us-east-2', REGION],
  },
  {
    name: 'tables cannot be copied, whatever the jobs',
    ...abroad([copying(FOREIGN)], [], { ...withManagement({ DynamoDB: false }), ...jobsUnread }),
    verdict: 'fail',
    says: 'unmanaged',
  },
  {
    name: 'whether tables can be copied is not told',
    ...abroad([copying(FOREIGN)], [copyJob()], withManagement({ EFS: true })),
    verdict: 'unknown',
    says: 'preferenceUntold',
  },
  { name: 'whether tables can be copied is unread', ...abroad([copying(FOREIGN)], [copyJob()], management('unread')), verdict: 'unknown' },
  {
    name: 'nothing is copied',
    facets: {},
    around: covered(),
    verdict: 'fail',
    says: 'none',
    shows: ['rule daily of plan plan-1', 'copies to no vault'],
  },
  { name: 'within the Region and the account', ...abroad([copying(HERE)], []), verdict: 'fail', says: 'elsewhere', shows: [HERE] },
  {
    name: 'to what is no vault',
    ...abroad([copying('arn:aws:s3:::copies')], []),
    verdict: 'unknown',
    says: 'unparsed',
    shows: ['arn:aws:s3:::copies'],
  },
  {
    name: 'one rule of two copies',
    ...abroad([planRule({ id: 'r-1' }), { ...copying(FOREIGN), id: 'r-2', name: 'monthly' }], [copyJob()]),
    verdict: 'pass',
    says: 'copied',
    shows: ['rule monthly'],
  },
  {
    name: 'one rule of two is to copy, but nothing can: that one is named',
    ...abroad([planRule({ id: 'r-1' }), { ...copying(FOREIGN), id: 'r-2', name: 'monthly' }], [], switchedOff),
    verdict: 'fail',
    says: 'switchedOff',
    shows: ['rule monthly'],
  },
];
