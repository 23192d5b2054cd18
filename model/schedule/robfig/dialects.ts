/**
 * The libraries that releases of Velero read schedules with: robfig/cron v1 (v1.1.0), robfig/cron v3 (v3.0.1) and go-cron of
 * Netresearch (v0.15.0). Each descends from the one before it.
 */
export type Dialect = 'robfig-v1' | 'robfig-v3' | 'go-cron';

export const DIALECTS: readonly Dialect[] = ['robfig-v1', 'robfig-v3', 'go-cron'];

/** In what dialects differ. */
export interface Traits {
  /** Whether an expression may begin with a time zone. One that may stand in quotation marks has to have a name. */
  readonly zone: 'never' | 'bare' | 'quoted';
  /** The longest expression, in bytes. */
  readonly longest: number;
  /** What stands for five fields. */
  readonly descriptors: ReadonlyMap<string, string>;
  /** What becomes of an interval of less than a second: it is one of a second, or no interval at all. */
  readonly short: 'lengthened' | 'refused';
  /**
   * Whether the values of a field follow each other round and round: `22-2` is a range, and Sunday is day 7 of the week, too.
   * Steps have to be shorter than their range then.
   */
  readonly cyclic: boolean;
  /** When a day has to fit both fields for days: always, or where one of them is a star, even with a step or only without one. Else one is enough. */
  readonly bothDays: 'always' | 'stepped star' | 'star';
  /** Whether the search goes back to midnight after a day that had none. */
  readonly mendsMidnight: boolean;
  /** Whether what is asked for in an hour that the clock skips is looked for in the hour after it. */
  readonly mendsHour: boolean;
  /** Whether the search, once it has gone on to the next full minute, takes that for the start of its hour, its day and its month. */
  readonly trustsMinute: boolean;
}

const DESCRIPTORS: readonly (readonly [descriptor: string, fields: string])[] = [
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
];

/** A list of no minutes: nothing fits it. */
const NEVER = ', * * * *';

/** Whoever uses go-cron itself starts what has one of these by hand. Velero does not know them: to it they fall on no date. */
const BY_HAND: readonly (readonly [descriptor: string, fields: string])[] = [
  ['@triggered', NEVER],
  ['@manual', NEVER],
  ['@none', NEVER],
];

const ROBFIG_V3: Traits = {
  zone: 'bare',
  longest: Number.POSITIVE_INFINITY,
  descriptors: new Map(DESCRIPTORS),
  short: 'lengthened',
  cyclic: false,
  bothDays: 'star',
  mendsMidnight: true,
  mendsHour: false,
  trustsMinute: true,
};

/** By their sources: `parser.go`, `spec.go` and `constantdelay.go` of each. */
export const TRAITS: Readonly<Record<Dialect, Traits>> = {
  'robfig-v1': { ...ROBFIG_V3, zone: 'never', bothDays: 'stepped star', mendsMidnight: false },
  'robfig-v3': ROBFIG_V3,
  'go-cron': {
    zone: 'quoted',
    longest: 1024,
    descriptors: new Map([...DESCRIPTORS, ...BY_HAND]),
    short: 'refused',
    cyclic: true,
    bothDays: 'always',
    mendsMidnight: true,
    mendsHour: true,
    trustsMinute: false,
  },
};
