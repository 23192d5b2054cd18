import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// What real servers have answered, call by call, and how it is held against what the lab answers.

const ROOT = fileURLToPath(new URL('../recorded/', import.meta.url));

/** One call of a real server. */
export interface Recording {
  /** Below the directory of the server's version: `snapshots/cat.json`. */
  readonly file: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly xElasticProduct?: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of all kinds.
  readonly body: any;
}

/** All calls of one version of a server. */
export interface Recorded {
  /** `opensearch/2.19.1` */
  readonly name: string;
  readonly version: string;
  readonly recordings: readonly Recording[];
}

const read = (directory: string, file: string): Recording => {
  const { request, ...answer } = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const [method = '', path = ''] = request.split(' ');
  return { file: file.split(sep).join('/'), method, path, ...answer };
};

const recordingsIn = (directory: string): readonly Recording[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => read(directory, file));

/** The versions of a server that there are recordings of. */
export const recorded = (server: string): readonly Recorded[] => {
  const directory = join(ROOT, server);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .toSorted()
    .map((version) => ({ name: `${server}/${version}`, version, recordings: recordingsIn(join(directory, version)) }));
};

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

/** Keys below which each key is a name, and no two servers have the same. */
const NAMED = ['nodes'];

/** Every place of an answer and the type of what is there: `snapshots[].shards.total number`. Items of a list are one place. */
export const placesOf = (value: unknown, path = ''): readonly string[] => {
  const here = `${path} ${typeOf(value)}`;
  if (Array.isArray(value)) return [here, ...new Set(value.flatMap((item) => placesOf(item, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [here];
  const isNamed = NAMED.some((name) => path.endsWith(name));
  const below = Object.entries(value).flatMap(([key, member]) => placesOf(member, `${path}.${isNamed ? '*' : key}`));
  return [here, ...new Set(below)];
};

const isBelowEmpty = (place: string, others: ReadonlySet<string>): boolean => {
  const lists = [...place.matchAll(/\[\]/g)].map(({ index }) => place.slice(0, index));
  return lists.some((list) => others.has(`${list} list`) && ![...others].some((other) => other.startsWith(`${list}[]`)));
};

const without = (one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] =>
  [...one].filter((place) => !other.has(place) && !isBelowEmpty(place, other));

/** What one answer has and the other has not, key by key and type by type. An empty list says nothing about its items. */
export const differences = (ours: unknown, theirs: unknown): readonly string[] => {
  const [own, real] = [new Set(placesOf(ours)), new Set(placesOf(theirs))];
  return [...without(own, real).map((place) => `lab only: ${place}`), ...without(real, own).map((place) => `real only: ${place}`)];
};
