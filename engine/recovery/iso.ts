import { formatDuration } from '../../model/duration.ts';

/** Milliseconds as reports show them: ISO 8601, `unlimited`, or `null` for what is not known or no length of time. */
export const isoDuration = (milliseconds: number | undefined): string | null => {
  if (milliseconds === Number.POSITIVE_INFINITY) return 'unlimited';
  return milliseconds !== undefined && milliseconds >= 0 ? formatDuration(milliseconds) : null;
};
