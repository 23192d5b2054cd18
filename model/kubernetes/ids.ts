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

/** Names of clusters may hold slashes: those of EKS are ARNs. Their colons need no escape. */
const escaped = (cluster: string): string => encodeURIComponent(cluster).replaceAll('%3A', ':');

/** `k8s://CLUSTER/GROUP/NAMESPACE/KIND/NAME`, with empty parts for the core group and for objects of the whole cluster. */
export const objectId = ({ cluster, group, namespace, kind, name }: ObjectName): string =>
  `k8s://${escaped(cluster)}/${group}/${namespace}/${kind}/${name}`;

const unescaped = (cluster: string): string | undefined => {
  try {
    return decodeURIComponent(cluster);
  } catch {
    return undefined;
  }
};

/** What an id names; `undefined` where it is none of an object. */
export const parseObjectId = (id: string): ObjectName | undefined => {
  const [, escapedCluster = '', group = '', namespace = '', kind = '', name = ''] = ID.exec(id) ?? [];
  const cluster = unescaped(escapedCluster);
  return cluster ? { cluster, group, namespace, kind, name } : undefined;
};
