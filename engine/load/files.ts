import type { Source } from './source.ts';

/** Bytes that a policy, configuration or waivers file may have. */
export const MAX_BYTES = 1024 * 1024;
/** Bytes that an inventory or a report may have. */
export const MAX_DATA_BYTES = 256 * 1024 * 1024;

/**
 * The text of a file (or pipe), UTF-8. Throws `InputError` where it is missing, unreadable, a directory, larger than
 * `maxBytes` or not UTF-8; its place is `shownAs`.
 */
export const readText = async (_path: string, _options: { readonly shownAs: string; readonly maxBytes?: number }): Promise<string> => '';

/** A file as a source: `readText` with `shownPath`. A relative path is resolved against `cwd`. */
export const readSource = async (_path: string, _options: { readonly cwd: string; readonly maxBytes?: number }): Promise<Source> => ({ path: '', text: '', shownAs: '' });

/**
 * A policy by its path, or by the name of one that ships: `dr-baseline`. `shipped` is the directory of those; they are
 * shown as `policies/NAME.yaml`. A path that exists goes before a name.
 */
export const readPolicy = async (_nameOrPath: string, _options: { readonly cwd: string; readonly shipped: string }): Promise<Source> => ({ path: '', text: '', shownAs: '' });

/** Where reports say a file is: relative to its repository, else to `cwd` where it lies below, else its base name. Forward slashes. */
export const shownPath = (path: string, _cwd: string): string => path;

/** The path of `mlops-dr.yaml` in `cwd` or the nearest directory above it. */
export const findConfiguration = (_cwd: string): string | undefined => undefined;
