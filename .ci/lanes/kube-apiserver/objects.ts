import { type Api, must } from './api.ts';

/** An object as manifests show it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: object; readonly annotations?: object };
  readonly spec?: object;
  readonly status?: object;
  /** Rules, subjects, provisioner and so on of kinds that have no spec. */
  readonly [field: string]: unknown;
}

/** What discovery tells of a resource or of a part of one. */
interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const MERGE_PATCH = 'application/merge-patch+json';

const root = (apiVersion: string): string => `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;

const resourcesOf = async (api: Api, apiVersion: string): Promise<readonly ApiResource[]> => {
  const { resources } = (await must(api, 'GET', root(apiVersion))) as { readonly resources: readonly ApiResource[] };
  return resources;
};

const collection = ({ apiVersion, metadata: { namespace } }: Manifest, { name, namespaced }: ApiResource): string =>
  [root(apiVersion), ...(namespaced ? ['namespaces', namespace] : []), name].join('/');

/** Makes the objects, one after the other, with their status: where that is a part of its own, the server drops it at first. */
export const create = async (api: Api, manifests: readonly Manifest[]): Promise<void> => {
  const served = new Map<string, readonly ApiResource[]>();
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata, status } = manifest;
    const resources = served.get(apiVersion) ?? (await resourcesOf(api, apiVersion));
    served.set(apiVersion, resources);
    const resource = resources.find((one) => one.kind === kind && !one.name.includes('/'));
    if (resource === undefined) throw new Error(`The server knows no ${kind} of ${apiVersion}.`);
    const path = collection(manifest, resource);
    await must(api, 'POST', path, JSON.stringify(manifest));
    if (status !== undefined && resources.some(({ name }) => name === `${resource.name}/status`))
      await must(api, 'PATCH', `${path}/${metadata.name}/status`, JSON.stringify({ status }), MERGE_PATCH);
  }
};
