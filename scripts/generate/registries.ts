import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyKind } from '../../model/kind.ts';
import type { AnyMechanism } from '../../model/protection.ts';
import type { KindActions } from '../../model/registry.ts';
import type { Reporter } from '../../model/reporter.ts';
import type { AnyRule } from '../../model/rule.ts';
import type { Connector, Scanner } from '../../model/scanner.ts';
import { filesIn, writeChanged } from './files.ts';

/** One plug-in: its module's path from the root of the package, and what the module exports. */
interface Plugin<T> {
  readonly path: string;
  readonly definition: T;
}

type Exports = Readonly<Record<string, unknown>>;

const HEADER = '// Generated from the directories by `npm run generate`. Do not edit.\n';

const load = (root: string, path: string): Promise<Exports> => import(pathToFileURL(join(root, path)).href);

const loadPlugin = async <T>(root: string, path: string): Promise<Plugin<T>> => {
  const { default: definition } = await load(root, path);
  if (typeof definition !== 'object' || definition === null) throw new Error(`${path}: has no default export with the definition.`);
  return { path, definition: definition as T };
};

const loadPlugins = <T>(root: string, directory: string, pattern: RegExp): Promise<readonly Plugin<T>[]> =>
  Promise.all(filesIn(join(root, directory), pattern).map((file) => loadPlugin<T>(root, `${directory}/${file}`)));

const assertNamed = (path: string, expected: string, id: string): void => {
  if (id !== expected) throw new Error(`${path}: its id is ${id}; by its path it should be ${expected}.`);
};

/** `rules/s3/versioning-enabled.ts` → `s3/versioning-enabled`; `scanners/s3/index.ts` → `s3`. */
const pathId = (path: string): string => path.replace(/^[^/]+\//, '').replace(/(\/index)?\.ts$/, '');

/** `s3/versioning-enabled` → `s3VersioningEnabled`. */
const identifier = (id: string): string => id.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '');

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;

/** A module that exports a map; `entries` are the source texts of its members. */
const mapModule = (name: string, type: string, imports: readonly string[], entries: readonly string[]): string => {
  const members = entries.map((entry) => `\n  [${entry}],`).join('');
  const map = `new Map<string, ${type}>([${members}${members && '\n'}])`;
  return `${HEADER}${imports.join('\n')}\n\nexport const ${name}: ReadonlyMap<string, ${type}> = ${map};\n`;
};

const typeImport = (type: string, from: string): string => `import type { ${type} } from '../model/${from}.ts';`;

/** A registry that imports its plug-ins: they are cheap to load. */
const eagerModule = (
  name: string,
  type: string,
  from: string,
  plugins: readonly { readonly path: string; readonly key: string }[],
): string =>
  mapModule(
    name,
    type,
    [typeImport(type, from), ...plugins.map(({ path, key }) => `import ${identifier(key)} from '../${path}';`)],
    plugins.map(({ key }) => `${quote(key)}, ${identifier(key)}`),
  );

/** A registry of entries with what is known of each plug-in and how to load it. */
const lazyModule = (
  name: string,
  type: string,
  plugins: readonly { readonly path: string; readonly key: string; readonly members: string }[],
): string =>
  mapModule(
    name,
    type,
    [typeImport(type, 'registry')],
    plugins.map(({ path, key, members }) => `${quote(key)}, { ${members}, load: async () => (await import('../${path}')).default }`),
  );

const rulesModule = async (root: string): Promise<string> => {
  const rules = await loadPlugins<AnyRule>(root, 'rules', /^[^/]+\/[^/]+\.ts$/);
  for (const { path, definition } of rules) assertNamed(path, pathId(path), definition.id);
  return eagerModule(
    'rules',
    'AnyRule',
    'rule',
    rules.map(({ path, definition }) => ({ path, key: definition.id })),
  );
};

const connectorsModule = async (root: string): Promise<string> => {
  const connectors = await loadPlugins<Connector>(root, 'scanners/connectors', /^[^/]+\.ts$/);
  for (const { path, definition } of connectors) assertNamed(path, pathId(path).replace('connectors/', ''), definition.type);
  const plugins = connectors.map(({ path, definition }) => ({ path, key: definition.type }));
  return eagerModule('connectors', 'AnyConnector', 'registry', plugins);
};

