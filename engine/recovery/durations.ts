import { formatDuration, humanDuration } from '../../model/duration.ts';

/** Milliseconds as reports show them: ISO 8601, `unlimited`, or `null` for what is not known or no length of time. */
export const isoDuration = (milliseconds: number | undefined): string | null => {
  if (milliseconds === Number.POSITIVE_INFINITY) return 'unlimited';
  return milliseconds !== undefined && milliseconds >= 0 ? formatDuration(milliseconds) : null;
};

/** The same for sentences: `15 minutes at most`, `without limit`. */
export const atMost = (milliseconds: number): string => {
  if (milliseconds === Number.POSITIVE_INFINITY) return 'without limit';
  return milliseconds > 0 ? `${humanDuration(milliseconds)} at most` : 'nothing';
};
