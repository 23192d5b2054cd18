import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer, type Send } from '../../../model/scanner.ts';
import { allPages, pagesOf } from '../../../scanners/aws/pages.ts';

const test = suite('scanners/aws/pages');

const send: Send = (request) => request({ signal: new AbortController().signal });

/** A listing of so many pages, and the tokens that were asked for. */
const listing = (pages: readonly (readonly number[])[]) => {
  const asked: (string | undefined)[] = [];
  const ask = async (token: string | undefined) => {
    asked.push(token);
    const index = token === undefined ? 0 : Number(token);
    return { items: pages[index] ?? [], next: index + 1 < pages.length ? String(index + 1) : undefined };
  };
  return { asked, ask };
};

test('all pages in their order, empty ones among them, each asked for once', () => {
  return fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.integer()), { minLength: 1, maxLength: 12 }), async (pages) => {
      const { asked, ask } = listing(pages);
      assert.equal(await allPages(send, ask), pages.flat());
      assert.equal(asked, [undefined, ...pages.slice(1).map((_, index) => String(index + 1))]);
    }),
  );
});

test('an empty token is none', async () => {
  assert.equal(await allPages(send, async () => ({ items: [1], next: '' })), [1]);
});

for (const { name, tokens } of [
  { name: 'a page that names itself', tokens: ['a', 'a'] },
  { name: 'two pages that name each other', tokens: ['a', 'b', 'a'] },
  { name: 'a long way round', tokens: ['a', 'b', 'c', 'd', 'b'] },
]) {
  test(`${name} is no end, and no answer`, async () => {
    let requests = 0;
    const ask = async () => ({ items: [], next: tokens[requests++] });
    const error = await allPages(send, ask).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.instance(error, MalformedAnswer);
    assert.is(requests, tokens.length);
  });
}

for (const next of [1, {}, null, true]) {
  test(`${JSON.stringify(next)} is no token`, async () => {
    const ask = async () => ({ items: [], next: next as unknown as string });
    const error = await allPages(send, ask).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.instance(error, MalformedAnswer);
  });
}

test('a page that leads back is asked for again by whoever sends it', async () => {
  const answers = [
    { items: [1], next: 'a' },
    { items: [2], next: 'a' },
    { items: [3], next: undefined },
  ];
  let requests = 0;
  const again: Send = async (request) => {
    const attempt = { signal: new AbortController().signal };
    return request(attempt).catch(() => request(attempt));
  };
  assert.equal(await allPages(again, async () => answers[requests++] as (typeof answers)[number]), [1, 3]);
});

test('nothing is asked before somebody wants it, and nothing after that', async () => {
  const { asked, ask } = listing([[1], [2], [3]]);
  for await (const [first] of pagesOf(send, ask)) if (first === 2) break;
  assert.equal(asked, [undefined, '1']);
});

test.run();
