import { type Members, moment, type Scalar, secondsOf, text } from '../shape.ts';
import type { Answer } from '../world.ts';

/** A parameter that narrows a listing. */
interface Filter {
  readonly shape: Scalar;
  readonly keeps: (item: Answer, value: unknown) => boolean;
}

/** Filters by the names of their parameters. */
export type Filters = Readonly<Record<string, Filter>>;

/** The member has this value. */
export const is = (member: string): Filter => ({ shape: text, keeps: (item, value) => item[member] === value });

/** The member has this value, or any: `*` is all there are. */
export const isOrAny = (member: string): Filter => ({ shape: text, keeps: (item, value) => value === '*' || item[member] === value });

// What has not happened yet was neither before nor after anything.
const compared = (member: string, holds: (left: number, right: number) => boolean): Filter => ({
  shape: moment,
  keeps: (item, value) => item[member] !== undefined && holds(secondsOf(item[member]), secondsOf(value)),
});

export const after = (member: string): Filter => compared(member, (left, right) => left > right);

export const before = (member: string): Filter => compared(member, (left, right) => left < right);

/** What requests may say to narrow a listing. */
export const inputOf = (filters: Filters): Members => Object.fromEntries(Object.entries(filters).map(([name, { shape }]) => [name, shape]));

/** The items that pass every filter for which the request has a value. */
export const passing = <T extends Answer>(filters: Filters, items: readonly T[], input: Answer): readonly T[] => {
  const asked = Object.entries(filters).filter(([name]) => input[name] !== undefined);
  return items.filter((item) => asked.every(([name, { keeps }]) => keeps(item, input[name])));
};
