import { Type } from 'typebox';
import { humanDuration } from '../../model/duration.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { formatMoment } from '../../model/moment.ts';
import { duration, params } from '../../model/params.ts';
import { defineRule, fail, type Outcome, pass, pending, type Subject, unknown } from '../../model/rule.ts';
import type { Schedule } from '../../model/schedule/schedule.ts';
import { counted } from '../../model/text.ts';
import { type Backup, backupJoin, backupsOf, isSynchronised, requestedAt, shortestTtl } from '../../model/velero/backups.ts';
import { type Attendance, attendanceOf, type Span } from '../../model/velero/cadence.ts';
import { deployment, made, schedule, served } from '../../model/velero/examples.ts';
import { idleness, knownSchedule, retentionOf, type Served } from '../../model/velero/schedules.ts';
import { serverJoin } from '../../model/velero/server.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

type Subjected = Subject<typeof veleroSchedule, 'metadata' | 'spec' | 'status'>;

/** How Velero names the backups of a schedule. Its CLI names those so that it makes from one, unless they are given a name. */
const isNamedForSchedule = (backup: Backup, schedule: Pick<Subject, 'name'>): boolean =>
  backup.name.startsWith(`${schedule.name}-`) && /^\d{14}$/.test(backup.name.slice(schedule.name.length + 1));

/** A backup that failed its validation never began. */
const hasBegun = ({ facets: { status } }: Backup): boolean => status.phase !== 'FailedValidation';

/** When runs of the schedule began: its backups, and the run that it left out because it was told to. */
const begunAt = ({ facets: { status } }: Subjected, backups: readonly Backup[]): readonly number[] => {
  const skipped = status.lastSkipped === undefined ? [] : [Date.parse(status.lastSkipped)];
  return [...backups.map(requestedAt), ...skipped].filter((moment) => !Number.isNaN(moment)).sort((a, b) => a - b);
};

interface Question {
  readonly subject: Subjected;
  readonly schedule: Schedule;
  readonly span: Span;
  /** Those that the schedule itself may have made. */
  readonly backups: readonly Backup[];
  readonly allowed: number;
  readonly window: number;
}

const messages = {
  kept: 'Each of {due} within the last {window} has its backup.',
  tolerated: '{missed} of {due} within the last {window} has no backup ({which}); as many as {allowed} may be missed.',
  missed: '{missed} of {due} within the last {window} has no backup that began within {startWithin} ({which}); {allowed} may be missed.',
  foreign:
    '{missed} of {due} within the last {window} has no backup made here ({which}); there are some that came out of the storage location, and nobody can tell whether they are of this cluster.',
  idle: 'No further run will take place: {why}.',
  none: 'No run of it was due within the last {window}, as far as its backups are kept.',
  doubtful: 'Which runs were due cannot be told: {doubt}.',
  crowded: 'More runs were due within the last {window} than can be looked at: choose a shorter window.',
};
type Message = keyof typeof messages;

const namesOf = ({ missed }: Attendance): string => {
  const shown = missed.slice(-SHOWN).map(formatMoment).join(', ');
  return missed.length > SHOWN ? `the last: ${shown}` : shown;
};

const valuesOf = (attendance: Attendance, { window, allowed, span }: Question): Outcome['values'] => ({
  due: counted(attendance.due, 'run'),
  missed: attendance.missed.length,
  which: namesOf(attendance),
  window: humanDuration(window),
  allowed: allowed === 0 ? 'none' : allowed,
  startWithin: humanDuration(span.startWithin),
});

const evidenceOf = ({ due, missed }: Attendance, { subject, span, allowed }: Question): readonly Evidence[] => [
  {
    facet: 'spec',
    observed: `${subject.facets.spec.schedule}: ${due - missed.length} of ${counted(due, 'run')} since ${formatMoment(span.from)} took place`,
    expected: `each of them${allowed === 0 ? '' : ` but ${allowed}`}, begun within ${humanDuration(span.startWithin)}`,
  },
];

const judgeSpan = (question: Question): Outcome<Message> => {
  const { subject, schedule, span, backups, allowed, window } = question;
  const local = backups.filter((backup) => !isSynchronised(backup));
  const attendance = attendanceOf(schedule, begunAt(subject, local), span);
  const withForeign = attendanceOf(schedule, begunAt(subject, backups), span);
  if (!attendance || !withForeign)
    return unknown('crowded', { window: humanDuration(window) }, [{ facet: 'spec', observed: schedule.text }]);
  const values = valuesOf(attendance, question);
  const evidence = evidenceOf(attendance, question);
  if (attendance.due === 0) return pending('none', values, evidence);
  if (attendance.missed.length === 0) return pass('kept', values, evidence);
  if (attendance.missed.length <= allowed) return pass('tolerated', values, evidence);
  return withForeign.missed.length > allowed ? fail('missed', values, evidence) : unknown('foreign', values, evidence);
};

