import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyRule } from '../../model/rule.ts';

const RULES = new URL('../../rules/', import.meta.url);

/** The rules in the order of their ids, each with the id that its path says. */
export const catalogue = async (): Promise<readonly { readonly path: string; readonly rule: AnyRule }[]> => {
  const files = readdirSync(fileURLToPath(RULES), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return Promise.all(
    files.sort().map(async (file) => {
      const { default: rule } = await import(new URL(file, RULES).href);
      return { path: file.replaceAll('\\', '/').replace(/\.ts$/, ''), rule };
    }),
  );
};
