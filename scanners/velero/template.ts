import type { BackupTemplate } from '../../model/kinds/velero.ts';
import type { LabelSelector } from '../../model/schemas/kubernetes.ts';
import {
  given,
  type Members,
  named,
  objects,
  optionalFlag,
  optionalName,
  optionalObject,
  optionalText,
  text,
  textMap,
  texts,
} from '../json/members.ts';

export const labelSelectorOf = (what: string, { matchLabels, matchExpressions }: Members): LabelSelector => ({
  matchLabels: textMap(`${what}.matchLabels`, matchLabels),
  matchExpressions: objects(`${what}.matchExpressions`, matchExpressions).map(({ key, operator, values }) => ({
    key: named(`${what}.matchExpressions.key`, key),
    operator: text(`${what}.matchExpressions.operator`, operator),
    values: texts(`${what}.matchExpressions.values`, values),
  })),
});

export const labelSelectorsOf = (what: string, value: unknown): LabelSelector[] =>
  objects(what, value).map((selector, index) => labelSelectorOf(`${what}[${index}]`, selector));

type Lists = Pick<
  BackupTemplate,
  | 'includedNamespaces'
  | 'excludedNamespaces'
  | 'includedResources'
  | 'excludedResources'
  | 'includedClusterScopedResources'
  | 'excludedClusterScopedResources'
  | 'includedNamespaceScopedResources'
  | 'excludedNamespaceScopedResources'
>;

const LISTS = [
  'includedNamespaces',
  'excludedNamespaces',
  'includedResources',
  'excludedResources',
  'includedClusterScopedResources',
  'excludedClusterScopedResources',
  'includedNamespaceScopedResources',
  'excludedNamespaceScopedResources',
] as const satisfies readonly (keyof Lists)[];

type Optional = Omit<BackupTemplate, keyof Lists | 'orLabelSelectors' | 'volumeSnapshotLocations'>;

const resourcePolicyOf = (what: string, value: unknown): BackupTemplate['resourcePolicy'] => {
  const policy = optionalObject(what, value);
  return policy && { kind: text(`${what}.kind`, policy.kind), name: text(`${what}.name`, policy.name) };
};

/** @param what the path of the template: `spec`, `spec.template` */
export const templateOf = (what: string, template: Members): BackupTemplate => {
  const selector = optionalObject(`${what}.labelSelector`, template.labelSelector);
  const flag = (name: string) => optionalFlag(`${what}.${name}`, template[name]);
  return {
    ...(Object.fromEntries(LISTS.map((name) => [name, texts(`${what}.${name}`, template[name])])) as unknown as Lists),
    orLabelSelectors: labelSelectorsOf(`${what}.orLabelSelectors`, template.orLabelSelectors),
    volumeSnapshotLocations: texts(`${what}.volumeSnapshotLocations`, template.volumeSnapshotLocations),
    ...given<Optional>({
      includeClusterResources: flag('includeClusterResources'),
      labelSelector: selector && labelSelectorOf(`${what}.labelSelector`, selector),
      resourcePolicy: resourcePolicyOf(`${what}.resourcePolicy`, template.resourcePolicy),
      snapshotVolumes: flag('snapshotVolumes'),
      // The older name was understood beside the newer one until 1.12, and did the same.
      defaultVolumesToFsBackup: flag('defaultVolumesToFsBackup') ?? flag('defaultVolumesToRestic'),
      snapshotMoveData: flag('snapshotMoveData'),
      datamover: optionalName(`${what}.datamover`, template.datamover),
      // An empty text is no duration, and not the same as none.
      ttl: optionalText(`${what}.ttl`, template.ttl),
      storageLocation: optionalName(`${what}.storageLocation`, template.storageLocation),
    }),
  };
};
