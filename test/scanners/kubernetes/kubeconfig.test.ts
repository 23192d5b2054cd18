import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import kubernetes from '../../../scanners/connectors/kubernetes.ts';
import { inCluster, reachOf } from '../../../scanners/kubernetes/kubeconfig.ts';
import { failureOf, inDirectory, kubeconfigOf, withEnvironment, writeConfig } from './harness.ts';

const test = suite('scanners/kubernetes/kubeconfig');

const SERVER = { server: 'https://api.example:6443' };

const clean = { KUBECONFIG: undefined, KUBERNETES_SERVICE_HOST: undefined, KUBERNETES_SERVICE_PORT: undefined };

/** Runs `work` at home in an empty directory. */
const atHome = <T>(work: (home: string) => Promise<T> | T, variables: Record<string, string | undefined> = {}): Promise<T> =>
  inDirectory((home) => withEnvironment({ ...clean, HOME: home, ...variables }, () => work(home)));

const reachWith = (content: unknown, config: { context?: string } = {}) =>
  atHome((home) => reachOf({ kubeconfig: writeConfig(home, content), ...config }));

const failureWith = (content: unknown, config: { context?: string } = {}) =>
  atHome((home) => failureOf(() => reachOf({ kubeconfig: writeConfig(home, content), ...config })));

const TWO = {
  ...kubeconfigOf(SERVER),
  clusters: [
    { name: 'main', cluster: SERVER },
    { name: 'other', cluster: { server: 'https://other' } },
  ],
  contexts: [
    { name: 'ctx', context: { cluster: 'main', user: 'me' } },
    { name: 'prod', context: { cluster: 'other', user: 'me' } },
  ],
};

test('the current context, or the one that is named', async () => {
  assert.is((await reachWith(TWO)).name, 'main');
  assert.is((await reachWith(TWO, { context: 'prod' })).name, 'other');
});

test('a context that is not there: those that are', async () => {
  const { code, message } = await failureWith(TWO, { context: 'pord' });
  assert.is(code, 'UnknownContext');
  assert.match(message, /has no context "pord"\. There are: ctx, prod\./);
});

test('no current context', async () => {
  const { code, message } = await failureWith({ ...TWO, 'current-context': '' });
  assert.is(code, 'NoCurrentContext');
  assert.match(message, 'There are: ctx, prod.');
});

for (const [name, content, expected] of [
  ['nothing', '', /it is no kubeconfig|document/],
  ['a list', '[]', /it is no kubeconfig/],
  ['clusters that are no list', { ...TWO, clusters: 'x' }, /clusters is "x", which is no list/],
  ['a cluster that is not there', { ...TWO, clusters: [] }, /names the cluster "main", which it does not have/],
  ['a user who is not there', { ...TWO, users: [] }, /names the user "me", whom it does not have/],
  ['no address', kubeconfigOf({}), /server of the cluster is missing/],
  ['an address of another kind', kubeconfigOf({ server: 'ftp://x' }), /server of the cluster is no address/],
  ['an address that is none', kubeconfigOf({ server: 'https:///' }), /server of the cluster is no address/],
  ['a plug-in without a command', kubeconfigOf(SERVER, { exec: { apiVersion: 'v1' } }), /exec\.command is missing/],
  ['a plug-in without a version', kubeconfigOf(SERVER, { exec: { command: 'x' } }), /exec\.apiVersion is missing/],
  ['arguments that are no texts', kubeconfigOf(SERVER, { exec: { apiVersion: 'v1', command: 'x', args: [5] } }), /exec\.args\[0\]/],
] as const) {
  test(`cannot be used: ${name}`, async () => {
    const { class: failureClass, code, message } = await failureWith(content);
    assert.equal([failureClass, code], ['rejected', 'InvalidKubeconfig']);
    assert.match(message, expected);
    assert.match(message, '/config');
  });
}

test('what is wrong with YAML is told without showing it', async () => {
  const { code, message } = await failureWith('users:\n- name: me\n  user: {token: hunter2');
  assert.is(code, 'InvalidKubeconfig');
  assert.match(message, /\(line \d+\)/);
  assert.not.match(message, 'hunter2');
});

test('a file that is not there', async () => {
  const { code, message } = await atHome(() => failureOf(() => reachOf({ kubeconfig: '~/nowhere' })));
  assert.is(code, 'InvalidKubeconfig');
  assert.match(message, /nowhere cannot be read \(ENOENT\)/);
});

test('no kubeconfig at all, and no cluster around: refused, and not localhost', async () => {
  const { code, message } = await atHome(() => failureOf(() => reachOf({})));
  assert.is(code, 'NoKubeconfig');
  assert.match(message, /There is no kubeconfig.*KUBECONFIG/);
});

test('paths: ~ is the home directory, others are from the working directory', () =>
  atHome((home) => {
    writeConfig(home, TWO);
    assert.is(reachOf({ kubeconfig: '~/config' }).name, 'main');
    const before = process.cwd();
    process.chdir(home);
    try {
      assert.is(reachOf({ kubeconfig: 'config' }).name, 'main');
    } finally {
      process.chdir(before);
    }
  }));

test('the one at home, where none is named', () =>
  atHome((home) => {
    mkdirSync(join(home, '.kube'));
    writeConfig(join(home, '.kube'), TWO);
    assert.is(reachOf({}).name, 'main');
  }));

