import type { Request } from '../http.ts';
import type { Cluster } from '../world.ts';
import { NAMESPACES, qualifiedName, type Resource } from './catalogue.ts';
import { nonResourcePath, type Question } from './request.ts';
import { FORBIDDEN, type Refusal, UNAUTHORIZED } from './status.ts';

const USER = 'lab';
const ANONYMOUS = 'system:anonymous';

const detailsOf = (resource: Resource, name: string): Readonly<Record<string, string>> => ({
  ...(name === '' ? {} : { name }),
  ...(resource.group === '' ? {} : { group: resource.group }),
  kind: resource.name,
});

/** What the server itself says to those who may not see something of it. */
const pathForbidden = (path: string | undefined, user: string): Refusal => ({
  ...FORBIDDEN,
  message: `forbidden: User ${JSON.stringify(user)} cannot get path ${JSON.stringify(path)}`,
  details: {},
});

/** What the authorizer says to a user who may not see this. */
export const forbidden = (question: Question, user = USER): Refusal => {
  if (question.type !== 'list' && question.type !== 'object') return pathForbidden(nonResourcePath(question), user);
  const { resource, namespace } = question;
  const name = question.type === 'object' ? question.name : '';
  const what = `${qualifiedName(resource)}${name === '' ? '' : ` ${JSON.stringify(name)}`}`;
  const verb = question.type === 'object' ? 'get' : 'list';
  // A namespace is taken to be in itself.
  const within = resource === NAMESPACES ? name : namespace;
  const where = within === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(within)}`;
  const message = `${what} is forbidden: User ${JSON.stringify(user)} cannot ${verb} resource ${JSON.stringify(resource.name)} in API group ${JSON.stringify(resource.group)} ${where}`;
  return { ...FORBIDDEN, message, details: detailsOf(resource, name) };
};

/** There is no object of this name. */
export const notFound = (resource: Resource, name: string): Refusal => ({
  code: 'NotFound',
  status: 404,
  message: `${qualifiedName(resource)} ${JSON.stringify(name)} not found`,
  details: detailsOf(resource, name),
});

/** Why somebody gets no answer: a token that nobody has, or none where one is needed. Everybody may see the version. */
export const strangerRefusal = (question: Question, { tokens = [] }: Cluster, { bearer }: Request): Refusal | undefined => {
  if (tokens.length === 0 || (bearer !== undefined && tokens.includes(bearer))) return undefined;
  if (bearer !== undefined) return UNAUTHORIZED;
  return question.type === 'version' ? undefined : forbidden(question, ANONYMOUS);
};
