import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { COMMANDS } from '../../commands/index.ts';
import { commandOf } from '../../commands/resolve.ts';
import { reporters } from '../../generated/reporters.ts';
import { rules } from '../../generated/rules.ts';
import { blocksIn, pages } from './pages.ts';

const test = suite('docs: commands');

interface Flags {
  readonly [name: string]: { readonly options?: readonly string[] };
}

const flagsById = COMMANDS as unknown as Readonly<Record<string, { readonly flags: Flags }>>;
const names = Object.keys(COMMANDS).map((id) => id.replaceAll(':', ' '));

/** `mlops-dr` as a command: words follow it. What comes behind `#`, `|` or a quotation mark is none of its own. */
const CALL = /(?:^|[\s'"])mlops-dr ([a-z][^#|'"\n]*)/gm;

const calls = pages.flatMap((page) =>
  blocksIn(page, 'sh', 'yaml', 'groovy').flatMap(({ place, text }) =>
    [...text.matchAll(CALL)].map(([, call = '']) => ({ place, args: call.trim().split(/\s+/) })),
  ),
);

const after = (args: readonly string[], flag: string): readonly string[] => args.filter((_, index) => args[index - 1] === flag);

test('there are calls', () => assert.ok(calls.length > 15));

for (const { place, args } of calls) {
  test(`${place}: mlops-dr ${args.join(' ')}`, () => {
    const command = commandOf(args, names) ?? '';
    const known = Object.keys(flagsById[command.replaceAll(' ', ':')]?.flags ?? {});
    const flags = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2));
    assert.equal(
      flags.filter((flag) => !known.includes(flag)),
      [],
    );
    const options = flagsById[command.replaceAll(' ', ':')]?.flags?.format?.options ?? [...reporters.keys()];
    for (const format of after(args, '--format')) assert.ok(options.includes(format.replace(/=.*/, '')), format);
    for (const rule of after(args, 'show')) assert.ok(rules.has(rule), rule);
  });
}

test.run();
