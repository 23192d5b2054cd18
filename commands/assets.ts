import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory that holds package.json. This module and the bundle that it ends up in are both one level below it. */
export const packageRoot = fileURLToPath(new URL('..', import.meta.url));

/** Absolute path of a file that ships with the package: `policies/dr-baseline.yaml`. */
export const asset = (path: string): string => join(packageRoot, path);

/** The version that package.json states. */
export const packageVersion = (): string => JSON.parse(readFileSync(asset('package.json'), 'utf8')).version;
