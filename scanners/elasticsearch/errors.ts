import type { Told } from '../http/client.ts';
import { isMembers, type Members } from '../json/members.ts';

/** Code of a server that does not know a path at all: it has nothing of what is asked for. */
export const NO_HANDLER = 'NoHandler';

// Of paths that look like those of documents Elasticsearch says only that the method is wrong.
const UNKNOWN_PATH = /^(no handler found for uri|Incorrect HTTP method for uri) \[/;

/** What Amazon OpenSearch Service says, with the status 401, of APIs that it does not let through. */
const NOT_OFFERED = /^Your request: '.*' (payload )?is not allowed/;

const toldInWords = (words: string): Told =>
  UNKNOWN_PATH.test(words) || NOT_OFFERED.test(words) ? { class: 'rejected', code: NO_HANDLER, message: words } : { message: words };

const reasonIn = (exception: unknown): string => (isMembers(exception) && typeof exception.reason === 'string' ? exception.reason : '');

/** It is an answer, although it comes with a status as errors do that pass. */
const FINAL = new Set(['repository_verification_exception']);

/** `{"type":"repository_exception","reason":"…","caused_by":{…}}` */
const toldByException = (exception: Members): Told => {
  const { type, caused_by } = exception;
  const [reason, cause] = [reasonIn(exception), reasonIn(caused_by)];
  const code = typeof type === 'string' && /^[a-z_]{1,80}$/.test(type) ? type : undefined;
  return {
    code,
    message: cause === '' || cause === reason ? reason : `${reason}: ${cause}`,
    class: code !== undefined && FINAL.has(code) ? 'rejected' : undefined,
  };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** What the body of an error tells: of Elasticsearch and OpenSearch, of Amazon's service before them, or of whoever else answers. */
export const told = (body: string): Told => {
  const answer = parsed(body);
  if (typeof answer === 'string') return toldInWords(answer);
  if (!isMembers(answer)) return {};
  const { error, message, Message } = answer;
  if (isMembers(error)) return toldByException(error);
  const words = [error, message, Message].find((member) => typeof member === 'string');
  return words === undefined ? {} : toldInWords(words as string);
};
