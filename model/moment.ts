/** Milliseconds since 1970, up to which there are dates: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_DATE = 8.64e15;

/** A moment for people, to the minute: `2026-02-01T05:00Z`. A window of a saved inventory may be of any length. */
export const formatMoment = (moment: number): string =>
  Math.abs(moment) <= LAST_DATE ? new Date(moment).toISOString().replace(/:\d\d\.\d{3}Z$/, 'Z') : 'a time beyond all dates';
