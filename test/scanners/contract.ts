import type { AnyKind, Facet } from '../../model/kind.ts';
import type { AnyScanner, KindActions, ScannerEntry } from '../../model/registry.ts';
import type { Call, KindScanner } from '../../model/scanner.ts';

// biome-ignore lint/suspicious/noExplicitAny: stands for every session.
type AnyKindScanner = KindScanner<any>;

/** IAM: `s3:ListAllMyBuckets`. Kubernetes, as `kubectl auth can-i` takes it: `list schedules.velero.io`, `get /apis`. Elasticsearch's own names: `cluster:admin/slm/get`. Else the address: `get /metrics`. */
const ACTION = /^((cluster|indices):[a-z]+(\/[a-z_]+)+|[a-z0-9-]+:[A-Z][A-Za-z]+|(get|list) [a-z]+(\.[a-z0-9.]+)?|get \/[a-z0-9/]*)$/;

const facetsOf = ({ kind }: AnyKindScanner): Readonly<Record<string, Facet>> => (kind as AnyKind).facets;

const missing = (wanted: readonly string[], given: readonly string[]): readonly string[] => wanted.filter((name) => !given.includes(name));

/** Every facet of the kind is told by the listing or has a reader, and every reader a facet. */
const unpaired = (scanner: AnyKindScanner): readonly string[] => {
  const facets = Object.keys(facetsOf(scanner));
  const readers = Object.keys(scanner.facets);
  const told = scanner.list?.tells ?? [];
  return [
    ...missing(facets, [...readers, ...told]).map((name) => `the facet ${name} has no reader`),
    ...missing([...readers, ...told], facets).map((name) => `the reader ${name} has no facet`),
    ...told.filter((name) => readers.includes(name)).map((name) => `the facet ${name} is told by the listing and read again`),
  ];
};

/** The calls of a kind, by what they are for. */
const callsOf = ({ list, facets }: AnyKindScanner): readonly Call[] => [...(list ? [list] : []), ...Object.values(facets)];

/** Permissions have the form that policies of the cloud want. */
const unformedActions = (scanner: AnyKindScanner): readonly string[] =>
  callsOf(scanner)
    .filter(({ action }) => !ACTION.test(action))
    .map(({ action }) => `${action} is no action`);

const declaration = ({ action, pace }: Call): string => JSON.stringify([action, pace]);

/** Pacing counts by operation: two calls of one name share a lane, and so must be one and the same call. */
const contradictoryOperations = (scanner: AnyKindScanner): readonly string[] =>
  callsOf(scanner)
    .filter((call, index, calls) => {
      const first = calls.findIndex(({ operation }) => operation === call.operation);
      return first !== index && declaration(calls[first] as Call) !== declaration(call);
    })
    .map(({ operation }) => `${operation} is declared in two ways`);

const WAYS = ['read', 'readPages', 'readRegion'];

/** Each facet is read in one of the three ways. */
const unclearReaders = ({ facets }: AnyKindScanner): readonly string[] =>
  Object.entries(facets)
    .filter(([, reader]) => WAYS.filter((way) => way in reader).length !== 1)
    .map(([name]) => `${name} is read in no way, or in several`);

/** What no listing holds can only be found by its id. */
const unreachable = ({ kind, list, foreign }: AnyKindScanner): readonly string[] => {
  if (list && kind.onlyJoined) return ['it is listed, although only joins find it'];
  return list || (kind.onlyJoined && foreign) ? [] : ['nothing finds it'];
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

const actionsOf = ({ list, facets, foreign }: AnyKindScanner): KindActions => ({
  ...(list ? { list: list.action } : {}),
  ...(list?.regional ? { regional: true } : {}),
  facets: {
    ...Object.fromEntries((list?.tells ?? []).map((name) => [name, list?.action ?? ''])),
    ...Object.fromEntries(Object.entries(facets).map(([name, { action }]) => [name, action])),
  },
  ...(foreign?.region ? { located: foreign.facet } : {}),
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

const CHECKS = [
  unpaired,
  unformedActions,
  contradictoryOperations,
  unclearReaders,
  unreachable,
  strangeRequirements,
  meaninglessAbsence,
  strangeForeignFacet,
];

/** What is wrong with a scanner, whatever system it reads; empty where nothing is. */
export const contractProblems = (scanner: AnyScanner, entry: ScannerEntry): readonly string[] => [
  ...scanner.kinds.flatMap((one) => CHECKS.flatMap((check) => check(one)).map((problem) => `${one.kind.id}: ${problem}`)),
  ...staleEntry(scanner, entry),
];
