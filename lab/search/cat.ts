import { matchesGlob } from '../../model/glob.ts';
import type { Request, Response } from '../http.ts';
import type { SearchCluster } from '../world.ts';
import { json, plain } from './answers.ts';

// The tables of `_cat`: columns to choose and to sort by, as text or as JSON, in which every value is a text.

export interface Column {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly alignRight?: true;
  /** Only those see it who ask for it. */
  readonly hidden?: true;
}

type Cell = string | number | null;

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

const listOf = (text: string | null): readonly string[] => (text ? text.split(',') : []);

const isCalled = ({ name, aliases }: Column, called: string): boolean => [name, ...aliases].some((own) => matchesGlob(called, own));

/** The columns that are asked for, in that order. Those that nobody knows are left out in silence. */
const chosen = (columns: readonly Column[], query: URLSearchParams): readonly Column[] => {
  const names = listOf(query.get('h'));
  if (names.length === 0) return columns.filter(({ hidden }) => !hidden);
  return names.flatMap((name) => columns.filter((column) => isCalled(column, name)));
};

const compare = (one: Cell = null, other: Cell = null): number => {
  if (one === null || other === null) return Number(other === null) - Number(one === null);
  return one < other ? -1 : Number(one > other);
};

type Row = Table['rows'][number];

const orderOf = (columns: readonly Column[], written: string): ((one: Row, other: Row) => number) => {
  const [called = '', direction] = written.split(':');
  const name = columns.find((column) => isCalled(column, called))?.name ?? called;
  const sign = direction === 'desc' ? -1 : 1;
  return (one, other) => sign * compare(one[name], other[name]);
};

const sorted = ({ columns, rows }: Table, query: URLSearchParams): readonly Row[] => {
  const orders = listOf(query.get('s')).map((written) => orderOf(columns, written));
  return rows.toSorted((one, other) => orders.map((order) => order(one, other)).find((sign) => sign !== 0) ?? 0);
};

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

const linesOf = (columns: readonly Column[], rows: readonly Row[], withHeader: boolean): string => {
  const header = withHeader ? [columns.map(({ name }) => name)] : [];
  const cells = [...header, ...rows.map((row) => columns.map(({ name }) => textOf(row[name])))];
  const widths = columns.map((_, index) => Math.max(0, ...cells.map((line) => line[index]?.length ?? 0)));
  const pad = (cell: string, index: number): string =>
    columns[index]?.alignRight ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  return cells.map((line) => `${line.map(pad).join(' ')}\n`).join('');
};

const isAsked = (text: string | null): boolean => text === '' || text === 'true';

const objectOf = (columns: readonly Column[], row: Row): object =>
  Object.fromEntries(
    columns.map(({ name }) => {
      const cell = row[name] ?? null;
      return [name, cell === null ? null : String(cell)];
    }),
  );

/** A table in the form that is asked for. */
export const catResponse = (cluster: SearchCluster, table: Table, { query, accept }: Request): Response => {
  const columns = chosen(table.columns, query);
  const rows = sorted(table, query);
  const wantsJson = (query.get('format') ?? (/^application\/json\b/.test(accept) ? 'json' : 'text')) === 'json';
  if (!wantsJson) return plain(cluster, 200, linesOf(columns, rows, isAsked(query.get('v'))));
  return json(
    cluster,
    200,
    rows.map((row) => objectOf(columns, row)),
  );
};
