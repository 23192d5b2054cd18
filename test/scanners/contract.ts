import type { AnyKind, Facet } from '../../model/kind.ts';
import type { AnyScanner, KindActions, ScannerEntry } from '../../model/registry.ts';
import type { KindScanner } from '../../model/scanner.ts';

// biome-ignore lint/suspicious/noExplicitAny: stands for every session.
type AnyKindScanner = KindScanner<any>;

const ACTION = /^[a-z0-9-]+:[A-Z][A-Za-z]+$/;

const facetsOf = ({ kind }: AnyKindScanner): Readonly<Record<string, Facet>> => (kind as AnyKind).facets;

const missing = (wanted: readonly string[], given: readonly string[]): readonly string[] => wanted.filter((name) => !given.includes(name));

/** Every facet of the kind has a reader, and every reader a facet. */
const unpaired = (scanner: AnyKindScanner): readonly string[] => {
  const facets = Object.keys(facetsOf(scanner));
  const readers = Object.keys(scanner.facets);
  return [
    ...missing(facets, readers).map((name) => `the facet ${name} has no reader`),
    ...missing(readers, facets).map((name) => `the reader ${name} has no facet`),
  ];
};

/** Permissions have the form that policies of the cloud want. */
const unformedActions = ({ list, facets }: AnyKindScanner): readonly string[] =>
  [list, ...Object.values(facets)].filter(({ action }) => !ACTION.test(action)).map(({ action }) => `${action} is no action`);

/** Pacing counts by operation: two readers of one name would share a lane that they do not share at the service. */
const repeatedOperations = ({ list, facets }: AnyKindScanner): readonly string[] => {
  const operations = [list, ...Object.values(facets)].map(({ operation }) => operation);
  return operations.filter((operation, index) => operations.indexOf(operation) !== index).map((operation) => `${operation} is there twice`);
};

/** A facet that depends on another names one that is read, and not itself. */
const strangeRequirements = (scanner: AnyKindScanner): readonly string[] =>
  Object.entries(scanner.facets)
    .filter(([name, { requires }]) => requires && (requires.facet === name || !(requires.facet in facetsOf(scanner))))
    .map(([name, { requires }]) => `${name} requires ${requires?.facet}`);

/** Only a kind that says what "not configured" means may be told that it is. */
const meaninglessAbsence = (scanner: AnyKindScanner): readonly string[] =>
  Object.entries(scanner.facets)
    .filter(([name, { absentOn, requires }]) => (absentOn || requires) && !('absent' in (facetsOf(scanner)[name] ?? {})))
    .map(([name]) => `${name} can come out absent, which the kind has no value for`);

const strangeForeignFacet = (scanner: AnyKindScanner): readonly string[] =>
  scanner.foreign && !(scanner.foreign.facet in facetsOf(scanner))
    ? [`no facet ${scanner.foreign.facet} tells where foreign ones are`]
    : [];

const actionsOf = ({ list, facets }: AnyKindScanner): KindActions => ({
  list: list.action,
  facets: Object.fromEntries(Object.entries(facets).map(([name, { action }]) => [name, action])),
});

/** The registry, which the permissions are documented from, says what the scanner says. */
const staleEntry = (scanner: AnyScanner, entry: ScannerEntry): readonly string[] => {
  const own = {
    id: scanner.id,
    target: scanner.target,
    kinds: Object.fromEntries(scanner.kinds.map((one) => [one.kind.id, actionsOf(one)])),
  };
  const { id, target, kinds } = entry;
  return JSON.stringify(own) === JSON.stringify({ id, target, kinds }) ? [] : ['the registry says otherwise'];
};

const CHECKS = [unpaired, unformedActions, repeatedOperations, strangeRequirements, meaninglessAbsence, strangeForeignFacet];

/** What is wrong with a scanner, whatever system it reads; empty where nothing is. */
export const contractProblems = (scanner: AnyScanner, entry: ScannerEntry): readonly string[] => [
  ...scanner.kinds.flatMap((one) => CHECKS.flatMap((check) => check(one)).map((problem) => `${one.kind.id}: ${problem}`)),
  ...staleEntry(scanner, entry),
];
