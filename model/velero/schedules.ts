import type { veleroSchedule } from '../kinds/velero.ts';
import { type Outcome, type Subject, unknown, unlessUnread } from '../rule.ts';
import { type Gap, largestGap } from '../schedule/gap.ts';
import { nextFire, type Schedule } from '../schedule/schedule.ts';
import { DIALECTS, type Dialect, needsTimeZone, VELERO_SYNC_PERIOD, veleroReadings } from '../schedule/velero.ts';
import { clip } from '../text.ts';
import type { Truth } from '../truth.ts';
import { parseGoDuration } from './go-duration.ts';
import { defaultTtl, type Server, serverDialects, serverOf, serverZone, type Told, versionDoubt } from './server.ts';

// When a schedule of Velero runs, whether it does at all, and for how long its backups are kept.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const [SHORTEST_MONTH, LONGEST_MONTH, QUARTER] = [28 * DAY, 31 * DAY, 93 * DAY];

type Specified = Subject<typeof veleroSchedule, 'spec'>;

/** What is needed of the servers of the cluster. Looked at only where it can decide. */
export interface Served {
  readonly servers: readonly Server[];
}

/** A schedule that runs in one of several ways, and nobody can tell in which. */
export interface Open {
  /** How it may run, in one way at least; in UTC where nobody knows in which time zone. */
  readonly possible: readonly Schedule[];
  readonly zoned: boolean;
  /** Whether it may also be that Velero refuses its expression. */
  readonly refusable: boolean;
  /** Why nobody can tell, as a clause. Throws `UnreadFact` where it is that. */
  readonly doubt: () => string;
}

/** When a schedule runs; that Velero refuses its expression; or what is open about that. */
export type Runs = { readonly schedule: Schedule } | { readonly refused: string } | Open;

/** The dialects that a schedule may be written in, since nobody knows the server's version, or the one that it is. */
const dialectsFor = (subject: Specified, joined: Served): readonly Dialect[] =>
  unlessUnread(() => serverDialects(serverOf(subject, joined.servers)), DIALECTS);

/** Why nobody can tell how an expression is understood. */
const dialectDoubt = (subject: Specified, joined: Served): string => {
  const doubt = versionDoubt(serverOf(subject, joined.servers));
  return `releases of Velero differ on what "${subject.facets.spec.schedule}" means, and ${doubt}`;
};

const zoneFor = (subject: Specified, joined: Served): Told<string> => serverZone(serverOf(subject, joined.servers));

const doubtOf = (told: Told<unknown>): string => ('doubt' in told ? told.doubt : '');

/** The time zone that decides, `UTC` if none does; `undefined` = not known. */
const knownZone = (subject: Specified, joined: Served, dialects: readonly Dialect[]): string | undefined => {
  if (!dialects.some((dialect) => needsTimeZone(subject.facets.spec.schedule, dialect))) return 'UTC';
  const told = unlessUnread(() => zoneFor(subject, joined), undefined);
  return told && 'value' in told ? told.value : undefined;
};

const refusal = (text: string, problem: string): string => `its expression "${text}" is not understood: ${problem}`;

/** When a schedule runs. The server is asked only for what makes a difference: its time zone, and in which dialect it reads. */
export const runsOf = (subject: Specified, joined: Served): Runs => {
  const text = subject.facets.spec.schedule;
  const dialects = dialectsFor(subject, joined);
  const zone = knownZone(subject, joined, dialects);
  const readings = veleroReadings(text, zone ?? 'UTC', dialects);
  const possible = readings.flatMap((reading) => ('schedule' in reading ? [reading.schedule] : []));
  const [problem] = readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : []));
  const [schedule] = possible;
  if (!schedule) return { refused: refusal(text, problem ?? '') };
  if (readings.length === 1 && zone !== undefined) return { schedule };
  const doubt = () => (readings.length > 1 ? dialectDoubt(subject, joined) : doubtOf(zoneFor(subject, joined)));
  return { possible, zoned: zone !== undefined, refusable: problem !== undefined, doubt };
};

/**
 * The schedule, where it can be told; otherwise, as a clause, why it cannot.
 * @throws UnreadFact where that is because the server could not be read
 */
export const knownSchedule = (subject: Specified, joined: Served): { readonly schedule: Schedule } | { readonly doubt: string } => {
  const runs = runsOf(subject, joined);
  if ('doubt' in runs) return { doubt: runs.doubt() };
  return 'schedule' in runs ? runs : { doubt: runs.refused };
};

/** Whether a schedule falls on any date later than a moment (milliseconds since 1970). */
export const fallsOnDates = (runs: Runs, after: number): Truth => {
  if ('refused' in runs) return false;
  const possible = 'schedule' in runs ? [runs.schedule] : runs.possible;
  const falls = new Set(possible.map((schedule) => nextFire(schedule, after) !== undefined));
  if ('refusable' in runs && runs.refusable) falls.add(false);
  return falls.size === 1 ? falls.has(true) : undefined;
};

/** [inference] No clock is put forward or back by more at once; those of Antarctica/Troll are by two hours. */
const LARGEST_CHANGE = 3 * HOUR;

/** The longest time between two runs: within which bounds it is, and where it is if the schedule is known. */
export interface Spacing {
  readonly least: number;
  /** `Infinity` where there may be no runs at all, or where they follow from no date. */
  readonly most: number;
  readonly gap: Gap | undefined;
}

