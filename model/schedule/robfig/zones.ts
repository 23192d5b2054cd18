import { type Zone, zoneOf } from '../zone.ts';

// The zones of Go's time.LoadLocation.

/** The names without a slash that are all capitals. ICU knows more of them, as PST and IST, which are nothing to Go. */
const CAPITALS = new Set('CET EET EST GB GMT HST MET MST NZ PRC ROC ROK UCT UTC WET'.split(' '));
const MIXED = /^(?:[A-Z][a-z]{3}|[A-Z]{3}\d[A-Z]{3}$|GMT[+-]?0$|GB-Eire$|NZ-CHAT$|W-SU$)/;
const IN_AREA = /^(?:[A-Z][a-z]{2,}|US)(?:\/(?:[A-Z][a-z]|[A-Z]{2,3}$|GMT[+-]?\d)[\w+-]*)+$/;
const OLD_NAMES_OF_ICU = /^SystemV\//;

/** Whether `Intl` has the zone by a name in other letters. Where it answers with another name for the zone, it cannot tell. */
const inOtherLetters = (name: string): boolean => {
  const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions();
  return timeZone !== name && timeZone.toLowerCase() === name.toLowerCase();
};

const spelledForGo = (name: string): boolean =>
  (name.includes('/') ? IN_AREA.test(name) && !OLD_NAMES_OF_ICU.test(name) : CAPITALS.has(name) || MIXED.test(name)) &&
  !inOtherLetters(name);

/** The zone that Go's time.LoadLocation has by that name: to it, unlike to `Intl`, capital and small letters differ. */
export const goZone = (name: string): Zone | undefined => {
  if (name === '') return zoneOf('UTC');
  const zone = zoneOf(name);
  return zone && spelledForGo(name) ? zone : undefined;
};
