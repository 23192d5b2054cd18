import { kept } from '../../model/remember.ts';
import { type Attempt, MalformedAnswer, type Send } from '../../model/scanner.ts';
import { type Members, members, named, objects } from '../json/members.ts';

/** A version of an API group. */
interface Version {
  readonly version: string;
  /** Names in the plural, where the answer about the groups told them already. */
  readonly resources?: readonly string[];
}

type Groups = ReadonlyMap<string, readonly Version[]>;

/** Where a resource is served. */
export interface Served {
  readonly version: string;
  /** In the plural. */
  readonly resource: string;
}

/** What the cluster serves. Every question is put to it once; its answer, a refusal included, holds for the session. */
export interface Discovery {
  /** The first of these resources that a version of the group serves, v1 before the others; `undefined` where none does. */
  readonly find: (send: Send, group: string, resources: readonly string[]) => Promise<Served | undefined>;
  /** Every version of a group and every resource in them; nothing where the cluster does not have the group. */
  readonly contents: (send: Send, group: string) => Promise<{ readonly versions: string[]; readonly resources: string[] }>;
}

type Get = (path: string, attempt: Attempt) => Promise<Members>;

/** v1 first; otherwise in the order of the server, which is that of its preference. */
const v1First = (versions: readonly Version[]): readonly Version[] =>
  [...versions].sort((a, b) => Number(b.version === 'v1') - Number(a.version === 'v1'));

const classicGroups = (answer: Members): Groups =>
  new Map(
    objects('groups', answer.groups).map((group) => [
      named('name of a group', group.name),
      v1First(objects('versions', group.versions).map(({ version }) => ({ version: named('version', version) }))),
    ]),
  );

/** What is stale tells of a time before: it is asked for by itself. */
const aggregatedVersion = ({ version, resources, freshness }: Members): Version => ({
  version: named('version', version),
  ...(freshness === 'Stale' ? {} : { resources: objects('resources', resources).map(({ resource }) => named('resource', resource)) }),
});

const aggregatedGroups = (answer: Members): Groups =>
  new Map(
    objects('items', answer.items).map(({ metadata, versions }) => [
      named('name of a group', members('metadata', metadata).name),
      v1First(objects('versions', versions).map(aggregatedVersion)),
    ]),
  );

/** The two answers that servers give: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */
export const groupsOf = (answer: Members): Groups => {
  if (answer.kind === 'APIGroupList' && Array.isArray(answer.groups)) return classicGroups(answer);
  if (answer.kind === 'APIGroupDiscoveryList' && Array.isArray(answer.items)) return aggregatedGroups(answer);
  throw new MalformedAnswer('The answer of /apis is no list of API groups.');
};

/** Names with a slash are parts of resources: `pods/log`. */
export const resourcesOf = (answer: Members): readonly string[] => {
  if (answer.kind !== 'APIResourceList' || !Array.isArray(answer.resources))
    throw new MalformedAnswer('The answer about a version of an API group is no list of resources.');
  return objects('resources', answer.resources)
    .map(({ name }) => named('name of a resource', name))
    .filter((name) => !name.includes('/'));
};

export const createDiscovery = (get: Get): Discovery => {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(send: Send, path: string, read: (answer: Members) => T): Promise<T> =>
    kept(answers, path, () => send(async (attempt) => read(await get(path, attempt)))) as Promise<T>;

  const versionsOf = async (send: Send, group: string): Promise<readonly Version[]> =>
    (await once(send, '/apis', groupsOf)).get(group) ?? [];
  const servedBy = async (send: Send, group: string, { version, resources }: Version): Promise<readonly string[]> =>
    resources ?? (await once(send, `/apis/${group}/${encodeURIComponent(version)}`, resourcesOf));

  return {
    find: async (send, group, wanted) => {
      for (const version of await versionsOf(send, group)) {
        const served = await servedBy(send, group, version);
        const resource = wanted.find((name) => served.includes(name));
        if (resource !== undefined) return { version: version.version, resource };
      }
      return undefined;
    },
    contents: async (send, group) => {
      const versions = await versionsOf(send, group);
      const resources = await Promise.all(versions.map((version) => servedBy(send, group, version)));
      return { versions: versions.map(({ version }) => version), resources: [...new Set(resources.flat())].sort() };
    },
  };
};
