import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadWorld } from '../../../lab/index.ts';
import { formatDiagnostic, InputError } from '../../../model/errors.ts';

const test = suite('lab/kubernetes/load');

const problems = (source: string): readonly string[] => {
  try {
    loadWorld(source, 'w.yaml');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(formatDiagnostic);
    throw error;
  }
};

const CLUSTER = 'kubernetes:\n  - name: c\n';
const VELERO = `${CLUSTER}    apis: [velero.io/v1]\n    objects:\n`;
const OBJECTS = `${CLUSTER}    objects:\n`;
const NAMESPACE = '      - { apiVersion: v1, kind: Namespace, metadata: { name: n } }\n';

const CUSTOM_APIS = 'velero.io/v1, velero.io/v2alpha1, snapshot.storage.k8s.io/v1, monitoring.coreos.com/v1';

interface Case {
  readonly name: string;
  readonly source: string;
  /** The start of each line. */
  readonly says: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'a cluster without anything, and no account', source: `${CLUSTER}    objects: []`, says: [] },
  { name: 'accounts beside it', source: `accounts: [{ id: "123456789012" }]\n${CLUSTER}    objects: []`, says: [] },
  {
    name: 'no clusters',
    source: 'kubernetes: []',
    says: ['w.yaml:1:1: "accounts" has to be a list with an account in it. [invalid-value]'],
  },
  { name: 'no objects', source: CLUSTER, says: ['w.yaml:2:5: Item 1 of "kubernetes" lacks the key objects. [missing-key]'] },
  {
    name: 'names and versions that are none',
    source: 'kubernetes: [{ name: a/b, version: "1.31", objects: [], token: x }]',
    says: [
      'w.yaml:1:22: "name" has to be a text of letters, digits, dots, hyphens and underscores. [invalid-value]',
      'w.yaml:1:36: "version" has to be a version such as v1.31.4. [invalid-value]',
      'w.yaml:1:57: "token" means nothing here. Accepted: name, version, tokens, apis, without, objects. [unknown-key]',
    ],
  },
  {
    name: 'a cluster twice',
    source: `${CLUSTER}    objects: []\n  - { name: c, objects: [] }`,
    says: ['w.yaml:4:13: "c" is given twice. [invalid-value]'],
  },
  {
    name: 'APIs and resources that the lab does not know',
    source: `${CLUSTER}    apis: [velero.io/v1, velero.io/v3, velero.io/v1/resticrepositories, velero.io/v1/nothing]\n    without: [backuprepositories.velero.io, pods]\n    objects: []`,
    says: [
      `w.yaml:3:26: Item 2 of "apis" has to be an API that the lab knows. Accepted: ${CUSTOM_APIS}, velero.io/v1/backuprepositories, `,
      `w.yaml:3:73: Item 4 of "apis" has to be an API that the lab knows. Accepted: ${CUSTOM_APIS}, velero.io/v1/backuprepositories, `,
      'w.yaml:4:45: Item 2 of "without" has to be a resource that the lab knows. Accepted: backuprepositories.velero.io, ',
    ],
  },
  {
    name: 'objects that are none',
    source: `${OBJECTS}      - pod\n      - {}\n      - { apiVersion: v1, kind: Namespace, metadata: { labels: { a: 1 }, label: {} } }`,
    says: [
      'w.yaml:4:9: Item 1 of "objects" has to be a mapping. [invalid-value]',
      'w.yaml:5:9: Item 2 of "objects" lacks the key apiVersion. [missing-key]',
      'w.yaml:5:9: Item 2 of "objects" lacks the key kind. [missing-key]',
      'w.yaml:5:9: Item 2 of "objects" lacks the key metadata. [missing-key]',
      'w.yaml:6:54: "metadata" lacks the key name. [missing-key]',
      'w.yaml:6:69: "a" has to be a text. Put it in quotes. [invalid-value]',
      'w.yaml:6:74: "label" means nothing here. Accepted: name, namespace, ',
    ],
  },
  {
    name: 'metadata of the wrong shape',
    source: `${OBJECTS}      - apiVersion: v1
        kind: Namespace
        metadata: { name: a/b, namespace: A, creationTimestamp: today, uid: 1, resourceVersion: x, ownerReferences: [{ name: n }] }
      - { apiVersion: v1, kind: Namespace, metadata: { name: "..", deletionGracePeriodSeconds: -1 } }`,
    says: [
      'w.yaml:6:27: "name" has to be a text without / and %. [invalid-value]',
      'w.yaml:6:43: "namespace" has to be the name of a namespace. [invalid-value]',
      'w.yaml:6:65: "creationTimestamp" has to be an ISO 8601 time. [invalid-value]',
      'w.yaml:6:77: "uid" has to be a text. Put it in quotes. [invalid-value]',
      'w.yaml:6:97: "resourceVersion" has to be a text of digits. [invalid-value]',
      'w.yaml:6:118: Item 1 of "ownerReferences" lacks the key apiVersion. [missing-key]',
      'w.yaml:6:118: Item 1 of "ownerReferences" lacks the key kind. [missing-key]',
      'w.yaml:6:118: Item 1 of "ownerReferences" lacks the key uid. [missing-key]',
      'w.yaml:7:62: "name" has to be a text without / and %. [invalid-value]',
      'w.yaml:7:96: "deletionGracePeriodSeconds" has to be a whole number from 0 up. [invalid-value]',
    ],
  },
  {
    name: 'what the cluster would serve if it were asked to',
    source: `${OBJECTS}${NAMESPACE}      - { apiVersion: velero.io/v1, kind: Schedule, metadata: { name: s, namespace: n } }`,
    says: ['w.yaml:5:23: "apiVersion" has to be a version that the cluster serves. Add velero.io/v1 to apis. [invalid-value]'],
  },
  {
    name: 'versions and kinds that nobody serves',
    source: `${VELERO}${NAMESPACE}      - { apiVersion: apps/v1beta1, kind: Deployment, metadata: { name: s, namespace: n } }
      - { apiVersion: v1, kind: List, metadata: { name: s } }
      - { apiVersion: velero.io/v1, kind: ResticRepository, metadata: { name: s, namespace: n } }
      - { apiVersion: authorization.k8s.io/v1, kind: SelfSubjectAccessReview, metadata: { name: s } }`,
    says: [
      'w.yaml:6:23: "apiVersion" has to be a version that the cluster serves. Accepted: v1, apps/v1, batch/v1, ',
      'w.yaml:7:33: "kind" has to be a kind that the cluster serves in v1. Accepted: ConfigMap, Endpoints, ',
      'w.yaml:8:43: "kind" has to be a kind that the cluster serves in velero.io/v1. Accepted: BackupRepository, Backup, ',
      'w.yaml:9:23: "apiVersion" has to be a version that the cluster serves. Accepted: v1, apps/v1, ',
    ],
  },
  {
    name: 'objects outside namespaces, inside, and in one that is not there',
    source: `${OBJECTS}${NAMESPACE}      - { apiVersion: v1, kind: Pod, metadata: { name: p } }
      - { apiVersion: v1, kind: Node, metadata: { name: p, namespace: n } }
      - { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: gone } }
      - { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: n } }`,
    says: [
      'w.yaml:5:48: "metadata" lacks the key namespace. [missing-key]',
      'w.yaml:6:60: "namespace" has to be left out: a Node is in no namespace. [invalid-value]',
      'w.yaml:7:70: "namespace" has to be a namespace of this cluster. Add a Namespace "gone" to objects. [invalid-value]',
    ],
  },
  {
    name: 'an object twice; its name in another namespace and of another kind',
    source: `${OBJECTS}${NAMESPACE}      - { apiVersion: v1, kind: Namespace, metadata: { name: m } }
      - { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: n } }
      - { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: m } }
      - { apiVersion: v1, kind: Secret, metadata: { name: p, namespace: n } }
      - { apiVersion: v1, kind: Pod, metadata: { name: p, namespace: n } }`,
    says: ['w.yaml:9:56: "v1 Pod n p" is given twice. [invalid-value]'],
  },
  {
    name: 'operations of faults',
    source: `${OBJECTS}      []\nfaults:\n  - { operation: "kubernetes:list schedules.velero.io", deny: true }\n  - { operation: "kubernetes:get /apis/velero.io/*", deny: true }`,
    says: [],
  },
  {
    name: 'an operation of Kubernetes that is none',
    source: `${OBJECTS}      []\nfaults:\n  - { operation: "kubernetes:list schedules", deny: true }`,
    says: [
      'w.yaml:6:18: "operation" has to be an operation that the lab knows. Accepted: kubernetes:get /version, kubernetes:get /api, kubernetes:get /apis, ',
    ],
  },
];

for (const { name, source, says } of CASES) {
  test(name, () => {
    const said = problems(source);
    assert.equal(
      said.map((line, index) => line.slice(0, says[index]?.length)),
      says,
      said.join('\n'),
    );
  });
}

test.run();
