import { basicOf } from '../credentials.ts';
import { type Request, type Response, splitPath } from '../http.ts';
import { own } from '../own.ts';
import { type Endpoint, endpointsAt, operationOf } from '../routes.ts';
import { flat } from '../shape.ts';
import type { Call, Open, System } from '../system.ts';
import { isSince } from '../versions.ts';
import type { PrometheusServer, World } from '../world.ts';
import { FORBIDDEN, NO_DATA, NOT_ALLOWED, NOT_FOUND, page, refused, STARTING, success, THROTTLED, UNAUTHORIZED } from './answers.ts';
import { PROMETHEUS_SERVER, prometheusMismatches } from './check.ts';
import { exposition } from './metrics.ts';
import { query } from './query.ts';
import { blocks, build, configuration, flags, head, isAgent, runtime } from './state.ts';

const PREFIX = '/prometheus/';

/** A server, and the moment at which it is asked. */
interface Asked {
  readonly server: PrometheusServer;
  /** ISO 8601. */
  readonly now: string;
  readonly query: URLSearchParams;
}

/** Something that can be asked of a server. */
interface PrometheusEndpoint extends Endpoint {
  /** It is about data, which an agent does not keep. */
  readonly needsData?: true;
  /** It is told while the server is starting, too. */
  readonly isHealth?: true;
  /** The first version that has it. */
  readonly since?: string;
  readonly ask: (asked: Asked) => Response;
}

const get = (path: string, ask: PrometheusEndpoint['ask'], more: Partial<PrometheusEndpoint> = {}): PrometheusEndpoint => ({
  method: 'GET',
  path,
  ask,
  ...more,
});

const isCalled = (server: PrometheusServer): string => `Prometheus ${isAgent(server) ? 'Agent' : 'Server'}`;

/** The version of the text format is part of its media type, and what becomes of names that need quotes. */
const metricsType = ({ version }: PrometheusServer): string =>
  `text/plain; version=0.0.4; charset=utf-8${isSince(version, '3.0') ? '; escaping=underscores' : ''}`;

const ENDPOINTS: readonly PrometheusEndpoint[] = [
  get('/-/healthy', ({ server }) => page(200, `${isCalled(server)} is Healthy.\n`), { isHealth: true }),
  get('/-/ready', ({ server }) => page(200, `${isCalled(server)} is Ready.\n`)),
  get('/metrics', ({ server }) => page(200, exposition(server), { 'content-type': metricsType(server) }), { isHealth: true }),
  get('/api/v1/status/buildinfo', ({ server }) => success(build(server))),
  get('/api/v1/status/runtimeinfo', ({ server, now }) => success(runtime(server, now))),
  get('/api/v1/status/flags', ({ server }) => success(flags(server))),
  get('/api/v1/status/config', ({ server }) => success(configuration(server))),
  get('/api/v1/status/tsdb', () => success(head()), { needsData: true }),
  get('/api/v1/status/tsdb/blocks', ({ server }) => success(blocks(server)), { needsData: true, since: '3.6' }),
  get('/api/v1/query', ({ server, query: asked, now }) => query(server, asked, now), { needsData: true }),
];

/** What is not there, and what is asked in another way than by GET. */
const OTHER = 'other';

const isKnown = ({ credentials }: PrometheusServer, { authorization, bearer }: Request): boolean => {
  if (credentials === undefined) return true;
  const basic = basicOf(authorization);
  if (basic) return own(credentials.users, basic.user) === basic.password;
  return bearer !== undefined && (credentials.tokens ?? []).includes(bearer);
};

const answerOf = (endpoint: PrometheusEndpoint, asked: Asked): Response => {
  if (asked.server.starting && !endpoint.isHealth) return STARTING;
  return endpoint.needsData && isAgent(asked.server) ? NO_DATA : endpoint.ask(asked);
};

const callOf = (server: PrometheusServer, request: Request, parts: readonly string[], now: string): Call => {
  const at = endpointsAt(ENDPOINTS, parts).find(({ endpoint: { since = '0' } }) => isSince(server.version, since));
  const endpoint = request.method === 'GET' ? at?.endpoint : undefined;
  return {
    asked: { operation: `prometheus:${endpoint ? operationOf(endpoint) : OTHER}`, resources: [server.name] },
    answer: () => {
      if (!isKnown(server, request)) return UNAUTHORIZED;
      if (endpoint) return answerOf(endpoint, { server, now, query: request.query });
      return at ? NOT_ALLOWED : NOT_FOUND;
    },
    refuse: (error) => refused(error, request),
  };
};

const open = ({ prometheus = [], now }: Pick<World, 'prometheus' | 'now'>): Open => {
  const servers = new Map(prometheus.map((server) => [server.name, server]));
  return (request) => {
    const { server: name, parts } = splitPath(PREFIX, request.encodedPath);
    const server = servers.get(name);
    return server && callOf(server, request, parts, now ?? server.runtime.startTime);
  };
};

/** Prometheus: what servers answer to those who read. Each is at a path of its own. */
export const prometheus: System = {
  id: 'prometheus',
  operations: [...ENDPOINTS.map(operationOf), OTHER],
  accountMembers: {},
  worldMembers: { prometheus: flat(PROMETHEUS_SERVER) },
  check: prometheusMismatches,
  claims: ({ credential, encodedPath }) => credential === undefined && encodedPath.startsWith(PREFIX),
  open,
  unknown: () => page(404, 'There is no such server.\n'),
  throttled: THROTTLED,
  denied: FORBIDDEN,
};
