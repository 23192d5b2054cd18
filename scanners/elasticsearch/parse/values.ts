import { MalformedAnswer } from '../../../model/scanner.ts';
import { clip } from '../../../model/text.ts';
import { type Members, members, text } from '../../json/members.ts';

// How numbers, times and switches are written: in tables every value is a text; what users configure is kept as they wrote it.

const EXCERPT = 40;

const isLeftOut = (value: unknown): value is null | undefined | '' => value === undefined || value === null || value === '';

/** A whole number that is not negative, or a text of one. */
export const optionalWhole = (what: string, value: unknown): number | undefined => {
  if (isLeftOut(value)) return undefined;
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number;
  throw new MalformedAnswer(`${what} is ${clip(JSON.stringify(value), EXCERPT)}, which is no whole number.`);
};

/** What an inventory can hold. */
const END = Date.UTC(10_000);

/** Unix milliseconds as ISO 8601, UTC. Zero and -1 stand for no time. */
export const optionalMoment = (what: string, value: unknown): string | undefined => {
  const milliseconds = value === -1 ? 0 : (optionalWhole(what, value) ?? 0);
  if (milliseconds >= END) throw new MalformedAnswer(`${what} is ${milliseconds}, which is no time.`);
  return milliseconds === 0 ? undefined : new Date(milliseconds).toISOString();
};

/** Unix seconds, as tables have them. */
export const optionalEpoch = (what: string, value: unknown): string | undefined => {
  const seconds = optionalWhole(what, value);
  return optionalMoment(what, seconds === undefined ? undefined : seconds * 1000);
};

/** `true`, or the text `"true"`: both are taken where a user configures something. */
export const switched = (what: string, value: unknown, fallback: boolean): boolean => {
  if (isLeftOut(value)) return fallback;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new MalformedAnswer(`${what} is ${clip(JSON.stringify(value), EXCERPT)}, which is neither true nor false.`);
};

/** A setting, which is a text whatever a user wrote. */
export const optionalSetting = (what: string, value: unknown): string | undefined =>
  (typeof value === 'number' || typeof value === 'boolean' ? String(value) : isLeftOut(value) ? undefined : text(what, value)) || undefined;

/** What `filter_path` leaves of an answer: that member, or nothing at all. One that tells of anything else is somebody else's. */
export const onlyMember = (name: string, answer: Members): Members => {
  if (answer[name] === undefined && Object.keys(answer).length > 0) throw new MalformedAnswer(`${name} is missing.`);
  return members(name, answer[name]);
};
