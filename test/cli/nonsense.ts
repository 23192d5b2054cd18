import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { evaluateInventory } from '../../commands/compose/evaluate.ts';
import type { Inputs } from '../../commands/compose/inputs.ts';
import { loadInventory } from '../../engine/load/inventory.ts';
import * as validators from '../../generated/data-validators.js';
import { kinds } from '../../generated/kinds.ts';
import { InputError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { toldBy } from './harness.ts';

// Inventories in which facts make no sense.

// biome-ignore lint/suspicious/noExplicitAny: the tests write what must not be there.
export type Facts = any;

/** The report on the text of an inventory. Throws `InputError` where it is none. */
export const evaluated = (text: string, inputs: Inputs): Report =>
  evaluateInventory(loadInventory({ path: '/inventory.json', shownAs: 'inventory.json', text }, { kinds, validators }), inputs).report;

/** The text of an inventory with a change. */
export const changed = (text: string, change: (inventory: Facts) => void): string => {
  const inventory = JSON.parse(text);
  change(inventory);
  return JSON.stringify(inventory);
};

/** A rule, or a mechanism, that came to an end of its own. */
const CRASH = /failed on this resource/;

export const crashesIn = ({ findings, recovery }: Report): readonly string[] =>
  [
    ...findings.map(({ message }) => message),
    ...recovery.flatMap(({ objectives }) => Object.values(objectives).map(({ message }) => message)),
  ].filter((message) => CRASH.test(message));

/** The verdicts that are others than before, as `toldBy` calls them. */
export const changesIn = (report: Report, before: Report): Readonly<Record<string, string | undefined>> => {
  const told = toldBy(report);
  return Object.fromEntries(
    Object.entries(toldBy(before)).flatMap(([name, verdict]) => (told[name] === verdict ? [] : [[name, told[name]]])),
  );
};

/** A leap second: as the format of dates has it, and no date to anybody else. */
export const NO_DATE = '2016-12-31T23:59:60Z';

/** Milliseconds, or anything else, without an end that a calendar knows. */
export const ENDLESS = 1e300;

const ODD = [
  '',
  ' ',
  'whenever',
  'constructor',
  '*',
  '*?*?*',
  '[',
  '\u001b[31m\u202e\n',
  '\ud800',
  NO_DATE,
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  0,
  1,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  ENDLESS,
  true,
  false,
];

type Path = readonly (string | number)[];

/** The places of all texts, numbers and switches in a value. */
const leavesOf = (value: Facts, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key])) : [path];

const replaced = (text: string, path: Path, odd: unknown): string =>
  changed(text, (inventory) => {
    const parent = path.slice(0, -1).reduce((value: Facts, key) => value[key], inventory);
    parent[path.at(-1) as string] = odd;
  });

/** What is asked of one inventory. */
export interface Nonsense {
  readonly collected: string;
  readonly inputs: Inputs;
  /** What is odd there beside what is odd everywhere. */
  readonly odd: readonly unknown[];
  readonly runs: number;
}

/** Whatever a resource says of itself, it is refused with its place, or judged; and much is judged. */
export const assertRefusedOrJudged = ({ collected, inputs, odd, runs }: Nonsense): void => {
  const { resources } = JSON.parse(collected);
  const leaves = resources.flatMap((resource: Facts, index: number) => leavesOf(resource, ['resources', index]));
  let judged = 0;
  fc.assert(
    fc.property(fc.constantFrom(...(leaves as Path[])), fc.constantFrom(...ODD, ...odd), (path, value) => {
      try {
        assert.equal(crashesIn(evaluated(replaced(collected, path, value), inputs)), []);
        judged++;
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        for (const { place } of error.diagnostics) assert.ok(place, error.message);
      }
    }),
    { numRuns: runs },
  );
  assert.ok(judged > runs / 5, `only ${judged} of ${runs} were judged`);
};
