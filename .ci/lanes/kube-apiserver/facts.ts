import { strict as assert } from 'node:assert';
import type { Check } from '../shared/checks.ts';
import { type Answer, type Api, must } from './api.ts';
import type { ApiServer } from './server.ts';
import { BACKUPS, VELERO_NAMESPACE } from './world.ts';

// What the scanner counts on, and what the lab imitates, as the server itself answers it.

/** Those who ask. */
export interface Users {
  readonly admin: Api;
  readonly scanner: Api;
  /** Has a token that nobody gave out. */
  readonly stranger: Api;
  readonly anonymous: Api;
}

interface Fact {
  readonly name: string;
  readonly user: keyof Users;
  readonly path: string;
  readonly status: number;
  /** What the answer has, and maybe more; a text where it is no JSON. */
  readonly answer: Readonly<Record<string, unknown>> | string;
}

const refused = (code: number, reason: string, message: string) => ({ kind: 'Status', status: 'Failure', code, reason, message });

const BACKUPS_OF_VELERO = `/apis/velero.io/v1/namespaces/${VELERO_NAMESPACE}/backups`;

const NOT_FOUND = '404 page not found\n';

const WITHOUT_VELERO: readonly Fact[] = [
  {
    name: 'a token that nobody has, whatever is asked for',
    user: 'stranger',
    path: '/version',
    status: 401,
    answer: refused(401, 'Unauthorized', 'Unauthorized'),
  },
  { name: 'without a token the version is told', user: 'anonymous', path: '/version', status: 200, answer: { major: '1' } },
  {
    name: 'without a token the groups are not',
    user: 'anonymous',
    path: '/apis',
    status: 403,
    answer: refused(403, 'Forbidden', 'forbidden: User "system:anonymous" cannot get path "/apis"'),
  },
  { name: 'the groups are told without a role', user: 'scanner', path: '/apis', status: 200, answer: { kind: 'APIGroupList' } },
  { name: 'a group that is not served', user: 'scanner', path: '/apis/velero.io/v1', status: 404, answer: NOT_FOUND },
  {
    name: 'a list of a group that is not served, without permission: a refusal like any other',
    user: 'scanner',
    path: BACKUPS_OF_VELERO,
    status: 403,
    answer: refused(
      403,
      'Forbidden',
      'backups.velero.io is forbidden: User "scanner" cannot list resource "backups" in API group "velero.io" in the namespace "velero"',
    ),
  },
  { name: 'the same with permission', user: 'admin', path: BACKUPS_OF_VELERO, status: 404, answer: NOT_FOUND },
  {
    name: 'a list of everything without permission',
    user: 'scanner',
    path: '/api/v1/pods',
    status: 403,
    answer: refused(403, 'Forbidden', 'pods is forbidden: User "scanner" cannot list resource "pods" in API group "" at the cluster scope'),
  },
];

const WITHOUT_BACKUPS: readonly Fact[] = [
  { name: 'a list of nothing', user: 'admin', path: BACKUPS_OF_VELERO, status: 200, answer: { kind: 'BackupList', items: [] } },
  {
    name: 'a list in a namespace that does not exist: it is empty, too',
    user: 'admin',
    path: '/apis/velero.io/v1/namespaces/no-such/backups',
    status: 200,
    answer: { kind: 'BackupList', items: [] },
  },
  {
    name: 'a resource that the version of a group does not have',
    user: 'admin',
    path: `/apis/velero.io/v1/namespaces/${VELERO_NAMESPACE}/resticrepositories`,
    status: 404,
    answer: NOT_FOUND,
  },
];

const isText = ({ headers }: Answer): boolean => String(headers['content-type']).startsWith('text/plain');

/** The members of an answer that a fact is about. */
const members = (body: string, names: readonly string[]): object => {
  const answer: Readonly<Record<string, unknown>> = JSON.parse(body);
  return Object.fromEntries(names.map((name) => [name, answer[name]]));
};

const checkOf =
  (users: Users) =>
  ({ name, user, path, status, answer }: Fact): Check => ({
    name: `the server: ${name}: ${status}`,
    run: async () => {
      const found = await users[user].send('GET', path);
      assert.equal(found.status, status, found.body);
      if (typeof answer === 'string') assert.deepEqual({ body: found.body, isText: isText(found) }, { body: answer, isText: true });
      else assert.deepEqual(members(found.body, Object.keys(answer)), answer);
    },
  });

