import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { locator } from '../../model/document/places.ts';
import { InputError, type Place } from '../../model/errors.ts';
import { suggest } from '../suggest.ts';
import { quote } from './problems.ts';
import type { Source } from './source.ts';

/** Bytes that a policy, configuration or waivers file may have. */
export const MAX_BYTES = 1024 * 1024;
/** Bytes that an inventory or a report may have. */
export const MAX_DATA_BYTES = 256 * 1024 * 1024;

const CONFIGURATION = 'mlops-dr.yaml';

export interface ReadOptions {
  /** By default `MAX_BYTES`. */
  readonly maxBytes?: number;
  /** Where a configuration names the file: the place of errors that say it cannot be read. */
  readonly namedAt?: Place;
}

const placed = (place: Place | undefined): { readonly place?: Place } => (place === undefined ? {} : { place });

const REASONS: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  ENOENT: ['missing-file', 'does not exist'],
  ENOTDIR: ['missing-file', 'does not exist'],
  EISDIR: ['unreadable-file', 'is a directory'],
  EACCES: ['unreadable-file', 'may not be read by this user'],
  EPERM: ['unreadable-file', 'may not be read by this user'],
};

const unreadable = (error: unknown, shownAs: string, namedAt: Place | undefined): InputError => {
  const cause = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const [code, reason] = REASONS[cause] ?? ['unreadable-file', `cannot be read (${cause})`];
  return InputError.of(code, `The file ${quote(shownAs)} ${reason}.`, placed(namedAt));
};

/** Reads to the limit and no further: what is given may be a pipe or a device without end. */
const readBytes = async (path: string, maxBytes: number): Promise<Buffer | 'too large'> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const decode = (bytes: Buffer, shownAs: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    throw InputError.of('invalid-encoding', 'The file is not a text in UTF-8.', {
      place: locator(text, shownAs)(Math.max(0, text.indexOf('\uFFFD'))),
    });
  }
};

/**
 * The text of a file or pipe, in UTF-8. Rejects with `InputError` where it is missing, unreadable, a directory, longer
 * than `maxBytes` or no UTF-8.
 */
export const readText = async (path: string, options: ReadOptions & { readonly shownAs: string }): Promise<string> => {
  const { shownAs, maxBytes = MAX_BYTES, namedAt } = options;
  const bytes = await (async () => readBytes(path, maxBytes))().catch((error: unknown) => {
    throw unreadable(error, shownAs, namedAt);
  });
  if (bytes === 'too large')
    throw InputError.of('file-too-large', `The file is longer than ${maxBytes} bytes.`, { place: { file: shownAs, line: 1, column: 1 } });
  return decode(bytes, shownAs);
};

const toPosix = (path: string): string => path.split(sep).join('/');

/** Undefined where `path` is not below `directory`. */
const below = (directory: string, path: string): string | undefined => {
  const inside = relative(directory, path);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? undefined : toPosix(inside);
};

/** The directories from `directory` to the root. */
const upwards = (directory: string): readonly string[] => {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
};

/**
 * Where reports say a file is: relative to the repository that holds it, else to `cwd` where it lies below, else its base
 * name. So reports of two machines agree, and tell nothing of either. Forward slashes.
 */
export const shownPath = (path: string, cwd: string): string => {
  const absolute = resolve(cwd, path);
  const repository = upwards(dirname(absolute)).find((directory) => existsSync(join(directory, '.git')));
  return (repository && below(repository, absolute)) ?? below(cwd, absolute) ?? basename(absolute);
};

/** A file as a source. A relative path is resolved against `cwd`. Rejects as `readText` does. */
export const readSource = async (path: string, options: ReadOptions & { readonly cwd: string }): Promise<Source> => {
  const shownAs = shownPath(path, options.cwd);
  return { path, shownAs, text: await readText(resolve(options.cwd, path), { ...options, shownAs }) };
};

const isFile = (path: string): boolean => {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
};

const EXTENSION = '.yaml';

const shippedNames = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort();

/**
 * A policy by its path, or by the name of one that ships: `dr-baseline`. `shipped` is the directory of those; they are
 * shown as `policies/NAME.yaml`. A file that exists goes before a name.
 */
export const readPolicy = async (
  nameOrPath: string,
  options: ReadOptions & { readonly cwd: string; readonly shipped: string },
): Promise<Source> => {
  const { cwd, shipped, namedAt } = options;
  if (isFile(resolve(cwd, nameOrPath)) || !/^[\w-]+$/.test(nameOrPath)) return readSource(nameOrPath, options);
  const names = shippedNames(shipped);
  if (!names.includes(nameOrPath)) {
    const message = `There is no policy ${quote(nameOrPath)}: neither a file nor one that ships. Those that ship: ${names.join(', ')}.`;
    throw InputError.of('unknown-policy', message, { ...suggest(nameOrPath, names), ...placed(namedAt) });
  }
  const path = join(shipped, `${nameOrPath}${EXTENSION}`);
  const shownAs = `policies/${nameOrPath}${EXTENSION}`;
  return { path, shownAs, text: await readText(path, { shownAs }) };
};

/** The path of the nearest `mlops-dr.yaml`: in `cwd` or a directory above it. */
export const findConfiguration = (cwd: string): string | undefined =>
  upwards(resolve(cwd))
    .map((directory) => join(directory, CONFIGURATION))
    .find(isFile);
