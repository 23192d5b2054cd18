import { once } from 'node:events';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Requests in the name of one user. */
export interface Api {
  readonly send: (method: string, path: string, body?: string, type?: string) => Promise<Answer>;
  /** Frees the connections. */
  readonly close: () => void;
}

const JSON_TYPE = 'application/json';

/**
 * @param url of the server
 * @param ca certificates to trust, as PEM
 * @param token bearer token of the user; without it, whoever asks is anonymous
 */
export const connect = (url: string, ca: string, token: string | undefined): Api => {
  const agent = new Agent({ keepAlive: true, ca });
  const send: Api['send'] = async (method, path, body, type = JSON_TYPE) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const sent = request(new URL(path, url), { agent, method, headers: { accept: JSON_TYPE, 'content-type': type, ...authorization } });
    sent.end(body);
    const [answer] = await once(sent, 'response');
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  };
  return { send, close: () => agent.destroy() };
};

/** The same, but an answer that is no success throws. Resolves with what was sent back, parsed. */
export const must = async (api: Api, ...args: Parameters<Api['send']>): Promise<unknown> => {
  const { status, body } = await api.send(...args);
  if (status >= 300) throw new Error(`${args[0]} ${args[1]} was answered with ${status}: ${body}`);
  return JSON.parse(body);
};
