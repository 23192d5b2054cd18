import { readdirSync, readFileSync } from 'node:fs';
import { GENERATED } from '../../scripts/generate/docs/markdown.ts';

const ROOT = new URL('../../', import.meta.url);

/** A page that people write. */
export interface Page {
  /** Relative to the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** What stands between two fences of a page. */
export interface Block {
  /** `docs/policies.md:12`: the line of its opening fence. */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

const pageOf = (file: string): Page => ({ file, text: readFileSync(new URL(file, ROOT), 'utf8') });

/** The README and every page of docs/ that is not generated. */
export const pages: readonly Page[] = ['README.md', ...readdirSync(new URL('docs/', ROOT)).map((name) => `docs/${name}`)]
  .filter((file) => file.endsWith('.md'))
  .map(pageOf)
  .filter(({ text }) => !text.startsWith(GENERATED));

const FENCED = /^```(\w+)\n(.*?)^```$/gms;

/** The blocks of a page in one of the languages, in their order. */
export const blocksIn = ({ file, text }: Page, ...languages: readonly string[]): readonly Block[] =>
  [...text.matchAll(FENCED)].flatMap(({ index, 1: language = '', 2: block = '' }) => {
    const line = text.slice(0, index).split('\n').length;
    return languages.includes(language) ? [{ place: `${file}:${line}`, language, text: block }] : [];
  });
