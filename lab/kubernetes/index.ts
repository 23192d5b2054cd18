import type { Request, Response } from '../http.ts';
import { flat } from '../shape.ts';
import type { Call, Open, ServiceError, System } from '../system.ts';
import type { Cluster } from '../world.ts';
import { type Api, apisOf, isReadable } from './catalogue.ts';
import { CLUSTER, clusterMismatches } from './check.ts';
import { AGGREGATED, aggregated, coreVersions, groupList, groupOf, resourceList, takesAggregated, versionOf } from './discovery.ts';
import { continuationOf, listOf, resumptionOf } from './list.ts';
import { type Objects, objectsOf } from './objects.ts';
import { forbidden, notFound, strangerRefusal } from './refusals.ts';
import { isBuiltIn, isOfCluster, OPERATIONS, operationOf, placeOf, type Question, questionOf } from './request.ts';
import {
  completed,
  expired,
  FORBIDDEN,
  isRefusal,
  json,
  NO_RESOURCE,
  NOT_ALLOWED,
  notServed,
  refused,
  THROTTLED,
  tooMany,
} from './status.ts';

/** A cluster that is served. */
interface Served {
  readonly cluster: Cluster;
  readonly apis: readonly Api[];
  readonly objects: Objects;
}

/** An object or a list, or why there is none. */
const ofResource = (question: Extract<Question, { type: 'list' | 'object' }>, objects: Objects, query: URLSearchParams): object => {
  const { resource, namespace } = question;
  if (!isReadable(resource)) return NOT_ALLOWED;
  if (question.type === 'list') return listOf(question, query, objects);
  const { name } = question;
  const entry = objects.of(resource).find((one) => one.name === name && one.namespace === namespace);
  return entry?.read() ?? notFound(resource, name);
};

/** What a cluster says; `undefined` where it does not serve the path. */
const bodyOf = (question: Question, { cluster, apis, objects }: Served, { query }: Request): object | undefined => {
  switch (question.type) {
    case 'version':
      return versionOf(cluster);
    case 'groups':
      return question.core ? coreVersions() : groupList(apis);
    case 'group':
      return groupOf(apis, question.group);
    case 'resources': {
      const { group, version } = question.api;
      const served = apis.find((api) => api.group === group && api.version === version);
      return served && resourceList(served);
    }
    default:
      return apis.some(({ resources }) => resources.includes(question.resource)) ? ofResource(question, objects, query) : undefined;
  }
};

const answerOf = (question: Question, served: Served, request: Request): Response => {
  if (question.type === 'groups' && takesAggregated(request.accept))
    return json(request, 200, aggregated(served.apis, question.core), { 'content-type': AGGREGATED });
  const body = bodyOf(question, served, request);
  if (body === undefined) return notServed(request);
  return isRefusal(body) ? refused(request, body) : json(request, 200, body);
};

/** The names of what a question is about, as faults know them. */
const namesOf = (question: Question, { name: cluster }: Cluster, { query }: Request): readonly string[] => {
  const name = question.type === 'object' ? question.name : question.type === 'list' ? question.namespace : '';
  const page = continuationOf(query.get('continue') ?? '')?.page;
  return [name, `${cluster}/${name}`, ...(page === undefined ? [] : [`page ${page}`])];
};

/** How a cluster tells the error of a fault. */
const refuse = (error: ServiceError, question: Question, request: Request): Response => {
  if (error === THROTTLED) return tooMany(request);
  if (error === FORBIDDEN) return refused(request, forbidden(question));
  const token = request.query.get('continue');
  return refused(request, completed(error, [expired(token ? resumptionOf(token) : undefined)]));
};

const callOf = (question: Question, served: Served, request: Request): Call => ({
  asked: { operation: `kubernetes:${operationOf(question)}`, resources: namesOf(question, served.cluster, request) },
  answer: () => {
    const refusal = strangerRefusal(question, served.cluster, request);
    return refusal ? refused(request, refusal) : answerOf(question, served, request);
  },
  refuse: (error) => refuse(error, question, request),
});

const isReading = ({ method, query }: Request): boolean => method === 'GET' && !/^(1|true)$/.test(query.get('watch') ?? '');

const open = ({ kubernetes = [] }: { readonly kubernetes?: readonly Cluster[] }): Open => {
  const clusters = new Map(kubernetes.map((cluster) => [cluster.name, { cluster, apis: apisOf(cluster), objects: objectsOf(cluster) }]));
  return (request) => {
    const { server: name, parts } = placeOf(request.encodedPath);
    const served = clusters.get(name);
    const question = isReading(request) ? questionOf(parts) : undefined;
    return served && question && callOf(question, served, request);
  };
};

/** Kubernetes: what API servers answer to those who read. Each cluster is at a path of its own. */
export const kubernetes: System = {
  id: 'kubernetes',
  operations: OPERATIONS,
  accountMembers: {},
  worldMembers: { kubernetes: flat(CLUSTER) },
  check: clusterMismatches,
  claims: ({ credential, encodedPath }) => credential === undefined && isOfCluster(encodedPath),
  open,
  unknown: (request) => {
    if (!isReading(request)) return refused(request, NOT_ALLOWED);
    return isBuiltIn(request.encodedPath) ? refused(request, NO_RESOURCE) : notServed(request);
  },
  throttled: THROTTLED,
  denied: FORBIDDEN,
};