const mechanismsModule = async (root: string): Promise<string> => {
  const mechanisms = await loadPlugins<AnyMechanism>(root, 'protections', /^[^/]+\.ts$/);
  for (const { path, definition } of mechanisms) assertNamed(path, pathId(path), definition.id);
  const plugins = mechanisms.map(({ path, definition }) => ({ path, key: definition.id }));
  return eagerModule('mechanisms', 'AnyMechanism', 'protection', plugins);
};

const isKind = (value: unknown): value is AnyKind =>
  typeof value === 'object' && value !== null && 'id' in value && 'title' in value && 'facets' in value;

const kindsOf = (path: string, exports: Exports): readonly string[] => {
  const names = Object.keys(exports).filter((name) => isKind(exports[name]));
  if (names.length === 0) throw new Error(`${path}: exports no kind.`);
  return names;
};

const kindsModule = async (root: string): Promise<string> => {
  const paths = filesIn(join(root, 'model/kinds'), /^[^/]+\.ts$/).map((file) => `model/kinds/${file}`);
  const modules = await Promise.all(paths.map(async (path) => ({ path, names: kindsOf(path, await load(root, path)) })));
  const imports = modules.map(({ path, names }) => `import { ${names.join(', ')} } from '../${path}';`);
  const entries = modules.flatMap(({ names }) => names.map((name) => `${name}.id, ${name}`));
  return mapModule('kinds', 'AnyKind', [typeImport('AnyKind', 'kind'), ...imports], entries);
};

const reporterMembers = ({ id, description, mediaType, extension }: Reporter): string =>
  `id: ${quote(id)}, description: ${quote(description)}, mediaType: ${quote(mediaType)}, extension: ${quote(extension)}`;

const reportersModule = async (root: string): Promise<string> => {
  const reporters = await loadPlugins<Reporter>(root, 'reporters', /^[^/]+\.ts$/);
  for (const { path, definition } of reporters) assertNamed(path, pathId(path), definition.id);
  const plugins = reporters.map(({ path, definition }) => ({ path, key: definition.id, members: reporterMembers(definition) }));
  return lazyModule('reporters', 'ReporterEntry', plugins);
};

/** What a scanner declares of one kind, as the registry keeps it. */
const actionsOf = ({ list, facets, foreign }: Scanner['kinds'][number]): KindActions => ({
  ...(list ? { list: list.action } : {}),
  ...(list?.regional ? { regional: true } : {}),
  facets: {
    ...Object.fromEntries((list?.tells ?? []).map((name) => [name, list?.action ?? ''])),
    ...Object.fromEntries(Object.entries(facets).map(([name, { action }]) => [name, action])),
  },
  ...(foreign?.region ? { located: foreign.facet } : {}),
});

const scannerMembers = ({ id, target, kinds }: Scanner): string => {
  const actions = Object.fromEntries(kinds.map((scanned) => [scanned.kind.id, actionsOf(scanned)]));
  return `id: ${quote(id)}, target: ${quote(target)}, kinds: ${JSON.stringify(actions)}`;
};

const scannersModule = async (root: string): Promise<string> => {
  const scanners = await loadPlugins<Scanner>(root, 'scanners', /^([^/]+|[^/]+\/index)\.ts$/);
  for (const { path, definition } of scanners) assertNamed(path, pathId(path), definition.id);
  const plugins = scanners.map(({ path, definition }) => ({ path, key: definition.id, members: scannerMembers(definition) }));
  return lazyModule('scanners', 'ScannerEntry', plugins);
};

const MODULES: Readonly<Record<string, (root: string) => Promise<string>>> = {
  rules: rulesModule,
  kinds: kindsModule,
  reporters: reportersModule,
  scanners: scannersModule,
  connectors: connectorsModule,
  mechanisms: mechanismsModule,
};

/**
 * Writes `generated/*.ts`: the registries, as the directories hold them. Reporters and scanners are loaded on demand;
 * the others are imported. Rejects where a plug-in's id is not what its path says.
 */
export const generateRegistries = async (root: string): Promise<void> => {
  for (const [name, build] of Object.entries(MODULES)) writeChanged(join(root, 'generated', `${name}.ts`), await build(root));
};
