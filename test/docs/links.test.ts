import { existsSync, readFileSync, statSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pages } from './pages.ts';

const test = suite('docs: links');

const ROOT = new URL('../../', import.meta.url);
const LINK = /\]\(([^)\s]+)\)/g;

/** A heading as GitHub addresses it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsIn = (file: URL): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const links = pages.flatMap(({ file, text }) =>
  [...text.matchAll(LINK)].map(([, link = '']) => ({ file, link })).filter(({ link }) => !/^https?:/.test(link)),
);

test('there are links', () => assert.ok(links.length > 10));

for (const { file, link } of links) {
  test(`${file}: ${link}`, () => {
    const url = new URL(link, new URL(file, ROOT));
    const anchor = url.hash.slice(1);
    url.hash = '';
    assert.ok(existsSync(url), 'leads nowhere');
    if (anchor !== '') assert.ok(statSync(url).isFile() && anchorsIn(url).includes(anchor), 'there is no such heading');
  });
}

test.run();
