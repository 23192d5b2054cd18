import { splitPath } from '../http.ts';
import { APIS, type Api, apiVersionOf, BUILT_IN_GROUPS, isReadable, qualifiedName, type Resource } from './catalogue.ts';

/** What a request asks of a cluster. */
export type Question =
  | { readonly type: 'version' }
  /** `/api` or `/apis`. */
  | { readonly type: 'groups'; readonly core: boolean }
  | { readonly type: 'group'; readonly group: string }
  | { readonly type: 'resources'; readonly api: Api }
  | { readonly type: 'list'; readonly resource: Resource; readonly namespace: string }
  | { readonly type: 'object'; readonly resource: Resource; readonly namespace: string; readonly name: string };

const PREFIX = '/k8s/clusters/';

/** Whether a path is one of clusters. */
export const isOfCluster = (encodedPath: string): boolean => encodedPath.startsWith(PREFIX);

/** The cluster that a path names, and the parts of the path behind. */
export const placeOf = (encodedPath: string): { readonly server: string; readonly parts: readonly string[] } =>
  splitPath(PREFIX, encodedPath);

/** Whether a path is below one that every server has. There it is no page that is missing but a resource. */
export const isBuiltIn = (encodedPath: string): boolean => {
  const [root, below] = placeOf(encodedPath).parts;
  if (below === undefined) return false;
  return root === 'apis' ? below !== '' && BUILT_IN_GROUPS.includes(below) : root === 'api' || root === 'version';
};

const apiAt = (group: string, version: string): Api | undefined => APIS.find((api) => api.group === group && api.version === version);

/** Whether there is a path for all objects in a namespace, or in all of them. What can only be posted has none for all. */
const isListedIn = (resource: Resource, namespace: string): boolean =>
  namespace === '' ? isReadable(resource) || !resource.namespaced : resource.namespaced;

/** A list or an object of a resource that is in this namespace, or in none. */
const ofResource = (resource: Resource | undefined, namespace: string, rest: readonly string[]): Question | undefined => {
  const [name, ...more] = rest;
  if (!resource || more.length > 0) return undefined;
  if (name === undefined) return isListedIn(resource, namespace) ? { type: 'list', resource, namespace } : undefined;
  return resource.namespaced === (namespace !== '') ? { type: 'object', resource, namespace, name } : undefined;
};

const inApi = (api: Api | undefined, parts: readonly string[]): Question | undefined => {
  const [first, second, third, ...rest] = parts;
  if (!api || first === undefined) return api && { type: 'resources', api };
  const find = (name: string): Resource | undefined => api.resources.find((resource) => resource.name === name);
  // `namespaces/NAME` is a namespace itself; what follows is in it.
  if (first === 'namespaces' && second !== undefined && third !== undefined) return ofResource(find(third), second, rest);
  return ofResource(find(first), '', parts.slice(1));
};

const GROUPS = [...new Set(APIS.map(({ group }) => group))].filter((group) => group !== '');

/** What a path asks of a cluster; `undefined` where no cluster of the lab could ever answer. */
export const questionOf = (parts: readonly string[]): Question | undefined => {
  const [root, group, version, ...rest] = parts;
  if (root === 'version' && parts.length === 1) return { type: 'version' };
  if (root === 'api') return group === undefined ? { type: 'groups', core: true } : inApi(apiAt('', group), parts.slice(2));
  if (root !== 'apis') return undefined;
  if (group === undefined) return { type: 'groups', core: false };
  // The core group has no name to stand here.
  if (!GROUPS.includes(group)) return undefined;
  return version === undefined ? { type: 'group', group } : inApi(apiAt(group, version), rest);
};

/** The path that a question about the server itself has, whatever its cluster. */
export const nonResourcePath = (question: Question): string | undefined => {
  switch (question.type) {
    case 'version':
      return '/version';
    case 'groups':
      return question.core ? '/api' : '/apis';
    case 'group':
      return `/apis/${question.group}`;
    case 'resources':
      return `${question.api.group === '' ? '/api' : '/apis'}/${apiVersionOf(question.api)}`;
    default:
      return undefined;
  }
};

/** What a question is called, after the permission that it needs: `list schedules.velero.io`, `get pods`, `get /apis`. */
export const operationOf = (question: Question): string => {
  if (question.type === 'list') return `list ${qualifiedName(question.resource)}`;
  return `get ${question.type === 'object' ? qualifiedName(question.resource) : nonResourcePath(question)}`;
};

const QUESTIONS: readonly Question[] = [
  { type: 'version' },
  { type: 'groups', core: true },
  { type: 'groups', core: false },
  ...GROUPS.map((group) => ({ type: 'group', group }) as const),
  ...APIS.map((api) => ({ type: 'resources', api }) as const),
  ...APIS.flatMap(({ resources }) => resources)
    .filter(isReadable)
    .flatMap((resource) => [
      { type: 'list', resource, namespace: '' } as const,
      { type: 'object', resource, namespace: '', name: '' } as const,
    ]),
];

/** The names of all operations. */
export const OPERATIONS: readonly string[] = QUESTIONS.map(operationOf);
