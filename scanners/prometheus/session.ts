import type { Attempt, Identity } from '../../model/scanner.ts';
import { authorizeBy, type HeaderAuth } from '../http/auth.ts';
import { type ClientOptions, createClient, type Told } from '../http/client.ts';
import { membersOf } from '../http/exchange.ts';
import { expecting, isDenied } from '../http/failures.ts';
import { given, isMembers, type Members } from '../json/members.ts';
import { buildOf, dataOf } from './parse.ts';

/** The value of `prometheus` in the configuration of a target. */
export interface PrometheusConfig {
  readonly url: string;
  readonly auth?: HeaderAuth;
  readonly caFile?: string;
  readonly name?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly workload?: string;
}

/** Where a server runs, as far as its target says. */
type Place = Pick<PrometheusConfig, 'cluster' | 'namespace' | 'workload'>;

type Build = ReturnType<typeof buildOf>;

/** One server. */
export interface PrometheusSession {
  /** `prometheus://NAME` */
  readonly id: string;
  /** What the configuration calls it, else `HOST:PORT/PREFIX`. */
  readonly name: string;
  readonly place: Place;
  /** What the API tells at a path: the member `data` of its answer. */
  readonly data: (path: string, attempt: Attempt) => Promise<Members>;
  readonly text: (path: string, attempt: Attempt) => Promise<string>;
  /** What `BUILD` tells, which is asked for once. */
  readonly build: (attempt: Attempt) => Promise<Build>;
  readonly identify: (attempt: Attempt) => Promise<Identity>;
  readonly close: () => void;
}

export const BUILD = '/api/v1/status/buildinfo';

/** What an agent answers that has no storage to ask: 422, and this. */
const AGENT = /unavailable with Prometheus Agent/;

/** Code of our own for that. */
export const AGENT_MODE = 'AgentMode';

/** Errors are JSON where the API knows the path, and a text for people where it does not. */
const told = (body: string): Told => {
  try {
    const answer: unknown = JSON.parse(body);
    if (!isMembers(answer)) return {};
    const { errorType, error } = answer;
    if (AGENT.test(String(error))) return { code: AGENT_MODE, message: String(error) };
    return { code: typeof errorType === 'string' ? errorType : undefined, message: typeof error === 'string' ? error : undefined };
  } catch {
    return { message: body };
  }
};

/** Sends nothing. */
export const openSession = (config: PrometheusConfig, options: ClientOptions): PrometheusSession => {
  const { url, auth, caFile, cluster, namespace, workload } = config;
  const client = createClient({ url, caFile, title: 'Prometheus', authorize: authorizeBy(auth), told }, options);
  const text = async (path: string, attempt: Attempt) => (await client.request('GET', path, attempt)).body;
  const data = async (path: string, attempt: Attempt) => dataOf(membersOf(await text(path, attempt)));
  const name = config.name ?? client.address;
  let known: Build | undefined;
  const build = async (attempt: Attempt) => {
    known ??= await expecting('Prometheus', async () => buildOf(await data(BUILD, attempt)));
    return known;
  };
  return {
    id: `prometheus://${name}`,
    name,
    place: given<Place>({ cluster, namespace, workload }),
    data,
    text,
    build,
    identify: async (attempt) => {
      try {
        await build(attempt);
      } catch (error) {
        // Whoever is refused has been recognised, and what else they may ask is another question.
        if (!isDenied(error)) throw error;
      }
      return {};
    },
    close: client.close,
  };
};
