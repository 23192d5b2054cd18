import http, { type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import https from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { MalformedAnswer } from '../../model/scanner.ts';
import { isMembers, type Members } from '../json/members.ts';
import { failing } from './failures.ts';

/** An answer, whatever it says. */
export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Bytes of the longest answer that is taken. */
const LONGEST_ANSWER = 64 * 1024 * 1024;

/** Decoded as it comes: a long answer is held once, and not as bytes and as a text. */
const readBody = async (message: http.IncomingMessage): Promise<string> => {
  const decoder = new StringDecoder('utf8');
  let length = 0;
  let body = '';
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_ANSWER)
      throw failing({ class: 'rejected', code: 'AnswerTooLarge', message: `The answer is longer than ${LONGEST_ANSWER} bytes.` });
    body += decoder.write(chunk);
  }
  return body + decoder.end();
};

const silence = (): Error => Object.assign(new Error('The connection was silent for too long.'), { code: 'ETIMEDOUT' });

/** One request. Redirections are not followed: they would take the credentials along. */
export const exchange = (url: URL, options: RequestOptions): Promise<Response> =>
  new Promise((resolve, reject) => {
    const request = (url.protocol === 'http:' ? http : https).request(url, options, (message) => {
      readBody(message).then((body) => resolve({ status: message.statusCode ?? 0, headers: message.headers, body }), reject);
    });
    request.once('timeout', () => request.destroy(silence()));
    request.once('error', reject);
    request.end();
  });

/** A body as JSON, whatever it is. Throws `MalformedAnswer`. */
export const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new MalformedAnswer('The answer is not JSON, as a proxy or another service might send it.');
  }
};

/** A body that is an object of JSON. Throws `MalformedAnswer`. */
export const membersOf = (body: string): Members => {
  const answer = jsonOf(body);
  if (isMembers(answer)) return answer;
  throw new MalformedAnswer('The answer is no object.');
};
