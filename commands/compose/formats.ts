import { rmSync } from 'node:fs';
import { access, constants, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { suggest } from '../../engine/suggest.ts';
import { reporters } from '../../generated/reporters.ts';
import { type Diagnostic, InputError } from '../../model/errors.ts';
import type { ReporterEntry } from '../../model/registry.ts';

/** One report to make: in which format, and where to; no path = standard output. */
export interface Output {
  readonly reporter: ReporterEntry;
  readonly path: string | undefined;
}

const parseFormat = (text: string, cwd: string): Output | Diagnostic => {
  const [name = '', ...rest] = text.split('=');
  const path = rest.join('=');
  const reporter = reporters.get(name);
  if (!reporter)
    return {
      code: 'unknown-format',
      message: `There is no format ${JSON.stringify(name)}. Formats: ${[...reporters.keys()].join(', ')}.`,
      ...suggest(name, [...reporters.keys()]),
    };
  if (rest.length > 0 && path === '') return { code: 'empty-path', message: `--format ${text} names no file behind "=".` };
  return { reporter, path: rest.length === 0 ? undefined : resolve(cwd, path) };
};

const isDiagnostic = (value: Output | Diagnostic): value is Diagnostic => 'code' in value;
const isOutput = (value: Output | Diagnostic): value is Output => !isDiagnostic(value);

const collisions = (outputs: readonly Output[]): readonly Diagnostic[] => {
  const seen = new Set<string | undefined>();
  return outputs.flatMap(({ path, reporter }) => {
    const first = !seen.has(path);
    seen.add(path);
    if (first) return [];
    const place = path === undefined ? 'standard output' : path;
    return [
      {
        code: 'output-collision',
        message: `Two reports would go to ${place}; give ${reporter.id} a file of its own: --format ${reporter.id}=FILE.`,
      },
    ];
  });
};

const WRITE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'its directory is a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a directory',
};

const cannotWrite = (path: string, error: unknown): Diagnostic => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return { code: 'unwritable-output', message: `${path} cannot be written: ${WRITE_ERRORS[code] ?? message}.` };
};

/** Where the bytes really go: behind symbolic links; `special` files (pipes, /dev/null) are written in place. */
const destinationOf = async (path: string): Promise<{ readonly path: string; readonly special: boolean }> => {
  try {
    const real = await realpath(path);
    const stats = await stat(real);
    if (stats.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
    return { path: real, special: !stats.isFile() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const dangling = await lstat(path).catch(() => undefined);
    if (dangling) throw error;
    return { path, special: false };
  }
};

/** Why a file could not be written, before it is; nothing where it can. */
export const checkWritable = async (path: string): Promise<readonly Diagnostic[]> => {
  try {
    const destination = await destinationOf(path);
    await access(destination.special ? destination.path : dirname(destination.path), constants.W_OK);
    return [];
  } catch (error) {
    return [cannotWrite(path, error)];
  }
};

/** Reads `--format NAME[=PATH]`, and proves before any work is done that every file can be written. */
export const outputsOf = async (formats: readonly string[], cwd: string): Promise<readonly Output[]> => {
  const parsed = formats.map((format) => parseFormat(format, cwd));
  const outputs = parsed.filter(isOutput);
  const unwritable = await Promise.all(outputs.flatMap(({ path }) => (path === undefined ? [] : [checkWritable(path)])));
  const diagnostics = [...parsed.filter(isDiagnostic), ...collisions(outputs), ...unwritable.flat()];
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return outputs;
};

const unfinished = new Set<string>();
process.on('exit', () => {
  for (const path of unfinished) rmSync(path, { force: true });
});

/** Writes a file whole or not at all: a reader never sees half of it. Throws `InputError` where it cannot be written. */
export const writeAtomically = async (path: string, text: string): Promise<void> => {
  try {
    const destination = await destinationOf(path);
    if (destination.special) return await writeFile(destination.path, text);
    const draft = join(dirname(destination.path), `.${basename(destination.path)}.${process.pid}.tmp`);
    unfinished.add(draft);
    try {
      await writeFile(draft, text, { flush: true });
      await rename(draft, destination.path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    } finally {
      unfinished.delete(draft);
    }
  } catch (error) {
    throw new InputError([cannotWrite(path, error)]);
  }
};
