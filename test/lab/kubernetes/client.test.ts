import { ApiException, AppsV1Api, CoreV1Api, CustomObjectsApi, KubeConfig, VersionApi } from '@kubernetes/client-node';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Lab } from '../../../lab/index.ts';
import { withLab } from '../client.ts';
import { clustersWorld, MAIN, TOKEN } from './clusters.ts';

const test = suite('lab/kubernetes/client');

/** The client takes plain HTTP only where it is told not to ask for certificates. */
const configOf = (lab: Lab, cluster: string, token = ''): KubeConfig => {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: cluster, server: `${lab.url}/k8s/clusters/${cluster}`, skipTLSVerify: true }],
    users: [{ name: 'lab', token }],
    contexts: [{ name: cluster, cluster, user: 'lab' }],
    currentContext: cluster,
  });
  return config;
};

const VELERO = { group: 'velero.io', version: 'v1' } as const;

const failure = async (call: Promise<unknown>): Promise<ApiException<string>> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiException) return error;
  }
  return assert.unreachable('The call should have been refused.') as never;
};

test('reads built-in kinds', () =>
  withLab(clustersWorld, async (lab) => {
    const config = configOf(lab, 'main');
    const { items, metadata } = await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: 'mlops', limit: 1 });
    assert.equal([items.length, items[0]?.metadata?.name, metadata?.remainingItemCount], [1, 'trainer-0', 1]);
    assert.instance(items[0]?.metadata?.creationTimestamp, Date);
    const { items: deployments } = await config.makeApiClient(AppsV1Api).listDeploymentForAllNamespaces();
    assert.is(deployments[0]?.status?.readyReplicas, 1);
    assert.is((await config.makeApiClient(VersionApi).getCode()).gitVersion, 'v1.31.4-eks-2d5f260');
  }));

test('reads custom objects', () =>
  withLab(clustersWorld, async (lab) => {
    const api = configOf(lab, 'main').makeApiClient(CustomObjectsApi);
    const { items } = await api.listCustomObjectForAllNamespaces({ ...VELERO, plural: 'schedules' });
    assert.equal(items[0].spec, MAIN.find(({ kind }) => kind === 'Schedule')?.spec);
  }));

test('errors are told as texts', () =>
  withLab(clustersWorld, async (lab) => {
    const api = configOf(lab, 'main').makeApiClient(CustomObjectsApi);
    const missing = await failure(api.getNamespacedCustomObject({ ...VELERO, namespace: 'velero', plural: 'schedules', name: 'gone' }));
    assert.is(missing.code, 404);
    assert.is(JSON.parse(missing.body).reason, 'NotFound');
    lab.faults = [{ operation: '*', throttle: 1 }];
    const throttled = await failure(api.getNamespacedCustomObject({ ...VELERO, namespace: 'velero', plural: 'schedules', name: 'gone' }));
    assert.equal(
      [throttled.code, throttled.headers['retry-after'], throttled.body],
      [429, '1', 'Too many requests, please try again later.\n'],
    );
  }));

test('shows its token', () =>
  withLab(clustersWorld, async (lab) => {
    const list = (token: string) => configOf(lab, 'old', token).makeApiClient(CoreV1Api).listNamespace();
    assert.is((await list(TOKEN)).items.length, 1);
    assert.is((await failure(list('guessed'))).code, 401);
  }));

test.run();
