import stringWidth from 'string-width';

/** Items joined into lines of at most `width` columns, broken only between items. A wider item gets a line of its own. */
export const pack = (items: readonly string[], separator: string, width: number): readonly string[] => {
  const gap = stringWidth(separator);
  const lines: string[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const columns = stringWidth(item);
    const fits = used + gap + columns <= width;
    if (fits) lines.at(-1)?.push(item);
    else lines.push([item]);
    used = fits ? used + gap + columns : columns;
  }
  return lines.map((line) => line.join(separator));
};

/** A text broken at its spaces into lines of at most `width` columns. A longer word stays whole, so that it can be copied. */
export const wrap = (text: string, width: number): readonly string[] => pack(text.split(/ +/), ' ', width);

export const indent = (lines: readonly string[], columns: number): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `${' '.repeat(columns)}${line}`));

/** `left` and `right` at the two ends of one line, or below each other where they do not fit. */
export const spread = (left: string, right: string, width: number): readonly string[] => {
  const space = width - stringWidth(left) - stringWidth(right);
  return space < 2 ? [left, `  ${right}`] : [`${left}${' '.repeat(space)}${right}`];
};

/** A text with spaces behind it up to `width` columns. */
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));

/** Rows of cells as lines with aligned columns, two spaces apart. Rows are of equal length. */
export const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

/** `1,000`: the same in every locale. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 resource`, `2 resources`. */
export const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `a, b and 3 more`: the first `most` of the items, and how many there are besides. */
export const enumerate = (items: readonly string[], most: number): string => {
  const rest = items.length - most;
  return rest <= 0 ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${formatCount(rest)} more`;
};
