/**
 * What a terminal would obey or a reader would not see: control characters (ESC and newlines among them), bidirectional
 * controls, zero-width and other invisible characters, line and paragraph separators, halves of surrogate pairs. And the
 * backslash of a text that already looks like one of our escapes, so that two texts never look the same.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|\\(?=u\{)/gu;

const escapeCharacter = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** A text of unknown origin as one harmless line: unprintable characters become `\u{1b}` escapes. Apply it once. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, escapeCharacter);

/** The value with every string in it (not the keys of its objects) mapped. */
export const mapStrings = <T>(value: T, map: (text: string) => string): T => {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return map(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, walk(member)]));
  };
  return walk(value) as T;
};

/** At most `limit` UTF-16 units of a text; a text that was cut ends with `…`, and no character is cut in two. */
export const clip = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

// JSON allows these to stand as they are, but a terminal that shows the file would obey them.
const HOSTILE_IN_JSON = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A value as JSON text: `indent` spaces a level, a newline at its end, and nothing in it that a terminal would obey. */
export const jsonText = (value: unknown, indent = 2): string =>
  `${JSON.stringify(value, null, indent).replace(HOSTILE_IN_JSON, escapeUnit)}\n`;

/** A number with its noun: `1 day`, `30 days`, `2 places hold`. */
export const counted = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;
