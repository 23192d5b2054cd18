/** All that decides which days of a month are meant. */
export interface Month {
  /** Days that it has. */
  readonly length: number;
  /** Weekday of its first day; 0 = Sunday. */
  readonly begins: number;
}

/** Which days of a month are meant, 1 = the first. */
export type DaysOf = (month: Month) => readonly number[];

const SATURDAY = 6;
const SUNDAY = 0;

const weekdayOf = ({ begins }: Month, day: number): number => (begins + day - 1) % 7;

const all = ({ length }: Month): readonly number[] => Array.from({ length }, (_, index) => index + 1);

const onWeekday = (month: Month, weekday: number): readonly number[] => all(month).filter((day) => weekdayOf(month, day) === weekday);

/** These days, in the months that have them. */
export const daysOfMonth =
  (days: readonly number[]): DaysOf =>
  ({ length }) =>
    days.filter((day) => day <= length);

export const lastDay: DaysOf = ({ length }) => [length];

/** The days that fall on one of these weekdays; 0 = Sunday. */
export const onWeekdays =
  (weekdays: readonly number[]): DaysOf =>
  (month) =>
    all(month).filter((day) => weekdays.includes(weekdayOf(month, day)));

/** The last day that falls on this weekday. */
export const lastOnWeekday =
  (weekday: number): DaysOf =>
  (month) =>
    onWeekday(month, weekday).slice(-1);

/** The `count`th day that falls on this weekday; not every month has a fifth. */
export const nthOnWeekday =
  (weekday: number, count: number): DaysOf =>
  (month) =>
    onWeekday(month, weekday).slice(count - 1, count);

/**
 * The day from Monday to Friday that is closest to this day, within the same month: before the first and after the last
 * it looks the other way. Months without such a day have none.
 */
export const closestWorkday =
  (day: number): DaysOf =>
  (month) => {
    if (day > month.length) return [];
    const weekday = weekdayOf(month, day);
    if (weekday === SATURDAY) return [day === 1 ? 3 : day - 1];
    if (weekday === SUNDAY) return [day === month.length ? day - 2 : day + 1];
    return [day];
  };
