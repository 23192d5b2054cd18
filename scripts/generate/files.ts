import { type Dirent, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const toPosix = (path: string): string => path.split(sep).join('/');

const entriesOf = (directory: string): readonly Dirent[] =>
  existsSync(directory) ? readdirSync(directory, { recursive: true, withFileTypes: true }) : [];

/** Files below `directory` whose path, relative to it and with `/`, matches; sorted. Empty where there is no such directory. */
export const filesIn = (directory: string, pattern: RegExp): readonly string[] =>
  entriesOf(directory)
    .filter((entry) => entry.isFile())
    .map((entry) => toPosix(relative(directory, join(entry.parentPath, entry.name))))
    .filter((path) => pattern.test(path))
    .sort();

/** Text of a file, `undefined` where there is none. */
export const textOf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** Writes a file unless it says so already: its time of change then tells when it really changed. */
export const writeChanged = (path: string, text: string): void => {
  if (textOf(path) === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
