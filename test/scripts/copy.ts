import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What a copy of the package does without, or shares. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'coverage', 'node_modules']);

/** A copy of the package that faults can be planted in. */
export interface PackageCopy {
  readonly root: string;
  /** Puts a file in, and gives what takes it out again. */
  readonly plant: (path: string, text: string) => () => void;
  readonly remove: () => void;
}

/** Copies the package, with its configuration and what was generated and built; packages of others are shared. */
export const copyPackage = (): PackageCopy => {
  const root = mkdtempSync(join(tmpdir(), 'mlops-dr-copy-'));
  for (const entry of readdirSync('.')) if (!LEFT_OUT.has(entry)) cpSync(entry, join(root, entry), { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return {
    root,
    plant: (path, text) => {
      const target = join(root, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
      return () => rmSync(target);
    },
    remove: () => rmSync(root, { recursive: true }),
  };
};
