import type { Target } from '../../engine/collect/target.ts';
import { type Configuration, type FileReference, loadConfiguration, type NamedFiles, namedFiles } from '../../engine/load/configuration.ts';
import { findConfiguration, MAX_DATA_BYTES, readPolicy, readSource } from '../../engine/load/files.ts';
import { loadInventory } from '../../engine/load/inventory.ts';
import { loadPolicies } from '../../engine/load/policy.ts';
import { loadReport } from '../../engine/load/report.ts';
import type { Source } from '../../engine/load/source.ts';
import { loadWaivers } from '../../engine/load/waivers.ts';
import { suggest } from '../../engine/suggest.ts';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import * as validators from '../../generated/validators.js';
import { type Diagnostic, InputError, type Place } from '../../model/errors.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy, Waiver } from '../../model/policy.ts';
import type { Report } from '../../model/report.ts';
import type { Resource } from '../../model/resource.ts';
import { asset } from '../assets.ts';

/** Which files and targets the flags ask for. */
export interface InputFlags {
  readonly cwd: string;
  readonly config: string | undefined;
  /** Paths, or names of policies that ship. */
  readonly policies: readonly string[];
}

/** What a scan is held against. */
export interface Inputs {
  readonly configuration: Configuration | undefined;
  readonly policies: readonly Policy[];
  readonly waivers: readonly Waiver[];
}

/** Without a policy of one's own. */
const BASELINE = 'dr-baseline';

type Settled<T> = { readonly value: T } | { readonly diagnostics: readonly Diagnostic[] };

