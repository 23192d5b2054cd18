import type { Cluster } from '../world.ts';
import { type Api, apiVersionOf, type Resource } from './catalogue.ts';

const VERSION = /^v(\d+)\.(\d+)/;

/** What `/version` says. */
export const versionOf = ({ version = 'v1.31.4' }: Cluster): object => {
  const [, major = '', minor = ''] = VERSION.exec(version) ?? [];
  return {
    major,
    minor,
    gitVersion: version,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '2020-01-01T00:00:00Z',
    goVersion: 'go1.22.9',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
};

const singularOf = ({ kind }: Resource): string => kind.toLowerCase();

const STATUS_VERBS = ['get', 'patch', 'update'];

const shortNamesOf = ({ shortNames }: Resource): object => (shortNames.length > 0 ? { shortNames } : {});

const resourceLines = (resource: Resource): readonly object[] => {
  const { name, kind, namespaced, verbs, status } = resource;
  const line = { name, singularName: singularOf(resource), namespaced, kind, verbs, ...shortNamesOf(resource) };
  return status ? [line, { name: `${name}/status`, singularName: '', namespaced, kind, verbs: STATUS_VERBS }] : [line];
};

/** What `/api/v1` or `/apis/GROUP/VERSION` says. */
export const resourceList = (api: Api): object => ({
  kind: 'APIResourceList',
  // That of the core group does not say it.
  ...(api.group === '' ? {} : { apiVersion: 'v1' }),
  groupVersion: apiVersionOf(api),
  resources: api.resources.flatMap(resourceLines),
});

/** The versions of each group, the preferred one first. */
const groupsOf = (apis: readonly Api[]): ReadonlyMap<string, readonly Api[]> =>
  new Map(apis.map(({ group }) => [group, apis.filter((api) => api.group === group)]));

const groupVersion = (api: Api): object => ({ groupVersion: apiVersionOf(api), version: api.version });

const groupEntry = (name: string, apis: readonly Api[]): object => {
  const versions = apis.map(groupVersion);
  return { name, versions, preferredVersion: versions[0] };
};

const namedApis = (apis: readonly Api[]): readonly Api[] => apis.filter(({ group }) => group !== '');

/** What `/apis` says. */
export const groupList = (apis: readonly Api[]): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [...groupsOf(namedApis(apis))].map(([name, versions]) => groupEntry(name, versions)),
});

/** What `/apis/GROUP` says; `undefined` where there is no such group. */
export const groupOf = (apis: readonly Api[], name: string): object | undefined => {
  const versions = namedApis(apis).filter(({ group }) => group === name);
  return versions.length > 0 ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(name, versions) } : undefined;
};

/** What `/api` says. */
export const coreVersions = (): object => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:6443' }],
});

/** The media type of aggregated discovery, which is what answers of it bear, too. */
export const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Whether a client takes aggregated discovery, in the one version that the lab speaks. */
export const takesAggregated = (accept: string): boolean =>
  accept.split(',').some((type) => {
    const [media, ...parameters] = type.split(';').map((part) => part.trim());
    return (
      media === 'application/json' &&
      AGGREGATED.split(';')
        .slice(1)
        .every((parameter) => parameters.includes(parameter))
    );
  });

const discovered = (resource: Resource): object => {
  const { group, version, name, kind, namespaced, verbs, status, custom } = resource;
  // Kinds of the server itself do not repeat the group and version that they stand in.
  const responseKind = custom ? { group, version, kind } : { group: '', version: '', kind };
  return {
    resource: name,
    responseKind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singularOf(resource),
    verbs,
    ...shortNamesOf(resource),
    ...(status ? { subresources: [{ subresource: 'status', responseKind, verbs: STATUS_VERBS }] } : {}),
  };
};

/** What `/api` (`core`) or `/apis` says to clients that take aggregated discovery: everything at once. */
export const aggregated = (apis: readonly Api[], core: boolean): object => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: [...groupsOf(apis.filter(({ group }) => (group === '') === core))].map(([group, versions]) => ({
    metadata: group === '' ? {} : { name: group },
    versions: versions.map(({ version, resources }) => ({ version, resources: resources.map(discovered), freshness: 'Current' })),
  })),
});
