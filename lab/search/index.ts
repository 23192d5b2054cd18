import { type Request, type Response, splitPath } from '../http.ts';
import { endpointsAt, type Match, operationOf } from '../routes.ts';
import { flat } from '../shape.ts';
import type { Call, Open, System } from '../system.ts';
import type { SearchCluster } from '../world.ts';
import { FORBIDDEN, notServed, refusalOf, refused, THROTTLED, wrongMethod } from './answers.ts';
import { SEARCH_CLUSTER, searchMismatches } from './check.ts';
import { answerAt, ENDPOINTS, OPERATIONS, OTHER, type SearchEndpoint } from './endpoints.ts';
import { type Served, serve } from './served.ts';
import { strangerRefusal, userOf } from './strangers.ts';

const PREFIX = '/search/';

/** Managed domains take signatures for these services of AWS. */
const SIGNED_FOR = ['es', 'aoss'];

type Found = Match<SearchEndpoint>;

/** What a request is about, as faults name it: the cluster, and a repository or a policy. */
const namesOf = ({ name: cluster }: SearchCluster, found: Found | undefined): readonly string[] =>
  [cluster, ...Object.values(found?.parameters ?? {})].flatMap((name, index) => (index === 0 ? [name] : [name, `${cluster}/${name}`]));

const isServedBy = ({ isServed }: SearchEndpoint, cluster: SearchCluster): boolean => isServed?.(cluster) ?? true;

/** What a cluster says where there is nothing: it tells apart paths that it does not have, and methods. */
const nothingAt = ({ cluster }: Served, { method }: Request, parts: readonly string[], others: readonly Found[]): Response =>
  others.length === 0
    ? notServed(cluster, method, parts)
    : wrongMethod(
        cluster,
        method,
        parts,
        others.map(({ endpoint }) => endpoint.method),
      );

const callOf = (served: Served, request: Request, parts: readonly string[]): Call => {
  const { cluster } = served;
  const found = endpointsAt(ENDPOINTS, parts).filter(({ endpoint }) => isServedBy(endpoint, cluster));
  const match = found.find(({ endpoint }) => endpoint.method === request.method);
  return {
    asked: { operation: `search:${match ? operationOf(match.endpoint) : OTHER}`, resources: namesOf(cluster, match) },
    answer: () => {
      const stranger = strangerRefusal(cluster, request, `/${parts.join('/')}`);
      if (stranger) return stranger;
      return match ? answerAt(match.endpoint, match.parameters, served, request, parts) : nothingAt(served, request, parts, found);
    },
    refuse: (error) => refused(cluster, refusalOf(error, cluster, match?.endpoint.action ?? OTHER, userOf(request))),
  };
};

const open = ({ search = [] }: { readonly search?: readonly SearchCluster[] }): Open => {
  const clusters = new Map(search.map((cluster) => [cluster.name, serve(cluster)]));
  return (request) => {
    const { server, parts } = splitPath(PREFIX, request.encodedPath);
    const served = clusters.get(server);
    return served && callOf(served, request, parts);
  };
};

/** Elasticsearch and OpenSearch: what they answer to those who read. Each cluster is at a path of its own. */
export const search: System = {
  id: 'search',
  operations: OPERATIONS,
  accountMembers: {},
  worldMembers: { search: flat(SEARCH_CLUSTER) },
  check: searchMismatches,
  claims: ({ credential, encodedPath }) =>
    encodedPath.startsWith(PREFIX) && (credential === undefined || SIGNED_FOR.includes(credential.service)),
  open,
  // What a proxy says that has no such server behind it.
  unknown: () => ({ status: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no such server.\n' }),
  throttled: THROTTLED,
  denied: FORBIDDEN,
};
