import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../../lab/index.ts';

const NAMESPACE = 'monitoring';
const CLUSTER = 'main';
const WORKLOAD = 'prometheus';

/** Where the server is said to run: in a pod with a claim, in a cluster that nothing backs up. */
export const world: World = {
  accounts: [],
  kubernetes: [
    {
      name: CLUSTER,
      objects: [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data-prometheus-0', namespace: NAMESPACE },
          spec: { volumeName: 'pv-1', storageClassName: 'standard' },
          status: { phase: 'Bound' },
        },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'prometheus-0', namespace: NAMESPACE },
          spec: {
            containers: [{ name: 'prometheus', volumeMounts: [{ name: 'data', mountPath: '/prometheus' }] }],
            volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-prometheus-0' } }],
          },
          status: { phase: 'Running' },
        },
      ],
    },
  ],
};

/** How far remote write may be behind. */
export const MAX_LAG = 10;

const copied = (allowFiltered: boolean): object => ({
  rule: 'prometheus/copied-off-host',
  params: { maxLag: `${MAX_LAG}s`, allowFiltered },
});

const held = (min: string): object => ({ rule: 'prometheus/retention-held', params: { min } });

const component = (name: string, rules: readonly (string | object)[]): object => ({
  name,
  resources: [{ kind: 'prometheus/server' }],
  rules,
});

const policy = {
  apiVersion: 'mlops-dr/v1',
  kind: 'Policy',
  metadata: { name: 'metrics', title: 'Metrics' },
  components: [
    component('days', [held('3d'), copied(false), 'prometheus/configuration-loaded', 'prometheus/storage-persistent']),
    component('weeks', [held('3w'), copied(true)]),
  ],
};

const kubeconfig = (lab: string): object => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: CLUSTER, cluster: { server: `${lab}/k8s/clusters/${CLUSTER}` } }],
  users: [{ name: CLUSTER, user: {} }],
  contexts: [{ name: CLUSTER, context: { cluster: CLUSTER, user: CLUSTER } }],
});

/** What the server lets in where it asks who asks. The hash is bcrypt's. */
export const USER = {
  name: 'scanner',
  password: 'lane-password',
  hash: '$2b$04$5ZhQDdFjTk4q7ABK1jeL9.QcasAbgVECy.52YmJ.vy4g3WFD0jtiK',
} as const;

/** Configurations: one that names nobody, and one with the password of the environment. */
export const CONFIGURATIONS = { nobody: 'nobody.yaml', user: 'user.yaml' } as const;

/** Variable that the configuration `user` takes the password of. */
export const PASSWORD = 'LANE_PROMETHEUS_PASSWORD';

/** Writes the policy, the kubeconfig and the configurations. JSON is YAML. */
export const writeInputs = (directory: string, prometheus: string, lab: string): void => {
  const write = (file: string, content: object): void => writeFileSync(join(directory, file), JSON.stringify(content));
  write('policy.yaml', policy);
  write('kubeconfig', kubeconfig(lab));
  const target = { url: prometheus, cluster: CLUSTER, namespace: NAMESPACE, workload: WORKLOAD };
  const configure = (auth: object): object => ({
    targets: [
      { name: 'metrics', prometheus: { ...target, ...auth } },
      { name: 'cluster', kubernetes: { kubeconfig: 'kubeconfig', context: CLUSTER, cluster: CLUSTER } },
    ],
    policies: ['./policy.yaml'],
  });
  write(CONFIGURATIONS.nobody, configure({}));
  write(CONFIGURATIONS.user, configure({ auth: { username: USER.name, password: `\${${PASSWORD}}` } }));
};
