/** A segment of a path, percent-encoded. A colon is encoded too, so that no segment can be read as a scheme. */
const encodeSegment = (segment: string): string => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));

/**
 * A file's path as a relative reference below the repository's root. GitHub rejects a whole file for one URI with a
 * scheme, and resolves nothing above the root: roots, drives and `..` lose what cannot be said.
 */
export const relativeUri = (path: string): string => {
  const segments = path.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  return segments.length === 0 ? 'unknown' : segments.map(encodeSegment).join('/');
};

/** The address in its normal form; `undefined` where it is none of the web. */
export const webAddress = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
};
