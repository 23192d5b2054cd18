import type { veleroSchedule } from '../kinds/velero.ts';
import { type Outcome, type Subject, unknown, unlessUnread } from '../rule.ts';
import { type Gap, largestGap } from '../schedule/gap.ts';
import { nextFire, type Schedule } from '../schedule/schedule.ts';
import { needsTimeZone, parseVeleroSchedule, VELERO_SYNC_PERIOD } from '../schedule/velero.ts';
import { parseGoDuration } from './go-duration.ts';
import { defaultTtl, type Server, serverOf, serverZone, type Told } from './server.ts';

// When a schedule of Velero runs, whether it does at all, and for how long its backups are kept.

const HOUR = 3_600_000;

type Specified = Subject<typeof veleroSchedule, 'spec'>;

/** What is needed of the servers of the cluster. Looked at only where it can decide. */
export interface Served {
  readonly servers: readonly Server[];
}

/** When a schedule runs; that Velero refuses its expression; or how it would run in UTC, where nobody can tell the time zone. */
export type Runs =
  | { readonly schedule: Schedule }
  | { readonly refused: string }
  | { readonly inUtc: Schedule /** Why, as a clause. Throws `UnreadFact` where it is that. */; readonly doubt: () => string };

const parsedIn = (text: string, timeZone: string): { readonly schedule: Schedule } | { readonly refused: string } => {
  const parsed = parseVeleroSchedule(text, timeZone);
  return 'schedule' in parsed ? parsed : { refused: `its expression "${text}" is not understood: ${parsed.problem}` };
};

const zoneFor = (subject: Specified, joined: Served): Told<string> => serverZone(serverOf(subject, joined.servers));

const doubtOf = (told: Told<unknown>): string => ('doubt' in told ? told.doubt : '');

/** When a schedule runs. The server's time zone is asked for only where the expression needs it. */
export const runsOf = (subject: Specified, joined: Served): Runs => {
  const text = subject.facets.spec.schedule;
  if (!needsTimeZone(text)) return parsedIn(text, 'UTC');
  const zone = unlessUnread(() => zoneFor(subject, joined), undefined);
  if (zone && 'value' in zone) return parsedIn(text, zone.value);
  const inUtc = parsedIn(text, 'UTC');
  return 'refused' in inUtc ? inUtc : { inUtc: inUtc.schedule, doubt: () => doubtOf(zoneFor(subject, joined)) };
};

/**
 * The schedule, where it can be told; otherwise, as a clause, why it cannot.
 * @throws UnreadFact where that is because the server could not be read
 */
export const knownSchedule = (subject: Specified, joined: Served): { readonly schedule: Schedule } | { readonly doubt: string } => {
  const runs = runsOf(subject, joined);
  if ('inUtc' in runs) return { doubt: runs.doubt() };
  return 'schedule' in runs ? runs : { doubt: runs.refused };
};

/** [inference] No clock is put forward or back by more at once; those of Antarctica/Troll are by two hours. */
const LARGEST_CHANGE = 3 * HOUR;

/** The longest time between two runs: within which bounds it is, and where it is if the schedule is known. */
export interface Spacing {
  readonly least: number;
  readonly most: number;
  readonly gap: Gap | undefined;
}

/**
 * How far apart the runs of a schedule lie at most, from `from` on (milliseconds since 1970). In whatever time zone: a change
 * of the clock makes one gap shorter or longer by itself, and where it skips runs, no more than one gap follows upon another.
 */
export const spacingOf = (runs: Exclude<Runs, { refused: string }>, from: number): Spacing => {
  const gap = largestGap(['schedule' in runs ? runs.schedule : runs.inUtc], from);
  if ('schedule' in runs) return { least: gap.gap, most: gap.gap, gap };
  const least = Math.max(0, gap.gap - LARGEST_CHANGE);
  return { least, most: Math.max(2 * gap.gap, gap.gap + 2 * LARGEST_CHANGE), gap: undefined };
};

/** A moment in milliseconds since 1970 before which something is not due; or, as a clause, why nobody can tell. */
export type Due = { readonly at: number } | { readonly doubt: string };

/**
 * By when a run must have started that is due after `since`. Where the time zone is not known but any would do, the latest
 * moment that it can be.
 * @throws UnreadFact where the time zone decides and could not be read
 */
export const runDue = (runs: Runs, since: number, takenAt: Date): Due => {
  if ('refused' in runs) return { doubt: runs.refused };
  if (Number.isNaN(since)) return { doubt: 'since when it is there has no date' };
  // One that falls on no date is due at any time.
  if ('schedule' in runs) return { at: (nextFire(runs.schedule, since) ?? since) + VELERO_SYNC_PERIOD };
  const latest = since + spacingOf(runs, since).most + VELERO_SYNC_PERIOD;
  return latest <= takenAt.getTime() ? { at: latest } : { doubt: runs.doubt() };
};

/** From when on Velero reckons the first run of a schedule. */
export const reckonedFrom = ({ facets: { metadata, status } }: Subject<typeof veleroSchedule, 'metadata' | 'status'>): number => {
  const created = Date.parse(metadata.createdAt);
  return status.lastSkipped === undefined ? created : Math.max(created, Date.parse(status.lastSkipped));
};

/** Why a schedule makes no backups by what it says itself. */
export type Idle = 'deleted' | 'paused' | 'invalid' | 'refused';

/** Why it makes none, and that as a clause; `undefined` where it does not say so itself. */
export const idleness = ({
  facets: { metadata, spec, status },
}: Subject<typeof veleroSchedule, 'metadata' | 'spec' | 'status'>): { readonly idle: Idle; readonly why: string } | undefined => {
  if (metadata.deletedAt !== undefined) return { idle: 'deleted', why: 'the schedule is being deleted' };
  if (spec.paused) return { idle: 'paused', why: 'the schedule is paused' };
  const parsed = parsedIn(spec.schedule, 'UTC');
  if ('refused' in parsed) return { idle: 'refused', why: `Velero refuses the schedule: ${parsed.refused}` };
  if (status.phase !== 'FailedValidation') return undefined;
  return { idle: 'invalid', why: `Velero refuses the schedule: ${status.validationErrors.join('; ') || 'it says no more'}` };
};

/** For how long the backups of a schedule are kept, in milliseconds, and where that is said; or why that cannot be told or read. */
export type Kept =
  | { readonly ttl: number; readonly source: 'template' | 'server' }
  /** No Go duration: Velero cannot read the schedule. */
  | { readonly unreadable: string }
  | { readonly doubt: string };

/**
 * The TTL of a schedule's backups. Where the template says none, or zero, the server's default holds.
 * @throws UnreadFact where that is needed and could not be read
 */
export const retentionOf = (subject: Specified, joined: Served): Kept => {
  const text = subject.facets.spec.template.ttl;
  const ttl = text === undefined ? 0 : parseGoDuration(text);
  if (ttl === undefined) return { unreadable: text ?? '' };
  if (ttl !== 0) return { ttl, source: 'template' };
  const told = defaultTtl(serverOf(subject, joined.servers));
  return 'doubt' in told ? told : { ttl: told.value, source: 'server' };
};

/** `unknown`, since nobody can tell something. */
export const doubtful = <M extends string>(message: M, doubt: string): Outcome<M> =>
  unknown(message, { doubt }, [{ facet: 'spec', observed: doubt }]);
