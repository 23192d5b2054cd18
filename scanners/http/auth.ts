import { expandEnvironment } from '../../model/environment.ts';
import { InputError } from '../../model/errors.ts';
import type { Authorize } from './client.ts';
import { failing } from './failures.ts';

/** How a target proves who asks, with secrets as references to environment variables. */
export type HeaderAuth =
  | { readonly username: string; readonly password: string }
  | { readonly bearer: string }
  | { readonly apiKey: string };

/** The value of a reference. */
const secretOf = (reference: string): string => {
  try {
    return expandEnvironment(reference, process.env);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw failing({ class: 'unauthenticated', code: 'UnsetVariable', message: error.diagnostics.map(({ message }) => message).join(' ') });
  }
};

const headerOf = (auth: HeaderAuth): string => {
  if ('apiKey' in auth) return `ApiKey ${secretOf(auth.apiKey)}`;
  if ('bearer' in auth) return `Bearer ${secretOf(auth.bearer)}`;
  return `Basic ${Buffer.from(`${auth.username}:${secretOf(auth.password)}`).toString('base64')}`;
};

/** What is no character of a header would be an error that shows the header. */
const assertSendable = (header: string): string => {
  if (/^[\x20-\x7e]+$/.test(header)) return header;
  throw failing({ class: 'unauthenticated', code: 'BadCredentials', message: 'The credentials hold characters that no header may have.' });
};

/** The same header with every request. Throws where a variable is not set. */
export const authorizeBy = (auth: HeaderAuth | undefined): Authorize => {
  if (!auth) return async () => ({});
  const authorization = assertSendable(headerOf(auth));
  return async () => ({ authorization });
};
