import { clip } from '../../text.ts';
import { parseGoDuration } from '../../velero/go-duration.ts';
import { problem, type Result } from '../result.ts';
import type { Zone } from '../zone.ts';
import { goesItsOwnWay } from './changes.ts';
import { type Dialect, TRAITS, type Traits } from './dialects.ts';
import { type Fields, parseFields, SPACE } from './fields.ts';
import { goZone } from './zones.ts';

const SECOND = 1000;

/** Whose clock an expression follows. */
interface Clock {
  readonly timeZone: string;
  readonly zone: Zone;
  /** Whether it is that of the machine, since the expression names none. */
  readonly local: boolean;
}

/** What an expression asks for: an interval in milliseconds, or what its fields say. */
export type Expression =
  | { readonly kind: 'interval'; readonly every: number }
  | { readonly kind: 'calendar'; readonly fields: Fields; readonly clock: Clock };

const EVERY = '@every ';

const PREFIX = /^(?:CRON_)?TZ=/;
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`, 'g');
const QUOTED = /^(["'])(.*)\1$/s;

/** How Go calls the zone of the machine. */
const LOCAL = 'Local';

/** An expression without the zone that it may begin with. */
interface Split {
  readonly zone: string;
  readonly rest: string;
}

const split = (text: string, traits: Traits): Result<Split> => {
  const prefix = PREFIX.exec(text)?.[0];
  if (prefix === undefined || traits.zone === 'never') return { value: { zone: LOCAL, rest: text } };
  // Only a space ends the name of a zone, though the fields are separated by white space of any kind.
  const end = text.indexOf(' ');
  if (end < 0) return problem('no space ends its time zone');
  const written = text.slice(prefix.length, end);
  const zone = traits.zone === 'quoted' ? written.replace(QUOTED, '$2') : written;
  if (zone === '' && traits.zone === 'quoted') return problem('its time zone has no name');
  return { value: { zone, rest: text.slice(end).replace(OUTER_SPACE, '') } };
};

const clockOf = (named: string, ofMachine: string): Clock | undefined => {
  const local = named === LOCAL;
  const timeZone = local ? ofMachine : named || 'UTC';
  const zone = goZone(timeZone);
  return zone && { timeZone, zone, local };
};

/** A delay has whole seconds, and one at least: where `@every 0` and `@every -1h` are intervals, they are every second. */
const readInterval = (duration: string, { short }: Traits): Result<Expression> => {
  const delay = parseGoDuration(duration);
  if (delay === undefined) return problem(`"${clip(duration, 40)}" is no duration as Go writes it (1h30m)`);
  if (delay < SECOND && short === 'refused') return problem(`"${clip(duration, 40)}" is shorter than a second`);
  return { value: { kind: 'interval', every: Math.max(1, Math.floor(delay / SECOND)) * SECOND } };
};

const readCalendar = (text: string, clock: Clock, traits: Traits): Result<Expression> => {
  const fields = parseFields(text, traits);
  return fields.problem === undefined ? { value: { kind: 'calendar', fields: fields.value, clock } } : fields;
};

/** What an expression says in a dialect, on a machine whose clock shows the time of `timeZone`. */
export const readExpression = (text: string, timeZone: string, dialect: Dialect): Result<Expression> => {
  const traits = TRAITS[dialect];
  if (Buffer.byteLength(text) > traits.longest) return problem(`it is longer than ${traits.longest} bytes`);
  const parts = split(text, traits);
  if (parts.problem !== undefined) return parts;
  const { zone, rest } = parts.value;
  const clock = clockOf(zone, timeZone);
  if (!clock) return problem('its time zone is unknown');
  if (rest.startsWith(EVERY)) return readInterval(rest.slice(EVERY.length), traits);
  const fields = rest.startsWith('@') ? traits.descriptors.get(rest) : rest;
  return fields === undefined ? problem(`"${clip(rest, 40)}" is none of the descriptors`) : readCalendar(fields, clock, traits);
};

/** Where each field takes every day, it does not matter whether one of them is enough. */
const meantDays = ({ daysOfMonth, weekdays, bothDays }: Fields) => {
  const all = daysOfMonth.length === 31 && weekdays.length === 7;
  return { daysOfMonth, weekdays, bothDays: bothDays || all };
};

/** A text that is the same for expressions of two dialects only if they fire at the very same times. */
export const meaningOf = (expression: Expression, dialect: Dialect): string => {
  if (expression.kind === 'interval') return JSON.stringify(expression);
  const { fields, clock } = expression;
  const ownWay = goesItsOwnWay(fields, clock.zone, TRAITS[dialect]) ? dialect : undefined;
  return JSON.stringify({ ...fields, ...meantDays(fields), timeZone: clock.timeZone, ownWay });
};
