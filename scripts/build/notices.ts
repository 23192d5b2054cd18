import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of others that the bundle contains. */
interface Package {
  /** `name@version (licence)` */
  readonly title: string;
  /** Its licence and notices; empty where it ships none. */
  readonly text: string;
}

/** `/…/node_modules/@scope/name/lib/x.js` → `/…/node_modules/@scope/name` */
const packageDirectory = (module: string): string | undefined => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(module)?.[0];

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

const textsOf = (directory: string): readonly string[] =>
  readdirSync(directory)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(directory, file), 'utf8').trim());

const packageOf = (directory: string): Package => {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return { title: `${name}@${version} (${license})`, text: textsOf(directory).join('\n\n') };
};

const RULE = '-'.repeat(80);

/**
 * The notices that the licences of bundled packages ask for. Packages with the same text share it.
 * @param modules absolute paths of the bundled modules
 */
export const noticesOf = (modules: readonly string[]): string => {
  const directories = new Set(modules.flatMap((module) => packageDirectory(module) ?? []));
  const titles = new Map<string, string[]>();
  for (const { title, text } of [...directories].sort().map(packageOf)) titles.set(text, [...(titles.get(text) ?? []), title]);
  const sections = [...titles].map(([text, packages]) => [...packages, '', text || 'Ships without the text of its licence.'].join('\n'));
  return `${['This program contains the following packages of others.', ...sections].join(`\n\n${RULE}\n`)}\n`;
};
