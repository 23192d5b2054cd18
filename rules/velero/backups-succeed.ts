import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { duration, params } from '../../model/params.ts';
import { isEnough, requiredShare } from '../../model/rate.ts';
import { defineRule, fail, pass, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import { type Backup, backupJoin, backupsOf, isSynchronised, phaseOf, settledAt, stageOf } from '../../model/velero/backups.ts';
import { judgeNothing, nothingMessages } from '../../model/velero/due.ts';
import { deployment, made, schedule, served } from '../../model/velero/examples.ts';
import { serverJoin } from '../../model/velero/server.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

/** What a backup counts as. `foreign`: it may be of another cluster. `unclear`: a phase that nobody knows, or no date. */
type Sort = 'clean' | 'failed' | 'unclear' | 'foreign' | 'outside';

const SORTS = { completed: 'clean', partial: 'failed', failed: 'failed', unclear: 'unclear' } as const;

const sortOf = (backup: Backup, from: number): Sort => {
  const stage = stageOf(backup);
  const at = settledAt(backup);
  // What one was that is being deleted, its phase does not tell any more.
  if (stage === 'running' || stage === 'deleting' || at < from) return 'outside';
  if (isSynchronised(backup)) return 'foreign';
  return Number.isNaN(at) ? 'unclear' : SORTS[stage];
};

type Sorted = Readonly<Record<Sort, readonly Backup[]>>;

const sortBackups = (backups: readonly Backup[], from: number): Sorted => {
  const sorted: Record<Sort, Backup[]> = { clean: [], failed: [], unclear: [], foreign: [], outside: [] };
  for (const backup of backups) sorted[sortOf(backup, from)].push(backup);
  return sorted;
};

const describe = (backup: Backup): Evidence => {
  const { status } = backup.facets;
  const why = [status.failureReason, ...status.validationErrors].filter((reason) => reason !== undefined).join('; ');
  const errors = status.errors > 0 ? `, ${counted(status.errors, 'error')}` : '';
  return { facet: 'status', observed: `${backup.name}: ${phaseOf(backup)}${errors}${why === '' ? '' : `, ${why}`}`, resource: backup.id };
};

const evidenceOf = ({ clean, failed, unclear, foreign }: Sorted, minRate: number): readonly Evidence[] => {
  const observed = `${clean.length} of ${counted(clean.length + failed.length + unclear.length, 'finished backup')} Completed`;
  return [
    { facet: 'status', observed, expected: requiredShare(minRate) },
    ...[...failed, ...unclear, ...foreign].slice(0, SHOWN).map(describe),
  ];
};

const around = (...phases: readonly string[]) => ({
  ...served(deployment()),
  'velero/backup': Object.assign({}, ...phases.map((phase, index) => made(`2026-01-${30 - index}T00:00:00Z`, { status: { phase } }))),
});

export default defineRule({
  id: 'velero/backups-succeed',
  title: 'Backups of a schedule succeed',
  rationale:
    'A schedule whose backups fail looks as good as any until somebody needs one. Every backup of the schedule that came to its end within the window counts: Failed, FailedValidation and PartiallyFailed are failures, and only Completed is none. One is PartiallyFailed as soon as a single error was logged; warnings alone leave it Completed. Those under way or being deleted do not count, and neither do those whose objects came into this cluster out of the storage location: they may be of another cluster. Velero deletes backups, failed ones too, when they expire: of a window that is longer than the retention only what is left can be seen, and a failure that somebody has deleted cannot be. Where none has come to its end, the verdict is pending as long as no run was due within the window.',
  remediation:
    'See which failed: `velero backup get --selector velero.io/schedule-name={name} --namespace {namespace}`, and why: `velero backup describe BACKUP --details --namespace {namespace}` and `velero backup logs BACKUP --namespace {namespace}`.',
  references: ['https://velero.io/docs/main/api-types/backup/', 'https://velero.io/docs/main/debugging-install/'],
  severity: 'high',
  subject: veleroSchedule,
  reads: ['metadata', 'spec', 'status'],
  joins: { servers: serverJoin, backups: backupJoin },
  params: params({
    window: duration({ default: '7d', description: 'How far back to look; no further than backups are kept.' }),
    minRate: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 1,
      description: 'The share of the finished backups that must be Completed, from 0 to 1.',
    }),
  }),
  messages: {
    ...nothingMessages,
    succeeded: 'Within the last {window} {clean} of {finished} succeeded.',
    failed: 'Within the last {window} {clean} of {finished} succeeded; {required} must.',
    unclear: 'Within the last {window} {clean} of {finished} succeeded; of {unclear} more nobody can tell what became of them or when.',
    foreign:
      'Within the last {window} no backup has finished here, and {foreign} came out of the storage location: nobody can tell whether of this cluster.',
  },
  examples: [
    { name: 'All succeeded', facets: schedule(), around: around('Completed', 'Completed'), verdict: 'pass' },
    { name: 'One of two failed in part', facets: schedule(), around: around('Completed', 'PartiallyFailed'), verdict: 'fail' },
    {
      name: 'One of two failed, and half is enough',
      facets: schedule(),
      around: around('Completed', 'Failed'),
      params: { minRate: 0.5 },
      verdict: 'pass',
    },
    { name: 'The first run is not due', facets: schedule({ created: '2026-01-31T09:00:00Z' }), around: around(), verdict: 'pending' },
    {
      name: 'Backups that could not be listed',
      facets: schedule(),
      around: { ...around(), 'velero/backup': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { window, minRate }, joined, takenAt }) => {
    const from = takenAt.getTime() - window;
    const backups = backupsOf(subject, joined.backups);
    const sorted = sortBackups(backups, from);
    const [clean, failed, unclear, foreign] = [sorted.clean.length, sorted.failed.length, sorted.unclear.length, sorted.foreign.length];
    const evidence = evidenceOf(sorted, minRate);
    const values = {
      clean,
      finished: counted(clean + failed, 'backup'),
      window: humanDuration(window),
      required: requiredShare(minRate),
      unclear,
      foreign: counted(foreign, 'backup'),
    };
    if (clean + failed + unclear === 0) {
      const outcome = judgeNothing(subject, { joined, backups: backups.filter((backup) => stageOf(backup) === 'running'), takenAt }, from);
      const isOpen = foreign > 0 && outcome.verdict === 'fail';
      return isOpen ? unknown('foreign', values, evidence) : { ...outcome, evidence: [...evidence, ...outcome.evidence] };
    }
    const enough = isEnough({ well: clean, bad: failed, unclear }, minRate);
    if (enough === undefined) return unknown('unclear', values, evidence);
    return enough ? pass('succeeded', values, evidence) : fail('failed', values, evidence);
  },
});
