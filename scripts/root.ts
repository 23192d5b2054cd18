import { fileURLToPath } from 'node:url';

/** The root of the package: the directory that holds package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url));
