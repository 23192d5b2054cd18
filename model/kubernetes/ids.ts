/** What names an object of a cluster. */
export interface ObjectName {
  readonly cluster: string;
  /** API group; empty for the core group. */
  readonly group: string;
  /** Empty for objects of the whole cluster. */
  readonly namespace: string;
  /** As in manifests: `Schedule`. */
  readonly kind: string;
  readonly name: string;
}

const ID = /^k8s:\/\/([^/]+)\/([^/]*)\/([^/]*)\/([^/]+)\/([^/]+)$/;

/** `k8s://CLUSTER/GROUP/NAMESPACE/KIND/NAME`. Names of clusters may hold slashes (those of EKS are ARNs): they are escaped. */
export const objectId = ({ cluster, group, namespace, kind, name }: ObjectName): string =>
  `k8s://${encodeURIComponent(cluster)}/${group}/${namespace}/${kind}/${name}`;

/** What an id names; `undefined` where it is none of an object. */
export const parseObjectId = (id: string): ObjectName | undefined => {
  const [, cluster, group, namespace, kind, name] = ID.exec(id) ?? [];
  if (cluster === undefined || group === undefined || namespace === undefined || kind === undefined || name === undefined) return undefined;
  return { cluster: decodeURIComponent(cluster), group, namespace, kind, name };
};
