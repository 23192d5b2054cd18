/** `list schedules.velero.io`, `list pods`; requests of no resource (`get /apis`) are none. */
const ACTION = /^(?<verb>[a-z]+) (?<resource>[a-z]+)(?:\.(?<group>[a-z0-9.]+))?$/;

/** What resources were called by earlier versions of their system: Velero up to 1.9. */
const FORMER_NAMES: Readonly<Record<string, string>> = { backuprepositories: 'resticrepositories' };

/** API groups with the resources of each that may be listed. */
const resourcesByGroup = (actions: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>();
  for (const action of actions) {
    const { resource, group = '' } = ACTION.exec(action)?.groups ?? {};
    if (resource === undefined) continue;
    const former = FORMER_NAMES[resource];
    groups.set(group, [...(groups.get(group) ?? []), resource, ...(former === undefined ? [] : [former])].sort());
  }
  return groups;
};

const rule = ([group, resources]: readonly [string, readonly string[]]): readonly string[] => [
  `  - apiGroups: ["${group}"]`,
  '    resources:',
  ...resources.map((resource) => `      - ${resource}`),
  '    verbs: ["list"]',
];

/**
 * A ClusterRole with the lists that are asked for. What tells the API groups and the version is not in it: Kubernetes
 * allows that to whoever is authenticated (`system:discovery`, `system:public-info-viewer`).
 */
export const clusterRole = (actions: readonly string[]): string =>
  [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRole',
    'metadata:',
    '  name: mlops-dr-read',
    'rules:',
    ...[...resourcesByGroup(actions)].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(rule),
    '',
  ].join('\n');
