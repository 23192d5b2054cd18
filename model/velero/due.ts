import type { veleroSchedule } from '../kinds/velero.ts';
import { formatMoment } from '../moment.ts';
import { fail, type Outcome, pending, type Subject } from '../rule.ts';
import { type Backup, phaseOf, requestedAt, stageOf } from './backups.ts';
import { doubtful, idleness, type Runs, reckonedFrom, runDue, runsOf, type Served } from './schedules.ts';

// Nothing is there: whether something has to be. What is too new to have been backed up has lost nothing yet.

type Schedule = Subject<typeof veleroSchedule, 'metadata' | 'spec' | 'status'>;

export const nothingMessages = {
  idle: 'There is no backup of it, and none will follow: {why}.',
  notDue: 'No run of it was due; Velero has to begin the next by {due}.',
  running: 'Its first backup, {backup}, is under way: {phase}.',
  overdue: 'There is no backup of it, although Velero had to begin one by {due}.',
  doubtful: 'Whether there has to be a backup of it cannot be told: {doubt}.',
} as const;
export type NothingMessage = keyof typeof nothingMessages;

/** Whether a backup is under way and still in time: the one after it is not due. */
const isInTime = (backup: Backup, runs: Runs, takenAt: Date): boolean => {
  if (stageOf(backup) !== 'running') return false;
  const due = runDue(runs, requestedAt(backup), takenAt);
  return 'doubt' in due || due.at > takenAt.getTime();
};

const judgeDue = (runs: Runs, since: number, backups: readonly Backup[], takenAt: Date): Outcome<NothingMessage> => {
  const due = runDue(runs, since, takenAt);
  if ('doubt' in due) return doubtful('doubtful', due.doubt);
  const values = { due: formatMoment(due.at) };
  const evidence = [{ facet: 'spec', observed: 'no backup that is over', expected: `one that begins by ${values.due}` }];
  if (due.at > takenAt.getTime()) return pending('notDue', values, evidence);
  const running = backups.some((backup) => stageOf(backup) !== 'running') ? undefined : backups.find((one) => isInTime(one, runs, takenAt));
  if (!running) return fail('overdue', values, evidence);
  const observed = `${running.name}: ${phaseOf(running)}`;
  return pending('running', { backup: running.name, phase: phaseOf(running) }, [{ facet: 'status', observed, resource: running.id }]);
};

/**
 * Where none of a schedule's `backups` is what is looked for: pending as long as Velero still has time for the first run
 * after `since` (milliseconds since 1970; and after it was made), fails from then on.
 * @throws UnreadFact where that hangs on a server that could not be read
 */
export const judgeNothing = (
  subject: Schedule,
  { joined, backups, takenAt }: { readonly joined: Served; readonly backups: readonly Backup[]; readonly takenAt: Date },
  since = Number.NEGATIVE_INFINITY,
): Outcome<NothingMessage> => {
  const found = idleness(subject, joined);
  if (found && 'doubt' in found) return doubtful('doubtful', found.doubt);
  if (found) return fail('idle', { why: found.why }, [{ facet: 'spec', observed: found.why }]);
  // One that has made backups before is not new because it was told to skip a run.
  const isNew = backups.every((backup) => stageOf(backup) === 'running');
  const from = Math.max(since, isNew ? reckonedFrom(subject) : Date.parse(subject.facets.metadata.createdAt));
  return judgeDue(runsOf(subject, joined), from, backups, takenAt);
};
