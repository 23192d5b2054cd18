import { type Document, parseDocument } from '../model/document.ts';
import { type Diagnostic, InputError } from '../model/errors.ts';
import { matchesGlob } from '../model/glob.ts';
import { invalid, type Mismatch, mismatches, missing, repeated } from './check.ts';
import { EFFECTS, effectsOf } from './faults.ts';
import { flat, integer, matching, on, oneOf, onOrText, share, structure, text, time, word } from './shape.ts';
import type { System } from './system.ts';
import { SYSTEMS } from './systems.ts';
import type { Fault, World } from './world.ts';

const ACCOUNT = structure(
  {
    id: matching(/^\d{12}$/, 'a text of 12 digits'),
    partition: word,
    accessKeys: flat(matching(/^\w+$/, 'a text of letters and digits')),
    ...Object.fromEntries(SYSTEMS.flatMap(({ accountMembers }) => Object.entries(accountMembers))),
  },
  'id',
);

const FAULT = structure(
  {
    operation: text,
    resource: text,
    times: integer(0),
    // The longest that timers wait.
    latency: integer(0, 2 ** 31 - 1),
    throttle: share,
    deny: onOrText,
    error: structure({ code: text, status: integer(300, 599), message: text }, 'code', 'status'),
    reset: on,
    truncate: oneOf('announced', 'matching'),
    body: text,
    hang: on,
  },
  'operation',
);

/** What there may be in a world beside accounts. */
const SERVERS = Object.fromEntries(SYSTEMS.flatMap(({ worldMembers = {} }) => Object.entries(worldMembers)));

const WORLD = structure({ now: time, accounts: flat(ACCOUNT), ...SERVERS, faults: flat(FAULT) });

const operationsOf = ({ id, operations }: System): readonly string[] => operations.map((name) => `${id}:${name}`);

const OPERATIONS = SYSTEMS.flatMap(operationsOf);

/** What faults may name: all operations of the system that this one seems to be of, or the systems. */
const acceptedFor = (operation: string): string => {
  const system = SYSTEMS.find(({ id }) => operation.startsWith(`${id}:`));
  const accepted = system ? operationsOf(system) : SYSTEMS.map(({ id }) => `${id}:*`);
  return `Accepted: ${accepted.join(', ')}; * and ? are wildcards.`;
};

const faultMismatches = (fault: Fault, index: number): readonly Mismatch[] => {
  const path = ['faults', index];
  const wrong: Mismatch[] = [];
  if (!OPERATIONS.some((operation) => matchesGlob(fault.operation, operation)))
    wrong.push(invalid([...path, 'operation'], 'an operation that the lab knows', acceptedFor(fault.operation)));
  const effects = effectsOf(fault);
  if (effects.length > 1) wrong.push(invalid(path, `one fault, not several (${effects.join(', ')})`, 'Write one item for each.'));
  if (effects.length === 0 && fault.latency === undefined)
    wrong.push(invalid(path, `a fault that does something: latency, ${EFFECTS.join(', ')}`));
  return wrong;
};

const repeatedAccounts = ({ accounts }: World): readonly Mismatch[] => [
  ...repeated(accounts.map(({ id }, index) => [id, ['accounts', index, 'id']])),
  ...repeated(
    accounts.flatMap(({ accessKeys = [] }, index) => accessKeys.map((key, at) => [key, ['accounts', index, 'accessKeys', at]] as const)),
  ),
];

const hasServers = (world: World): boolean =>
  Object.entries(world).some(([member, value]) => Object.hasOwn(SERVERS, member) && Array.isArray(value) && value.length > 0);

const accountMismatches = (world: World): readonly Mismatch[] => [
  ...(world.accounts.length === 0 && !hasServers(world) ? [invalid(['accounts'], 'a list with an account in it')] : []),
  ...repeatedAccounts(world),
];

/** Accounts may be left out where there is anything else. */
const shapeMismatches = (value: unknown): readonly Mismatch[] => {
  const wrong = mismatches(WORLD, value);
  const says = (member: string): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, member);
  return wrong.length > 0 || ['accounts', ...Object.keys(SERVERS)].some(says) ? wrong : [missing([], 'accounts')];
};

/** What shapes cannot say, because it is about several values. */
const worldMismatches = (world: World): readonly Mismatch[] => [
  ...accountMismatches(world),
  ...SYSTEMS.flatMap(({ check }) => check?.(world) ?? []),
  ...(world.faults ?? []).flatMap(faultMismatches),
];

const diagnosticOf = ({ path, atKey = false, ...words }: Mismatch, { placeOf, placeOfKey }: Document): Diagnostic => ({
  ...words,
  place: atKey ? placeOfKey(path) : placeOf(path),
});

/** Reads a world. Throws `InputError` with a place for whatever the lab would not know how to say. */
export const loadWorld = (source: string, file: string): World => {
  const document = parseDocument(source, file);
  const misshapen = shapeMismatches(document.value);
  const world = { accounts: [], ...(document.value as object) } as World;
  const wrong = misshapen.length > 0 ? misshapen : worldMismatches(world);
  if (wrong.length > 0) throw new InputError(wrong.map((mismatch) => diagnosticOf(mismatch, document)));
  return world;
};
