import { invalid, type Mismatch, quote } from '../check.ts';
import { own } from '../own.ts';
import { keyed, type Mapping, type Members, matching, structure } from '../shape.ts';
import type { Answer, ByRegion, World } from '../world.ts';

const REGION = matching(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'a Region');

/** The answers of a service in each Region; `members` are those for all Regions together. */
export const regional = (answers: Members, members: Members = {}): Mapping => keyed(REGION, structure(answers), members);

/** What a service says in one Region: nothing where the world has nothing there. */
export const saidIn = <Answers extends object>(service: ByRegion<Answers> | undefined, region: string): Partial<Answers> =>
  own(service, region) ?? {};

/** The Regions for which the world has something to say. */
export const regionsIn = (service: ByRegion<object> = {}): readonly string[] => Object.keys(service).filter(REGION.accepts);

/** Where a world's answers of a Region stand. */
export interface Spot<Answers> {
  readonly answers: Answers;
  readonly region: string;
  readonly account: World['accounts'][number];
  readonly path: readonly (string | number)[];
}

/** Every Region of a service, in every account. */
export const spotsOf = <Answers>({ accounts }: World, service: 'dynamodb' | 'backup' | 'kms'): readonly Spot<Answers>[] =>
  accounts.flatMap((account, index) =>
    regionsIn(account[service]).map((region) => ({
      answers: (account[service] as ByRegion<Answers>)[region] as Answers,
      region,
      account,
      path: ['accounts', index, service, region],
    })),
  );

/** Entries for something that is not there: they would never be given. `what` and `where` it has to be added. */
export const strayMismatches = (
  path: Mismatch['path'],
  entries: Readonly<Record<string, unknown>> = {},
  known: Readonly<Record<string, unknown>> = {},
  [what, where]: readonly [what: string, where: string],
): readonly Mismatch[] =>
  Object.keys(entries)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => ({ ...invalid([...path, name], what, `Add ${quote(name)} to ${where}.`), atKey: true }));

/** An answer that names itself otherwise than it is called. Whoever leaves the name out is told what it is. */
export const misnomers = (path: Mismatch['path'], answer: Answer, names: Answer): readonly Mismatch[] =>
  Object.entries(names)
    .filter(([member, name]) => answer[member] !== undefined && answer[member] !== name)
    .map(([member, name]) => invalid([...path, member], `${quote(String(name))}, or left out`));