/** What a loader gives, or what is wrong with the user's input: so that all of it can be told at once. */
const settle = async <T>(load: () => Promise<T>): Promise<Settled<T>> => {
  try {
    return { value: await load() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { diagnostics: error.diagnostics };
  }
};

/** The values, or one `InputError` with every diagnostic. */
const valuesOf = <T extends readonly unknown[]>(...settled: { [K in keyof T]: Settled<T[K]> }): T => {
  const diagnostics = settled.flatMap((one) => ('diagnostics' in one ? one.diagnostics : []));
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return settled.map((one) => 'value' in one && one.value) as unknown as T;
};

/** A file as the user or the configuration names it. */
type Reference = Pick<FileReference, 'path'> & Partial<FileReference>;

const namedAt = ({ place }: Reference): { readonly namedAt?: Place } => (place === undefined ? {} : { namedAt: place });

/** What `load` makes of several files. What is wrong in one is told together with which others cannot be read. */
const loadAll = async <T>(
  references: readonly Reference[],
  read: (reference: Reference) => Promise<Source>,
  load: (sources: readonly Source[]) => T,
): Promise<T> => {
  const sources = await Promise.all(references.map((reference) => settle(() => read(reference))));
  const readable = sources.flatMap((source) => ('value' in source ? [source.value] : []));
  const [loaded] = valuesOf<[T, ...Source[]]>(await settle(async () => load(readable)), ...sources);
  return loaded;
};

const policiesAt = (references: readonly Reference[], cwd: string): Promise<readonly Policy[]> =>
  loadAll(
    references,
    (one) => readPolicy(one.path, { cwd, shipped: asset('policies'), ...namedAt(one) }),
    (sources) => loadPolicies(sources, { rules, kinds, validators }),
  );

/** Reads policies by path or shipped name. */
export const policiesOf = (names: readonly string[], cwd: string): Promise<readonly Policy[]> =>
  policiesAt(
    names.map((path) => ({ path })),
    cwd,
  );

const waiversAt = (references: readonly Reference[], cwd: string): Promise<readonly Waiver[]> =>
  loadAll(
    references,
    (one) => readSource(one.path, { cwd, ...namedAt(one) }),
    (sources) => loadWaivers(sources, { rules, validators }),
  );

const sourceOf = async ({ cwd, config }: InputFlags): Promise<Source | undefined> => {
  const path = config ?? findConfiguration(cwd);
  return path === undefined ? undefined : readSource(path, { cwd });
};

/** A configuration, and the files that it names even where something is wrong with it. */
const configurationOf = async (
  flags: InputFlags,
): Promise<{ readonly settled: Settled<Configuration | undefined>; readonly named: NamedFiles }> => {
  const nothing = { policies: [], waivers: [] };
  const source = await settle(() => sourceOf(flags));
  if ('diagnostics' in source) return { settled: source, named: nothing };
  const file = source.value;
  if (file === undefined) return { settled: { value: undefined }, named: nothing };
  const named = await settle(async () => namedFiles(file));
  const settled = await settle(async () => loadConfiguration(file, { connectors, validators }));
  return { settled, named: 'value' in named ? named.value : nothing };
};

const policyReferences = ({ policies }: InputFlags, named: NamedFiles): readonly Reference[] => {
  if (policies.length > 0) return policies.map((path) => ({ path }));
  return named.policies.length > 0 ? named.policies : [{ path: BASELINE }];
};

/** Reads the configuration, policies and waivers. Throws one `InputError` with everything that is wrong in any of them. */
export const loadInputs = async (flags: InputFlags): Promise<Inputs> => {
  const { settled, named } = await configurationOf(flags);
  const [configuration, policies, waivers] = valuesOf<[Configuration | undefined, readonly Policy[], readonly Waiver[]]>(
    settled,
    await settle(() => policiesAt(policyReferences(flags, named), flags.cwd)),
    await settle(() => waiversAt(named.waivers, flags.cwd)),
  );
  return { configuration, policies, waivers };
};

/** Only those who read saved files pay for them. */
const dataValidators = () => import('../../generated/data-validators.js');

/** Reads a saved inventory. */
export const inventoryOf = async (path: string, cwd: string): Promise<Inventory> =>
  loadInventory(await readSource(path, { cwd, maxBytes: MAX_DATA_BYTES }), { kinds, validators: await dataValidators() });

/** Reads a saved JSON report. */
export const reportOf = async (path: string, cwd: string): Promise<Report> =>
  loadReport(await readSource(path, { cwd, maxBytes: MAX_DATA_BYTES }), { validators: await dataValidators() });

const unknownTarget = (name: string, known: readonly string[]): Diagnostic => ({
  code: 'unknown-target',
  message: `There is no target ${JSON.stringify(name)}. Known targets: ${known.join(', ') || 'none'}.`,
  ...suggest(name, known),
});

/** Checks the names that `--target` gives; without any, all are meant. */
export const chosenTargets = <T extends { readonly name: string }>(all: readonly T[], names: readonly string[]): readonly T[] => {
  const known = all.map(({ name }) => name);
  const strangers = names.filter((name) => !known.includes(name));
  if (strangers.length > 0) throw new InputError(strangers.map((name) => unknownTarget(name, known)));
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
};

/** The part of an inventory that belongs to the targets which `--target` gives. */
export const restrictTo = (inventory: Inventory, names: readonly string[]): Inventory => {
  const targets = chosenTargets(inventory.targets, names);
  if (targets.length === inventory.targets.length) return inventory;
  const kept = new Set(targets.map(({ name }) => name));
  const isKept = ({ scope, alsoListedBy = [] }: Resource): boolean => [scope.target, ...alsoListedBy].some((name) => kept.has(name));
  // What other targets hold can still be what a rule joins to: it is there, but no selector takes it.
  const resources = inventory.resources.map((resource) => (isKept(resource) ? resource : { ...resource, origin: 'joined' as const }));
  return { ...inventory, targets, resources };
};

/** What can be scanned without a configuration: every type of target that finds its own way in. */
const discovered = async (): Promise<readonly Target[]> => {
  const found = await Promise.all(
    [...connectors.values()].map(async ({ type, discover }): Promise<Target[]> => {
      const config = await discover?.();
      return config === undefined ? [] : [{ name: type, type, config }];
    }),
  );
  return found.flat();
};

/** The targets to scan: those of the configuration, else those that can be found. */
export const targetsOf = async (configuration: Configuration | undefined, names: readonly string[]): Promise<readonly Target[]> => {
  const all = configuration?.targets.map(({ name, type, value }) => ({ name, type, config: value })) ?? (await discovered());
  if (all.length > 0) return chosenTargets(all, names);
  throw InputError.of(
    'no-target',
    'There is nothing to scan: no mlops-dr.yaml here or above, no AWS credentials, and no current context of a kubeconfig.',
    {
      hint: 'Write a configuration with a target, log in (`aws configure`, or set AWS_PROFILE; `kubectl config use-context`), or look at the demonstration: `mlops-dr scan --demo`.',
    },
  );
};