/** Facts of a cluster without Velero. */
export const factsWithoutVelero = (users: Users): readonly Check[] => WITHOUT_VELERO.map(checkOf(users));

/** Facts of a cluster in which Velero has been defined, and has done nothing yet. */
export const factsWithoutBackups = (users: Users): readonly Check[] => WITHOUT_BACKUPS.map(checkOf(users));

/** A list as far as paging is about it. */
interface Page {
  readonly metadata: { readonly continue?: string; readonly remainingItemCount?: number };
  readonly items: readonly { readonly kind?: string; readonly apiVersion?: string; readonly metadata: { readonly name: string } }[];
}

const LIMIT = 500;

const page = async ({ admin }: Users, token = ''): Promise<Page> =>
  (await must(admin, 'GET', `${BACKUPS_OF_VELERO}?limit=${LIMIT}&continue=${encodeURIComponent(token)}`)) as Page;

const checkPages = async (users: Users): Promise<void> => {
  const names = new Set<string>();
  let left = BACKUPS;
  for (let token: string | undefined = ''; token !== undefined; ) {
    const { metadata, items }: Page = await page(users, token);
    left -= items.length;
    assert.equal(metadata.remainingItemCount ?? 0, left);
    for (const item of items) names.add(item.metadata.name);
    // The last page of objects that are of a definition has an empty one.
    token = metadata.continue || undefined;
  }
  assert.equal(names.size, BACKUPS);
};

const checkTypes = async (users: Users): Promise<void> => {
  const { items } = (await must(users.admin, 'GET', '/api/v1/namespaces')) as Page;
  assert.deepEqual([...new Set(items.map(({ kind }) => kind))], [undefined]);
  assert.deepEqual([...new Set((await page(users)).items.map(({ kind }) => kind))], ['Backup']);
};

/** Has the server forget every list that was begun. Something has to change, or there is nothing before to be forgotten. */
export const forget = async ({ admin }: Users, { compact }: ApiServer): Promise<void> => {
  await must(admin, 'POST', '/api/v1/namespaces', JSON.stringify({ metadata: { generateName: 'change-' } }));
  compact();
};

const PATIENCE = 10_000;

/** The answer about a page whose list has been forgotten. */
const expired = async (users: Users, token: string): Promise<Answer> => {
  const deadline = Date.now() + PATIENCE;
  const ask = () => users.admin.send('GET', `${BACKUPS_OF_VELERO}?limit=${LIMIT}&continue=${encodeURIComponent(token)}`);
  let answer = await ask();
  while (answer.status === 200 && Date.now() < deadline) answer = await ask();
  return answer;
};

const checkExpiry = async (users: Users, server: ApiServer): Promise<void> => {
  const { metadata } = await page(users);
  await forget(users, server);
  const { status, body } = await expired(users, metadata.continue ?? '');
  assert.equal(status, 410, body);
  assert.deepEqual(members(body, ['kind', 'reason']), { kind: 'Status', reason: 'Expired' });
};

const NO_TOKEN: Fact = {
  name: 'a token of the next page that is none',
  user: 'admin',
  path: `${BACKUPS_OF_VELERO}?limit=${LIMIT}&continue=none`,
  status: 400,
  answer: { kind: 'Status', status: 'Failure', code: 400, reason: 'BadRequest' },
};

/** Facts of a cluster in which Velero has made `BACKUPS` backups. */
export const factsWithBackups = (users: Users): readonly Check[] => [
  checkOf(users)(NO_TOKEN),
  { name: `the server: ${BACKUPS} objects in pages of ${LIMIT}`, run: () => checkPages(users) },
  { name: 'the server: objects in lists bear their kind where it is of a definition, and else do not', run: () => checkTypes(users) },
];

/** What it does to the server lets down any other list that is under way. */
export const factOfExpiry = (users: Users, server: ApiServer): Check => ({
  name: 'the server: a list that has been forgotten: 410',
  run: () => checkExpiry(users, server),
});
