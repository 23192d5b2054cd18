import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../engine/collect/target.ts';
import { asset } from '../assets.ts';

/** The embedded lab, running, and how to scan it. */
export interface Demo {
  readonly targets: readonly Target[];
  readonly policy: string;
  /** The moment of the demonstration's world. */
  readonly takenAt: Date;
  readonly close: () => Promise<void>;
}

const DEMO_WORLD = 'lab/worlds/demo.yaml';
const HOME = 'us-west-2';
const CLUSTER = 'mlops';
const LOGS = 'mlops-logs';
const METRICS = 'mlops';

/** Credentials that only the lab takes; and nothing of the user's own is read. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'AKIADEMO000000000000',
  AWS_SECRET_ACCESS_KEY: 'demo',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

const enterDemo = (): void => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_') && !name.startsWith('AWS_SDK_')) delete process.env[name];
  Object.assign(process.env, ENVIRONMENT);
};

/** A kubeconfig for a cluster of the lab, in JSON, which is YAML, too. */
const kubeconfig = (cluster: string, server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: cluster, cluster: { server } }],
    users: [{ name: 'demo', user: { token: 'demo' } }],
    contexts: [{ name: cluster, context: { cluster, user: 'demo' } }],
    'current-context': cluster,
  });

/** The demonstration's account, its cluster, and the Elasticsearch and the Prometheus that watch over both. */
const targetsAt = async (url: string, directory: string): Promise<readonly Target[]> => {
  const path = join(directory, 'kubeconfig');
  await writeFile(path, kubeconfig(CLUSTER, `${url}/k8s/clusters/${CLUSTER}`));
  return [
    { name: 'demo', type: 'aws', config: { regions: [HOME, 'us-east-2'], endpoint: url } },
    { name: 'demo-cluster', type: 'kubernetes', config: { kubeconfig: path } },
    { name: 'demo-logs', type: 'elasticsearch', config: { url: `${url}/search/${LOGS}`, region: HOME } },
    {
      name: 'demo-metrics',
      type: 'prometheus',
      config: { url: `${url}/prometheus/${METRICS}`, name: 'prometheus', cluster: CLUSTER, namespace: 'monitoring' },
    },
  ];
};

/** Starts the lab with the demonstration's world: the platform of the runbook, a year later. */
export const startDemo = async (): Promise<Demo> => {
  const { loadWorld, startLab } = await import('../../lab/index.ts');
  const path = asset(DEMO_WORLD);
  const world = loadWorld(await readFile(path, 'utf8'), DEMO_WORLD);
  const lab = await startLab(world);
  const directory = await mkdtemp(join(tmpdir(), 'mlops-dr-demo-'));
  enterDemo();
  return {
    targets: await targetsAt(lab.url, directory),
    policy: 'mlops-platform',
    takenAt: new Date(world.now ?? Date.now()),
    close: async () => {
      await Promise.all([lab.close(), rm(directory, { recursive: true, force: true })]);
    },
  };
};