test('those of KUBECONFIG: the first that has something to say counts, and those that are not there do not', () =>
  atHome(async (home) => {
    const first = writeConfig(home, { users: [{ name: 'me', user: { token: 'first' } }], contexts: [] }, 'first');
    const second = writeConfig(home, { ...TWO, users: [{ name: 'me', user: { token: 'second' } }] }, 'second');
    await withEnvironment({ KUBECONFIG: `${home}/nowhere:${first}::${second}` }, () => {
      const { name, user } = reachOf({});
      assert.equal([name, user.token], ['main', 'first']);
    });
    await withEnvironment({ KUBECONFIG: `${home}/nowhere` }, async () => {
      assert.is((await failureOf(() => reachOf({}))).code, 'NoKubeconfig');
    });
  }));

test('files are looked for beside the kubeconfig that names them', () =>
  atHome(async (home) => {
    const cluster = { ...SERVER, 'certificate-authority': 'ca.crt' };
    const user = { 'client-certificate': '/etc/me.crt', 'client-key': 'me.key', tokenFile: 'token', token: 'older' };
    const reach = reachOf({ kubeconfig: writeConfig(home, kubeconfigOf(cluster, user)) });
    assert.is(reach.cluster['certificate-authority'], join(home, 'ca.crt'));
    assert.is(reach.user['client-certificate'], '/etc/me.crt');
    assert.is(reach.user['client-key'], join(home, 'me.key'));
    assert.is(reach.tokenFile, join(home, 'token'));
    assert.is(reach.user.token, undefined);
  }));

test('what stands in the kubeconfig goes before a file', async () => {
  const both = { 'certificate-authority': 'ca.crt', 'certificate-authority-data': 'Y2E=' };
  const { cluster } = await reachWith(kubeconfigOf({ ...SERVER, ...both }));
  assert.equal([cluster['certificate-authority'], cluster['certificate-authority-data']], [undefined, 'Y2E=']);
});

test('a context without a user is anonymous', async () => {
  const reach = await reachWith({ ...TWO, contexts: [{ name: 'ctx', context: { cluster: 'main' } }] });
  assert.equal([reach.user.token, reach.plugin, reach.tokenFile], [undefined, undefined, undefined]);
});

const EXEC = {
  apiVersion: 'client.authentication.k8s.io/v1',
  command: 'aws',
  args: ['eks', 'get-token'],
  env: [{ name: 'A', value: '1' }],
};

test('a plug-in, with what it wants to know of the cluster', () =>
  atHome((home) => {
    writeFileSync(join(home, 'ca.crt'), 'CA');
    const cluster = { ...SERVER, 'certificate-authority': 'ca.crt' };
    const of = (exec: object) => reachOf({ kubeconfig: writeConfig(home, kubeconfigOf(cluster, { exec })) }).plugin;
    assert.equal(of({ ...EXEC, interactiveMode: 'IfAvailable' }), {
      command: 'aws',
      args: ['eks', 'get-token'],
      env: { A: '1' },
      apiVersion: 'client.authentication.k8s.io/v1',
    });
    assert.is(of({ ...EXEC, command: './bin/login' })?.command, join(home, 'bin/login'));
    const told = of({ ...EXEC, provideClusterInfo: true })?.cluster;
    assert.equal([told?.server, told?.['certificate-authority-data']], ['https://api.example:6443', Buffer.from('CA').toString('base64')]);
  }));

test('the older place of plug-ins', async () => {
  const { plugin, user } = await reachWith(kubeconfigOf(SERVER, { 'auth-provider': { name: 'exec', config: { exec: EXEC } } }));
  assert.equal([plugin?.command, user['auth-provider']], ['aws', undefined]);
});

test('a plug-in that wants a terminal', async () => {
  const { code, message } = await failureWith(kubeconfigOf(SERVER, { exec: { ...EXEC, interactiveMode: 'Always' } }));
  assert.is(code, 'InteractivePlugin');
  assert.match(message, 'aws');
});

test('in a pod', () =>
  atHome(async (home) => {
    assert.is(inCluster(home), undefined);
    writeFileSync(join(home, 'token'), 't');
    assert.is(inCluster(home), undefined);
    for (const [host, server] of [
      ['10.96.0.1', 'https://10.96.0.1:443'],
      ['fd00::1', 'https://[fd00::1]:443'],
    ]) {
      await withEnvironment({ KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: '443' }, () => {
        assert.equal(inCluster(home), {
          name: 'in-cluster',
          cluster: { server, 'certificate-authority': join(home, 'ca.crt') },
          user: {},
          tokenFile: join(home, 'token'),
        });
      });
    }
  }));

test('found without a configuration: a kubeconfig with a current context, and nothing less', () =>
  atHome(async (home) => {
    const found = () => kubernetes.discover?.();
    assert.is(await found(), undefined);
    mkdirSync(join(home, '.kube'));
    for (const [content, expected] of [
      [TWO, {}],
      [{ ...TWO, 'current-context': '' }, undefined],
      ['{', undefined],
      ['', undefined],
    ] as const) {
      writeConfig(join(home, '.kube'), content);
      assert.equal(await found(), expected);
    }
  }));

test.run();
