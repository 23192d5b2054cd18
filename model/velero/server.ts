import { type VeleroDeployment, veleroServer } from '../kinds/velero.ts';
import { kept } from '../remember.ts';
import { every, type Subject } from '../rule.ts';
import { DIALECTS, type Dialect, serverTimeZone } from '../schedule/velero.ts';
import { parseGoDuration } from './go-duration.ts';
import { dialectsOf } from './versions.ts';

// What the server of Velero brings with it: its flags, and what holds where they say nothing.

/** What is known of a setting; or, as a clause, why nobody can tell. */
export type Told<T> = { readonly value: T } | { readonly doubt: string };

export type Server = Subject<typeof veleroServer, 'deployments'>;

/** Every server of the cluster: there may be several, each in a namespace of its own. */
export const serverJoin = every(veleroServer, ['deployments'], 'cluster');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** https://velero.io/docs/main/how-velero-works/#set-a-backup-to-expire */
const DEFAULT_TTL = 720 * HOUR;

const DEFAULT_LOCATION = 'default';

const indexes = new WeakMap<readonly Server[], ReadonlyMap<string | undefined, Server>>();

/** The server that looks after the objects of Velero in the namespace of `subject`. */
export const serverOf = ({ scope }: Pick<Subject, 'scope'>, servers: readonly Server[]): Server | undefined =>
  kept(indexes, servers, () => new Map(servers.map((server) => [server.scope.namespace, server]))).get(scope.namespace);

/** Go's strconv.ParseBool. */
const TRUE: ReadonlySet<string | undefined> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** Whether a switch of the server is on. */
export const isSwitchedOn = ({ flags }: Pick<VeleroDeployment, 'flags'>, flag: string): boolean => TRUE.has(flags[flag]);

const disabledControllers = ({ flags }: Pick<VeleroDeployment, 'flags'>): readonly string[] =>
  (flags['disable-controllers'] ?? '').split(',').map((name) => name.trim());

/** Controllers that a server that is there for restores only does without: `schedule`, `backup`, `backup-deletion`, `gc` and more. */
const RESTORE_ONLY = /^(?:schedule|gc|backup|backup-(?:deletion|finalizer|operations))$/;

/** The flag because of which the server does without a controller; `undefined` where none says so. */
export const disablingFlag = (deployment: Pick<VeleroDeployment, 'flags'>, controller: string): string | undefined => {
  if (RESTORE_ONLY.test(controller) && isSwitchedOn(deployment, 'restore-only')) return '--restore-only';
  return disabledControllers(deployment).includes(controller)
    ? `--disable-controllers=${deployment.flags['disable-controllers']}`
    : undefined;
};

/** What all deployments of a server agree on. */
const agreed = <T>(server: Server | undefined, what: string, look: (deployment: VeleroDeployment) => Told<T>): Told<T> => {
  const [first, ...others] = (server?.facets.deployments.deployments ?? []).map(look);
  if (!first) return { doubt: `no deployment of Velero's server is there that would tell ${what}` };
  const same = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return same ? first : { doubt: `the deployments of Velero's server do not agree on ${what}` };
};

/** A time that a flag sets; `usual` where it does not. */
const durationFlag = (server: Server | undefined, what: string, flag: string, usual: number): Told<number> =>
  agreed(server, what, ({ flags }) => {
    const text = flags[flag];
    const value = text === undefined ? usual : parseGoDuration(text);
    return value === undefined ? { doubt: `--${flag}=${text} of Velero's server is no duration` } : { value };
  });

/** How long backups are kept whose template does not say it, in milliseconds. */
export const defaultTtl = (server: Server | undefined): Told<number> =>
  durationFlag(server, 'the default TTL', 'default-backup-ttl', DEFAULT_TTL);

/** How often the server looks for backups that have expired, in milliseconds. Zero and less stand for the default. */
export const collectionPeriod = (server: Server | undefined): Told<number> => {
  const told = durationFlag(server, 'how often it collects garbage', 'garbage-collection-frequency', HOUR);
  return 'value' in told && told.value <= 0 ? { value: HOUR } : told;
};

/** How often the server validates storage locations that do not say it themselves, in milliseconds. Zero: once, and never again. */
export const validationPeriod = (server: Server | undefined): Told<number> =>
  durationFlag(server, 'how often it validates storage locations', 'store-validation-frequency', MINUTE);

/** Where backups go whose template does not say it, if no storage location is marked as the default one. */
export const defaultLocation = (server: Server | undefined): Told<string> =>
  agreed(server, 'the default storage location', ({ flags }) => ({ value: flags['default-backup-storage-location'] ?? DEFAULT_LOCATION }));

const zoneFlag = ({ timeZone, zoneOfNode }: VeleroDeployment): Told<string> => {
  if (timeZone === undefined && zoneOfNode) return { doubt: "Velero's server takes its time zone from its node" };
  const value = serverTimeZone(timeZone);
  return value === undefined ? { doubt: `Velero's server takes its time zone from the file ${timeZone}` } : { value };
};

/** The IANA name of the zone by whose clock a server reads schedules that name none. */
export const serverZone = (server: Server | undefined): Told<string> => agreed(server, 'its time zone', zoneFlag);

/** In which dialects the server may read schedules: in several, where nothing tells its version, or its deployments do not agree. */
export const serverDialects = (server: Server | undefined): readonly Dialect[] => {
  const deployments = server?.facets.deployments.deployments ?? [];
  const spoken = new Set(deployments.flatMap(dialectsOf));
  return deployments.length === 0 ? DIALECTS : DIALECTS.filter((dialect) => spoken.has(dialect));
};

/** Why nobody can tell the version of a server, as a clause. */
export const versionDoubt = (server: Server | undefined): string => {
  const images = [...new Set(server?.facets.deployments.deployments.map(({ image }) => image))];
  if (images.length === 0) return "no deployment of Velero's server is there that would tell its version";
  return `its version cannot be told from ${images.join(' and ')}`;
};
