import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { veleroSchedule, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { formatMoment } from '../../model/moment.ts';
import { duration, params } from '../../model/params.ts';
import { anyOf, defineRule, every, fail, type Outcome, pass, unknown, unlessUnread } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import {
  ageOf,
  backupsOf,
  createdAt,
  isSynchronised,
  phaseOf,
  type StoredBackup,
  stageOf,
  storedBackupJoin,
  usabilityOf,
} from '../../model/velero/backups.ts';
import { judgeNothing, nothingMessages } from '../../model/velero/due.ts';
import { deployment, located, location, made, schedule, served } from '../../model/velero/examples.ts';
import { serverJoin } from '../../model/velero/server.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

const describe = (backup: StoredBackup): string => {
  const { startedAt = 'not begun', expiresAt = 'never' } = backup.facets.status;
  const came = isSynchronised(backup) ? `, came into the cluster ${formatMoment(createdAt(backup))}` : '';
  return `${backup.name}: ${phaseOf(backup)}, began ${startedAt}${came}, expires ${expiresAt}`;
};

const evidenceOf = (backups: readonly StoredBackup[], expected: string): readonly Evidence[] =>
  backups.slice(0, SHOWN).map((backup) => ({ facet: 'status', observed: describe(backup), expected, resource: backup.id }));

const messages = {
  ...nothingMessages,
  recent: 'The newest usable backup, {backup}, began {age} ago.',
  despite: 'Warning: {newer} made since then cannot be used ({why}). The newest usable backup, {backup}, began {age} ago.',
  stale: 'The newest usable backup, {backup}, began {age} ago; {limit} is the limit.',
  failing: 'The newest usable backup, {backup}, began {age} ago; {limit} is the limit. Since then: {why}.',
  old: 'No backup that began within the last {limit} can be used. {backup}, of which that is not known, began {age} ago.',
  none: 'None of its {backups} can be used ({why}).',
  foreign:
    'Backup {backup} began {age} ago, but its object came into this cluster only when it was complete: it may be of another cluster that shares the storage location.',
  unclear: 'Backup {backup} began {age} ago, but whether it can be used cannot be told: its phase is {phase}.',
  undated: 'Backup {backup} can be used, but nothing tells when it began.',
};
type Message = keyof typeof messages;

type Usages = Parameters<typeof usabilityOf>[1];

const whyNot = (backup: StoredBackup, usage: Usages): string => {
  const found = unlessUnread(() => usabilityOf(backup, usage), undefined);
  return `${backup.name}: ${found && 'why' in found ? found.why : 'whether it can be used is not known'}`;
};

const named = (backups: readonly StoredBackup[], usage: Usages): string =>
  backups
    .slice(0, SHOWN)
    .map((backup) => whyNot(backup, usage))
    .join('; ');

const isOver = (backup: StoredBackup): boolean => stageOf(backup) !== 'running';

interface Question {
  readonly maxAge: number;
  readonly usage: Usages;
  /** The newest first. */
  readonly all: readonly StoredBackup[];
}

const expectedOf = ({ maxAge }: Question): string => `usable, begun within the last ${humanDuration(maxAge)}`;

/** One backup that is recent enough, or may be. */
const judgeBackup = (backup: StoredBackup, question: Question): Outcome<Message> => {
  const { usage, all } = question;
  const evidence = evidenceOf([backup], expectedOf(question));
  const found = usabilityOf(backup, usage);
  if (found.usable === false) return fail('none', {}, evidence);
  const age = ageOf(backup, usage.takenAt) ?? Number.NaN;
  if (Number.isNaN(age)) return unknown('undated', { backup: backup.name }, evidence);
  const values = { backup: backup.name, age: humanDuration(age), phase: phaseOf(backup) };
  if (found.usable === undefined) return unknown('unclear', values, evidence);
  if (isSynchronised(backup)) return unknown('foreign', values, evidence);
  const newer = all.slice(0, all.indexOf(backup)).filter(isOver);
  if (newer.length === 0) return pass('recent', values, evidence);
  const more = { ...values, newer: counted(newer.length, 'backup'), why: named(newer, usage) };
  return pass('despite', more, [...evidence, ...evidenceOf(newer, expectedOf(question))]);
};

/** Whether it can be recent enough; what has no date may be of any age. */
const isCandidate = (backup: StoredBackup, { maxAge, usage }: Question): boolean => {
  const age = ageOf(backup, usage.takenAt);
  return age !== undefined && !(age > maxAge);
};

/** There are backups that are over, and none is recent. Whether an old one can be used does not matter: it is only named. */
const judgeStale = (question: Question): Outcome<Message> => {
  const { all, usage, maxAge } = question;
  const over = all.filter(isOver);
  const usableOf = (backup: StoredBackup) => unlessUnread(() => usabilityOf(backup, usage).usable, undefined);
  const newest = over.find((backup) => usableOf(backup) !== false);
  const newer = newest ? over.slice(0, over.indexOf(newest)) : over;
  const age = newest && ageOf(newest, usage.takenAt);
  const evidence = evidenceOf(newest ? [newest, ...newer] : newer, expectedOf(question));
  const why = named(newer, usage);
  if (!newest || age === undefined) return fail('none', { backups: counted(over.length, 'backup'), why }, evidence);
  const values = { backup: newest.name, age: humanDuration(age), limit: humanDuration(maxAge), why };
  if (!usableOf(newest)) return fail('old', values, evidence);
  return fail(newer.length === 0 ? 'stale' : 'failing', values, evidence);
};

const around = (...backups: readonly ReturnType<typeof made>[]) => ({
  ...served(deployment()),
  ...located(),
  'velero/backup': Object.assign({}, ...backups),
});

export default defineRule({
  id: 'velero/backup-recent',
  title: 'A recent backup can be used',
  rationale:
    'Schedules promise, backups deliver. The newest backup that can be restored decides what is lost. Usable is one that is Completed, has not expired, is not being deleted, and lies in a storage location that is Available; PartiallyFailed, of which at least one item is missing, counts only where that is accepted. Its age counts from when it began. When its object was made says nothing: objects come into a cluster out of the storage location, too, and begin anew there. Such an object may stand for a backup of another cluster that shares the location and has a schedule of the same name, which nobody can tell from the outside: where only such backups are recent, the verdict is unknown. Backups that somebody made from the schedule by hand count here; velero/cadence-kept tells whether the schedule itself ran. Where newer backups failed, but a usable one is recent enough, it passes with a warning. Where there is none yet, the verdict is pending until the first run is due, and while it is under way. That a backup holds what it should is asked by velero/captures.',
  remediation:
    'See what became of the last ones: `velero backup get --selector velero.io/schedule-name={name} --namespace {namespace}`, and why: `velero backup describe BACKUP --details --namespace {namespace}`, `velero backup logs BACKUP --namespace {namespace}`. Make one now: `velero backup create --from-schedule {name} --namespace {namespace} --wait`.',
  references: [
    'https://velero.io/docs/main/api-types/backup/',
    'https://velero.io/docs/main/how-velero-works/',
    'https://velero.io/docs/main/debugging-install/',
  ],
  severity: 'critical',
  subject: veleroSchedule,
  reads: ['metadata', 'spec', 'status'],
  joins: { servers: serverJoin, backups: storedBackupJoin, locations: every(veleroStorageLocation, ['status'], 'cluster') },
  params: params({
    maxAge: duration({
      default: '26h',
      description: 'The age of the newest usable backup, at most: a day, an hour for daylight saving, and another for the next backup.',
    }),
    acceptPartiallyFailed: Type.Boolean({ default: false, description: 'Whether a backup that is PartiallyFailed counts.' }),
  }),
  messages,
  examples: [
    { name: 'Made this midnight', facets: schedule(), around: around(made('2026-01-31T00:00:00Z')), verdict: 'pass' },
    {
      name: 'The newest failed in part, and the one before is recent enough',
      facets: schedule({ spec: { schedule: '@hourly' } }),
      around: around(made('2026-01-31T11:00:00Z', { status: { phase: 'PartiallyFailed', errors: 1 } }), made('2026-01-31T10:00:00Z')),
      verdict: 'pass',
    },
    {
      name: 'Backups are made, and fail',
      facets: schedule(),
      around: around(made('2026-01-31T00:00:00Z', { status: { phase: 'Failed' } })),
      verdict: 'fail',
    },
    {
      name: 'Its object is of today, the backup is old',
      facets: schedule(),
      around: around(made('2026-01-26T00:00:00Z', { created: '2026-01-31T09:00:00Z' })),
      verdict: 'fail',
    },
    {
      name: 'The storage location is not available',
      facets: schedule(),
      around: { ...around(made('2026-01-31T00:00:00Z')), ...located(location({ status: { phase: 'Unavailable' } })) },
      verdict: 'fail',
    },
    {
      name: 'The first run is not due',
      facets: schedule({ created: '2026-01-31T09:00:00Z', status: {} }),
      around: around(),
      verdict: 'pending',
    },
    {
      name: 'Backups that could not be listed',
      facets: schedule(),
      around: { ...around(), 'velero/backup': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { maxAge, acceptPartiallyFailed }, joined, takenAt }) => {
    const all = backupsOf(subject, joined.backups);
    const question = { maxAge, all, usage: { acceptPartiallyFailed, takenAt, joined } };
    const candidates = all.filter((backup) => isCandidate(backup, question));
    const found = anyOf<Message>([() => fail('none'), ...candidates.map((backup) => () => judgeBackup(backup, question))]);
    if (found.verdict === 'pass') return found;
    const nothing = judgeNothing(subject, { joined, backups: all, takenAt });
    if (nothing.verdict === 'pending' || (found.verdict === 'fail' && (nothing.verdict === 'unknown' || !all.some(isOver)))) return nothing;
    return found.verdict === 'unknown' ? found : judgeStale(question);
  },
});