/** From when on the backups of runs must still be there, in milliseconds since 1970; a text says why that cannot be told. */
const visibleFrom = (subject: Subjected, backups: readonly Backup[], joined: Served, takenAt: Date): number | string => {
  const kept = retentionOf(subject, joined);
  if ('doubt' in kept) return kept.doubt;
  const ttl = Math.min('ttl' in kept ? kept.ttl : Number.POSITIVE_INFINITY, shortestTtl(backups));
  return takenAt.getTime() - ttl;
};

const doubtful = (doubt: string): Outcome<Message> => unknown('doubtful', { doubt }, [{ facet: 'spec', observed: doubt }]);

/** What is missed may have expired since: only then does it matter how long backups are kept. */
const judge = (question: Question, joined: Served, takenAt: Date): Outcome<Message> => {
  const outcome = judgeSpan(question);
  if (outcome.verdict === 'pass' || outcome.verdict === 'pending') return outcome;
  const visible = visibleFrom(question.subject, question.backups, joined, takenAt);
  if (typeof visible === 'string') return doubtful(visible);
  return visible <= question.span.from ? outcome : judgeSpan({ ...question, span: { ...question.span, from: visible } });
};

const DAYS = ['25', '26', '27', '28', '29', '30', '31'] as const;

const around = (...days: readonly string[]) => ({
  ...served(deployment()),
  'velero/backup': Object.assign({}, ...days.map((day) => made(`2026-01-${day}T00:00:20Z`))),
});

export default defineRule({
  id: 'velero/cadence-kept',
  title: 'Every run of a schedule took place',
  rationale:
    'A schedule that promises a backup a day and makes one every third day loses three days of work, and a look at the newest backup hides that: by chance, or because somebody makes backups by hand. Every run that was due within the window has to have a backup of the schedule that began soon after. Velero names those after the schedule and the time; a backup that was made from the schedule by hand and given a name of its own is none of its runs, and one without is taken for one only if it began when a run was due. What became of the backup is asked by velero/backups-succeed; one that failed its validation never began. Velero makes up for one run only, however many it has missed. Runs count from when the schedule was made, and no further back than backups are kept; a backup that somebody deleted counts as missed, and so do the runs of a pause, of which nothing remains to be seen. The run that it was told to skip (`skipImmediately`) does not count as missed. A schedule that is paused now fails, whatever it did before.',
  remediation:
    'See when it ran and what held it back: `velero backup get --selector velero.io/schedule-name={name} --namespace {namespace}` and `kubectl --namespace {namespace} logs deployment/velero`. Go on with a paused one: `velero schedule unpause {name} --namespace {namespace}`.',
  references: ['https://velero.io/docs/main/backup-reference/#schedule-a-backup', 'https://velero.io/docs/main/api-types/schedule/'],
  severity: 'high',
  subject: veleroSchedule,
  reads: ['metadata', 'spec', 'status'],
  joins: { servers: serverJoin, backups: backupJoin },
  params: params({
    window: duration({ default: '7d', description: 'How far back to look; no further than backups are kept.' }),
    missed: Type.Integer({ minimum: 0, maximum: 10_000, default: 0, description: 'How many runs may be missed.' }),
    startWithin: duration({ default: '1h', description: 'By how much later than it was due a run may begin.' }),
  }),
  messages,
  examples: [
    { name: 'A backup every day', facets: schedule(), around: around(...DAYS), verdict: 'pass' },
    { name: 'One day is missing', facets: schedule(), around: around(...DAYS.slice(0, 3), ...DAYS.slice(4)), verdict: 'fail' },
    {
      name: 'One day is missing, and one may',
      facets: schedule(),
      around: around(...DAYS.slice(0, 3), ...DAYS.slice(4)),
      params: { missed: 1 },
      verdict: 'pass',
    },
    { name: 'A backup every day, and paused', facets: schedule({ spec: { paused: true } }), around: around(...DAYS), verdict: 'fail' },
    { name: 'Made this morning', facets: schedule({ created: '2026-01-31T09:00:00Z' }), around: around(), verdict: 'pending' },
    {
      name: 'Backups that could not be listed',
      facets: schedule(),
      around: { ...around(), 'velero/backup': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { window, missed: allowed, startWithin }, joined, takenAt }) => {
    const idle = idleness(subject, joined);
    if (idle && 'why' in idle) return fail('idle', { why: idle.why }, [{ facet: 'spec', observed: idle.why }]);
    const found = knownSchedule(subject, joined);
    if ('doubt' in found) return doubtful(found.doubt);
    const created = Date.parse(subject.facets.metadata.createdAt);
    if (Number.isNaN(created)) return doubtful('since when the schedule is there has no date');
    const span = { from: Math.max(takenAt.getTime() - window, created), to: takenAt.getTime(), startWithin };
    const backups = backupsOf(subject, joined.backups).filter((backup) => isNamedForSchedule(backup, subject) && hasBegun(backup));
    return judge({ subject, schedule: found.schedule, span, backups, allowed, window }, joined, takenAt);
  },
});
