import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, must } from './api.ts';

/** Velero's own definitions, where they lie beside this repository. They are not part of it. */
const VELERO = resolve('../shared/data/velero-crds');

const YAML = 'application/yaml';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** What a definition says at the least. */
interface Names {
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
}

const inVelero = (kind: string, plural: string): Names => ({ kind, plural, scope: 'Namespaced' });

/** A definition that admits anything. */
const loose = (group: string, version: string, { kind, plural, scope }: Names): string =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    // Groups of Kubernetes itself are let in with a word about who allowed it.
    metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, in tests only' } },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  });

const LOOSE_VELERO: readonly string[] = [
  ...[
    inVelero('Backup', 'backups'),
    inVelero('Schedule', 'schedules'),
    inVelero('Restore', 'restores'),
    inVelero('BackupStorageLocation', 'backupstoragelocations'),
    inVelero('VolumeSnapshotLocation', 'volumesnapshotlocations'),
    inVelero('BackupRepository', 'backuprepositories'),
    inVelero('PodVolumeBackup', 'podvolumebackups'),
    inVelero('PodVolumeRestore', 'podvolumerestores'),
    inVelero('DeleteBackupRequest', 'deletebackuprequests'),
  ].map((names) => loose('velero.io', 'v1', names)),
  loose('velero.io', 'v2alpha1', inVelero('DataUpload', 'datauploads')),
  loose('velero.io', 'v2alpha1', inVelero('DataDownload', 'datadownloads')),
];

/** Whether Velero's own definitions are at hand; without them any object of its kinds is admitted. */
export const hasVeleroDefinitions = existsSync(VELERO);

/** What `velero install` defines. */
export const veleroDefinitions = (): readonly string[] =>
  hasVeleroDefinitions
    ? readdirSync(VELERO)
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => readFileSync(join(VELERO, file), 'utf8'))
    : LOOSE_VELERO;

/** What the snapshot controller and the Prometheus operator define, as far as it is listed. */
export const OTHER_DEFINITIONS: readonly string[] = [
  loose('snapshot.storage.k8s.io', 'v1', { kind: 'VolumeSnapshotClass', plural: 'volumesnapshotclasses', scope: 'Cluster' }),
  loose('monitoring.coreos.com', 'v1', { kind: 'Prometheus', plural: 'prometheuses', scope: 'Namespaced' }),
];

interface Definition {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string }[];
  };
}

const POLLED_EVERY = 100;
const SERVED_WITHIN = 30_000;

/** It is in discovery, and can be listed: for a moment the server puts off whoever does that ("storage is (re)initializing"). */
const isServed = async (api: Api, { spec: { group, names, versions } }: Definition): Promise<boolean> => {
  const version = `/apis/${group}/${versions[0]?.name}`;
  const [discovery, list] = await Promise.all([api.send('GET', version), api.send('GET', `${version}/${names.plural}?limit=1`)]);
  return discovery.body.includes(`"name":"${names.plural}"`) && list.status === 200;
};

/** Takes the definitions in; resolves when the server serves all that they define. */
export const define = async (api: Api, definitions: readonly string[]): Promise<void> => {
  const deadline = Date.now() + SERVED_WITHIN;
  const made: Definition[] = [];
  for (const definition of definitions) made.push((await must(api, 'POST', DEFINITIONS, definition, YAML)) as Definition);
  for (const definition of made)
    while (!(await isServed(api, definition))) {
      if (Date.now() > deadline) throw new Error(`${definition.metadata.name} is not served.`);
      await sleep(POLLED_EVERY);
    }
};
