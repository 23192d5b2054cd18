import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { classify } from '../../../scanners/http/failures.ts';
import { type Members, members } from '../../../scanners/json/members.ts';
import { allPages } from '../../../scanners/kubernetes/pages.ts';
import { type Answer, fakeSession, refused, send } from './harness.ts';

const test = suite('scanners/kubernetes/pages');

const PATH = '/api/v1/pods';

const pod = (name: unknown, namespace = 'mlops') => ({ metadata: { name, namespace } });

const podList = (items: unknown, next?: unknown) => ({
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '7', ...(next === undefined ? {} : { continue: next }) },
  items,
});

const read = async (answer: Answer) => {
  const { session, asked } = fakeSession(answer);
  const project = (object: Members) => members('metadata', object.metadata).name;
  try {
    return { found: (await allPages(session, send, { path: PATH, kind: 'Pod', project })).flat(), asked };
  } catch (error) {
    return { found: classify(error).code, asked };
  }
};

/** Answers in pages, each behind a token that says which. */
const paged =
  (...pages: readonly (readonly string[])[]): Answer =>
  (_, query) => {
    const index = Number(query.get('continue')?.replace('page ', '') ?? 0);
    return podList(
      (pages[index] ?? []).map((name) => pod(name)),
      index + 1 < pages.length ? `page ${index + 1}` : '',
    );
  };

test('page by page, 500 at a time, never from a cache', async () => {
  const { found, asked } = await read(paged(['a', 'b'], [], ['c']));
  assert.equal(found, ['a', 'b', 'c']);
  assert.equal(asked, [`${PATH}?limit=500`, `${PATH}?limit=500&continue=page%201`, `${PATH}?limit=500&continue=page%202`]);
});

for (const [name, answer, expected] of [
  ['none', podList([]), []],
  ['none, as a nil slice of Go comes out', podList(null), []],
  ['without metadata', { kind: 'PodList', items: [] }, []],
  ['two of one name in two namespaces', podList([pod('a', 'x'), pod('a', 'y')]), ['a', 'a']],
  ['no items', { kind: 'PodList', metadata: {} }, 'MalformedAnswer'],
  ['items that are no list', podList({}), 'MalformedAnswer'],
  ['an item that is none', podList([null]), 'MalformedAnswer'],
  ['a list of something else', { ...podList([]), kind: 'SecretList' }, 'MalformedAnswer'],
  ['one object', { ...pod('a'), kind: 'Pod' }, 'MalformedAnswer'],
  ['a status, as if all were well', { kind: 'Status', status: 'Failure', code: 403 }, 'MalformedAnswer'],
  ['no object without a name', podList([pod(undefined)]), 'MalformedAnswer'],
  ['no object with an empty name', podList([pod('')]), 'MalformedAnswer'],
  ['a name that is no text', podList([pod(5)]), 'MalformedAnswer'],
  ['a name that would be another path', podList([pod('../secrets')]), 'MalformedAnswer'],
  ['one object twice', podList([pod('a'), pod('a')]), 'MalformedAnswer'],
  ['a token that is no text', podList([], 7), 'MalformedAnswer'],
] as const) {
  test(`a list: ${name}`, async () => assert.equal((await read(() => answer)).found, expected));
}

test('a token that comes again, and an object that does', async () => {
  assert.is((await read(() => podList([], 'again'))).found, 'MalformedAnswer');
  const repeating = (_: string, query: URLSearchParams) => podList([pod('a')], query.has('continue') ? undefined : 'next');
  assert.is((await read(repeating)).found, 'MalformedAnswer');
});

test('a list without end', async () => {
  let page = 0;
  const { found, asked } = await read(() => podList([], `${++page}`));
  assert.is(found, 'MalformedAnswer');
  assert.is(asked.length, 2_000);
});

const EXPIRED = { kind: 'Status', reason: 'Expired', code: 410, message: 'too old' };

/** Forgets its first lists between two pages. */
const forgetful = (times: number): Answer => {
  let round = 0;
  return (_, query) => {
    if (!query.has('continue')) return podList([pod(`first of ${++round}`)], 'next');
    if (round <= times) throw refused(410, EXPIRED);
    return podList([pod(`second of ${round}`)]);
  };
};

test('pages that expire under way are dropped, and the list begun anew', async () => {
  const { found, asked } = await read(forgetful(2));
  assert.equal(found, ['first of 3', 'second of 3']);
  assert.is(asked.length, 6);
});

test('a list that expires again and again is not had', async () => {
  assert.equal((await read(forgetful(5))).found, ['first of 6', 'second of 6']);
  const { found, asked } = await read(forgetful(6));
  assert.is(found, 'Expired');
  assert.is(asked.length, 12);
});

test('a first page that has expired is a refusal', async () => {
  const { found, asked } = await read(() => {
    throw refused(410, EXPIRED);
  });
  assert.is(found, 'Expired');
  assert.is(asked.length, 1);
});

test('a second page that is refused is one of a list that is not had', async () => {
  const answer: Answer = (_, query) => {
    if (query.has('continue')) throw refused(403);
    return podList([pod('a')], 'next');
  };
  assert.is((await read(answer)).found, 'Forbidden');
});

test('one page asked for again after an odd answer counts once', async () => {
  let asked = 0;
  const { session } = fakeSession(() => (++asked === 1 ? podList([pod('a'), pod('')]) : podList([pod('a'), pod('b')])));
  const twice: typeof send = async (request) => {
    try {
      return await send(request);
    } catch {
      return send(request);
    }
  };
  const pages = await allPages(session, twice, { path: PATH, kind: 'Pod', project: ({ metadata }) => members('metadata', metadata).name });
  assert.equal(pages.flat(), ['a', 'b']);
});

test.run();
