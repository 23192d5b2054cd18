import {
  count,
  given,
  type Members,
  members,
  named,
  object,
  objects,
  optionalCount,
  optionalName,
  optionalObject,
} from '../json/members.ts';

/** The API server fills in what is left out of built-in types; operators do so only when they act. */
const ONE = 1;

const claimTemplateOf = (template: Members) => ({
  name: named('name of a volume claim template', members('metadata', template.metadata).name),
  ...given<{ storageClass?: string }>({ storageClass: optionalName('storageClassName', members('spec', template.spec).storageClassName) }),
});

export const statefulSetSpecOf = (set: Members) => {
  const spec = object('spec', set.spec);
  return {
    replicas: optionalCount('spec.replicas', spec.replicas) ?? ONE,
    volumeClaimTemplates: objects('spec.volumeClaimTemplates', spec.volumeClaimTemplates).map(claimTemplateOf),
  };
};

export const statefulSetStatusOf = (set: Members) => ({
  readyReplicas: count('status.readyReplicas', members('status', set.status).readyReplicas),
});

/**
 * The operator goes by the first of the two that is there, and makes a claim of any other storage, an empty one included.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.StorageSpec
 */
const storageOf = (spec: Members) => {
  const storage = optionalObject('spec.storage', spec.storage);
  if (!storage) return 'none';
  return (['emptyDir', 'ephemeral'] as const).find((source) => storage[source]) ?? 'volumeClaimTemplate';
};

const hasObjectStorage = (spec: Members): boolean => {
  const { objectStorageConfig, objectStorageConfigFile } = members('spec.thanos', spec.thanos);
  return Boolean(objectStorageConfig) || Boolean(objectStorageConfigFile);
};

export const prometheusSpecOf = (prometheus: Members) => {
  const spec = object('spec', prometheus.spec);
  return {
    ...given<{ version?: string; retention?: string; retentionSize?: string }>({
      version: optionalName('spec.version', spec.version),
      retention: optionalName('spec.retention', spec.retention),
      retentionSize: optionalName('spec.retentionSize', spec.retentionSize),
    }),
    replicas: optionalCount('spec.replicas', spec.replicas) ?? ONE,
    storage: storageOf(spec),
    remoteWrites: objects('spec.remoteWrite', spec.remoteWrite).length,
    thanosObjectStorage: hasObjectStorage(spec),
  };
};