/**
 * By how much more two gaps may come to where the search for the next run misses what the clock shows: the runs of a day that
 * has no midnight, or of a month that does not begin with one. It goes from day to day only where not every day has runs, and
 * from month to month only where not every month has.
 */
const missedWith = (gap: number): number => {
  if (gap <= DAY) return 0;
  return gap < SHORTEST_MONTH ? DAY : LONGEST_MONTH;
};

/**
 * What spacing in UTC comes to in whatever time zone. A change of the clock makes a gap shorter or longer, and where it skips
 * runs, no more than one gap follows upon another. Where it skips or repeats a midnight, there may be runs on the day beside
 * the one that is asked for. Of what runs less than once a quarter each run may be missed, because of the change of another year.
 */
const inAnyZone = ({ least, most, gap }: Spacing): Spacing =>
  most > QUARTER
    ? { least: 0, most: Number.POSITIVE_INFINITY, gap }
    : {
        least: Math.max(0, least - LARGEST_CHANGE - (least > DAY ? DAY : 0)),
        most: 2 * most + LARGEST_CHANGE + missedWith(most),
        gap,
      };

/** Of what falls on no date Velero makes one backup after the other: how far apart hangs on how long they take. */
const ENDLESS: Spacing = { least: 0, most: Number.POSITIVE_INFINITY, gap: undefined };

const knownSpacing = (schedule: Schedule, from: number): Spacing => {
  const gap = largestGap([schedule], from);
  return Number.isFinite(gap.gap) ? { least: gap.gap, most: gap.gap, gap } : ENDLESS;
};

/** How far apart the runs of a schedule lie at most, from `from` on (milliseconds since 1970). */
export const spacingOf = (runs: Exclude<Runs, { refused: string }>, from: number): Spacing => {
  if ('schedule' in runs) return knownSpacing(runs.schedule, from);
  const all = runs.possible.map((schedule) => knownSpacing(schedule, from));
  const most = runs.refusable ? Number.POSITIVE_INFINITY : Math.max(...all.map((spacing) => spacing.most));
  const spacing = { least: Math.min(...all.map(({ least }) => least)), most, gap: undefined };
  return runs.zoned ? spacing : inAnyZone(spacing);
};

/** A moment in milliseconds since 1970 before which something is not due; or, as a clause, why nobody can tell. */
export type Due = { readonly at: number } | { readonly doubt: string };

/**
 * By when a run must have started that is due after `since`. Where it is open how the schedule runs but any way would do, the
 * latest moment that it can be.
 * @throws UnreadFact where the server decides and could not be read
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

/** Why it makes none, and that as a clause; or why it cannot be told whether Velero takes its expression. */
export type Idleness = { readonly idle: Idle; readonly why: string } | { readonly doubt: string };

/** What Kubernetes takes as the value of a label. Backups bear the name of their schedule as one (`velero.io/schedule-name`). */
const LONGEST_LABEL = 63;

const nameProblem = (name: string): string =>
  `Kubernetes refuses its backups: they bear its name as a label, which has ${LONGEST_LABEL} characters at most, and the name has ${name.length}`;

/**
 * Why a schedule makes no backups; `undefined` where it does not say so itself.
 * @throws UnreadFact where it depends on the server whether Velero takes its expression, and that could not be read
 */
export const idleness = (subject: Subject<typeof veleroSchedule, 'metadata' | 'spec' | 'status'>, joined: Served): Idleness | undefined => {
  const { name, facets } = subject;
  const { metadata, spec, status } = facets;
  if (metadata.deletedAt !== undefined) return { idle: 'deleted', why: 'the schedule is being deleted' };
  if (spec.paused) return { idle: 'paused', why: 'the schedule is paused' };
  if (name.length > LONGEST_LABEL) return { idle: 'refused', why: nameProblem(name) };
  const ttl = templateTtl(subject);
  if ('unreadable' in ttl) return { idle: 'refused', why: `Velero cannot read it: its TTL "${clip(ttl.unreadable, 40)}" is no duration` };
  const runs = runsOf(subject, joined);
  if ('refused' in runs) return { idle: 'refused', why: `Velero refuses the schedule: ${runs.refused}` };
  if (status.phase === 'FailedValidation')
    return { idle: 'invalid', why: `Velero refuses the schedule: ${status.validationErrors.join('; ') || 'it says no more'}` };
  return 'refusable' in runs && runs.refusable ? { doubt: runs.doubt() } : undefined;
};

/** Whether a schedule says itself that it makes no backups. */
export const isIdle = (...asked: Parameters<typeof idleness>): Truth => {
  const found = idleness(...asked);
  return found !== undefined && ('idle' in found || undefined);
};

/** The TTL that the template of a schedule says, in milliseconds; 0 where it says none. */
const templateTtl = ({ facets: { spec } }: Specified): { readonly ttl: number } | { readonly unreadable: string } => {
  const { ttl: text = '0s' } = spec.template;
  const ttl = parseGoDuration(text);
  return ttl === undefined ? { unreadable: text } : { ttl };
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
  const said = templateTtl(subject);
  if ('unreadable' in said) return said;
  if (said.ttl !== 0) return { ttl: said.ttl, source: 'template' };
  const told = defaultTtl(serverOf(subject, joined.servers));
  return 'doubt' in told ? told : { ttl: told.value, source: 'server' };
};

/** `unknown`, since nobody can tell something. */
export const doubtful = <M extends string>(message: M, doubt: string): Outcome<M> =>
  unknown(message, { doubt }, [{ facet: 'spec', observed: doubt }]);
