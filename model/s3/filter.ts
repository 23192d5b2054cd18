import type { S3Filter } from '../kinds/s3.ts';

/** Whether a rule with this filter speaks of every object of its bucket, those to come included. */
export const isWholeBucket = ({ prefix, tags, objectSizeGreaterThan, objectSizeLessThan }: S3Filter): boolean =>
  prefix === '' && Object.keys(tags).length === 0 && objectSizeGreaterThan === undefined && objectSizeLessThan === undefined;

/** Whether a rule with this filter leaves out objects for lack of a tag. */
export const asksForTags = ({ tags }: S3Filter): boolean => Object.keys(tags).length > 0;

// Both bounds are exclusive; objects have zero or more bytes.
const SMALLEST = -1;
const above = ({ objectSizeGreaterThan = SMALLEST }: S3Filter): number => objectSizeGreaterThan;
const below = ({ objectSizeLessThan = Number.POSITIVE_INFINITY }: S3Filter): number => objectSizeLessThan;

/** Whether every object that matches `narrow` matches `wide`, too. */
export const covers = (wide: S3Filter, narrow: S3Filter): boolean =>
  narrow.prefix.startsWith(wide.prefix) &&
  Object.entries(wide.tags).every(([key, value]) => Object.hasOwn(narrow.tags, key) && narrow.tags[key] === value) &&
  above(narrow) >= above(wide) &&
  below(narrow) <= below(wide);

/** Whether some object can match both. */
export const overlaps = (one: S3Filter, other: S3Filter): boolean =>
  (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) &&
  Object.entries(one.tags).every(([key, value]) => !Object.hasOwn(other.tags, key) || other.tags[key] === value) &&
  Math.max(above(one), above(other)) + 1 < Math.min(below(one), below(other));

/** Whether any object can match: bounds of size may leave no room between them. */
export const canMatch = (filter: S3Filter): boolean => overlaps(filter, filter);

/** A filter in words: `the whole bucket`, or `prefix "logs/", tag team=ml, above 1024 bytes`. */
export const describeFilter = (filter: S3Filter): string => {
  if (isWholeBucket(filter)) return 'the whole bucket';
  const { prefix, tags, objectSizeGreaterThan, objectSizeLessThan } = filter;
  return [
    ...(prefix === '' ? [] : [`prefix "${prefix}"`]),
    ...Object.entries(tags).map(([key, value]) => `tag ${key}=${value}`),
    ...(objectSizeGreaterThan === undefined ? [] : [`above ${objectSizeGreaterThan} bytes`]),
    ...(objectSizeLessThan === undefined ? [] : [`below ${objectSizeLessThan} bytes`]),
  ].join(', ');
};
