import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { load, YAMLException } from 'js-yaml';
import { MalformedAnswer } from '../../model/scanner.ts';
import { clip } from '../../model/text.ts';
import { failing } from '../http/failures.ts';
import { isMembers, type Members, members, named, objects, optionalName, optionalObject, texts } from '../json/members.ts';
import type { ExecPlugin } from './exec.ts';

/** The value of `kubernetes` in the configuration of a target. */
export interface KubernetesConfig {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly veleroNamespace?: string;
  readonly cluster?: string;
}

/** How a cluster is reached, and as whom. */
export interface Reach {
  /** The name that the kubeconfig gives the cluster. */
  readonly name: string;
  /** As in kubeconfigs, with paths that are absolute: what client-node is to make something of. */
  readonly cluster: Members;
  readonly user: Members;
  readonly plugin?: ExecPlugin;
  /** A file with a token, which somebody else keeps fresh. */
  readonly tokenFile?: string;
}

/** The cluster cannot be reached by what the user gave us. */
const unusable = (code: string, message: string): Error => failing({ class: 'rejected', code, message });

const invalid = (file: string, what: string): Error => unusable('InvalidKubeconfig', `The kubeconfig ${file} cannot be used: ${what}`);

/** One file, as it was parsed. */
interface Document {
  readonly file: string;
  readonly value: Members;
}

/** The text of a file. Node tells which one cannot be opened, but not which one cannot be read: a directory. */
export const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  }
};

const unreadable = ({ code = 'unknown', path = 'a file' }: NodeJS.ErrnoException): string => `${path} cannot be read (${code}).`;

const describe = (error: unknown): string =>
  error instanceof MalformedAnswer ? error.message : unreadable(error as NodeJS.ErrnoException);

// The excerpt that the parser adds to its message might show a token.
const parseFailure = (error: unknown): string =>
  error instanceof YAMLException ? `${error.reason} (line ${(error.mark?.line ?? 0) + 1}).` : unreadable(error as NodeJS.ErrnoException);

/** Aliases of one document. Each can double all that is before it. */
const MAX_ALIASES = 20;

const readDocument = (file: string): Document => {
  let value: unknown;
  try {
    value = load(readText(file), { filename: file, maxAliases: MAX_ALIASES });
  } catch (error) {
    throw invalid(file, parseFailure(error));
  }
  if (isMembers(value)) return { file, value };
  throw invalid(file, 'it is no kubeconfig.');
};

const expanded = (path: string): string => resolve(path.replace(/^~(?=$|[/\\])/, homedir()));

/** The kubeconfigs to read: the one that is named, else those of KUBECONFIG, else the one at home. As kubectl: those that exist. */
const filesFor = ({ kubeconfig }: KubernetesConfig): readonly string[] => {
  if (kubeconfig !== undefined) return [expanded(kubeconfig)];
  const { KUBECONFIG } = process.env;
  const files = KUBECONFIG ? KUBECONFIG.split(delimiter).filter(Boolean) : [join(homedir(), '.kube', 'config')];
  return files.filter((file) => existsSync(file)).map((file) => resolve(file));
};

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster around us, where this runs in a pod of one. */
export const inCluster = (directory = SERVICE_ACCOUNT): Reach | undefined => {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
  const tokenFile = join(directory, 'token');
  if (!host || !port || !existsSync(tokenFile)) return undefined;
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { name: 'in-cluster', cluster: { server, 'certificate-authority': join(directory, 'ca.crt') }, user: {}, tokenFile };
};

const currentContext = (documents: readonly Document[]): string | undefined => {
  for (const { value } of documents) {
    const name = optionalName('current-context', value['current-context']);
    if (name !== undefined) return name;
  }
  return undefined;
};

/** An entry of a list of named things, and the file that it stands in. */
interface Entry {
  readonly file: string;
  readonly value: Members;
}

/** The first of that name, whichever file it is in: that is how kubectl merges. */
const entryOf = (documents: readonly Document[], list: string, member: string, name: string): Entry | undefined => {
  for (const { file, value } of documents) {
    const found = objects(list, value[list]).find((entry) => entry.name === name);
    if (found) return { file, value: members(`${list}.${member}`, found[member]) };
  }
  return undefined;
};

const namesOf = (documents: readonly Document[], list: string): readonly string[] =>
  documents.flatMap(({ value }) => objects(list, value[list]).map(({ name }) => named(`name of one of ${list}`, name)));

const contextOf = (documents: readonly Document[], { context, kubeconfig }: KubernetesConfig): Members => {
  const name = context ?? currentContext(documents);
  const known = namesOf(documents, 'contexts').join(', ') || 'none';
  if (name === undefined)
    throw unusable('NoCurrentContext', `The kubeconfig has no current context: name one as \`context\`. There are: ${known}.`);
  const found = entryOf(documents, 'contexts', 'context', name);
  if (found) return found.value;
  throw unusable('UnknownContext', `${kubeconfig ?? 'The kubeconfig'} has no context ${JSON.stringify(name)}. There are: ${known}.`);
};

/** The value of a member that names a file, from the place of the kubeconfig. */
const pathAt = (file: string, path: unknown): unknown =>
  typeof path !== 'string' || path === '' || isAbsolute(path) ? path : join(dirname(file), path);

/** Of a pair that says the same twice, what stands in the kubeconfig itself goes before a file. client-node has it the other way round. */
const withFile = ({ file, value }: Entry, member: string): Members => {
  const data = value[`${member}-data`];
  return { [member]: data ? undefined : pathAt(file, value[member]) };
};

const assertAddress = (scheme: RegExp, what: string, value: string | undefined): void => {
  if (value === undefined || (scheme.test(value) && URL.canParse(value) && new URL(value).host !== '')) return;
  // Not shown: it may hold a password.
  throw new MalformedAnswer(`${what} is no address.`);
};

const clusterAt = (entry: Entry): Members => {
  const { server, 'proxy-url': proxy } = entry.value;
  assertAddress(/^https?:/, 'server of the cluster', named('server of the cluster', server));
  assertAddress(/^(https?|socks5):/, 'proxy-url of the cluster', optionalName('proxy-url of the cluster', proxy));
  return { ...entry.value, ...withFile(entry, 'certificate-authority') };
};

const environmentOf = (exec: Members): Record<string, string> =>
  Object.fromEntries(objects('exec.env', exec.env).map(({ name, value }) => [named('exec.env.name', name), String(value ?? '')]));

/** The certificates that vouch for a server, as PEM; none where that is left to what this machine trusts. */
export const authorityOf = ({ cluster }: Pick<Reach, 'cluster'>): string => {
  const { 'certificate-authority': file, 'certificate-authority-data': data } = cluster;
  if (!file) return Buffer.from(String(data ?? ''), 'base64').toString('utf8');
  try {
    return readText(String(file));
  } catch (error) {
    throw unusable('InvalidKubeconfig', `The certificate-authority that the kubeconfig names cannot be used: ${describe(error)}`);
  }
};

/** The cluster as plug-ins are told of it: https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-Cluster */
const clusterInfo = (cluster: Members): Members => ({
  server: cluster.server,
  'tls-server-name': cluster['tls-server-name'],
  'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
  'certificate-authority-data': cluster['certificate-authority']
    ? readFileSync(String(cluster['certificate-authority'])).toString('base64')
    : cluster['certificate-authority-data'],
  'proxy-url': cluster['proxy-url'],
});

/** A command with a slash stands beside the kubeconfig; any other is looked for on the PATH. */
const commandAt = (file: string, command: string): string => (/[/\\]/.test(command) ? String(pathAt(file, command)) : command);

const pluginAt = ({ file, value }: Entry, cluster: Members): ExecPlugin | undefined => {
  const exec = value.exec ?? members('auth-provider.config', members('auth-provider', value['auth-provider']).config).exec;
  if (!isMembers(exec)) return undefined;
  const command = commandAt(file, named('exec.command', exec.command));
  if (exec.interactiveMode === 'Always')
    throw unusable(
      'InteractivePlugin',
      `The credential plug-in ${command} of the kubeconfig asks for a terminal, which it cannot have here.`,
    );
  return {
    command,
    args: texts('exec.args', exec.args),
    env: environmentOf(exec),
    apiVersion: named('exec.apiVersion', exec.apiVersion),
    ...(exec.provideClusterInfo === true ? { cluster: clusterInfo(cluster) } : {}),
  };
};

/**
 * Of the providers that kubectl once had built in it knows OpenID Connect alone; the others are plug-ins now. For some of
 * those client-node would run a command, in our own place, for as long as that takes.
 */
const assertProvider = (provider: Members | undefined): void => {
  if (provider === undefined || provider.name === 'oidc') return;
  throw unusable(
    'UnknownAuthProvider',
    `The kubeconfig has credentials come from the auth-provider ${clip(JSON.stringify(provider.name ?? ''), 80)}, which kubectl does not know, ` +
      'either: write a credential plug-in under `exec`, as the tool of the cloud does that made the kubeconfig.',
  );
};

/** The user without what is ours to do: running plug-ins, and reading files with tokens again and again. */
const userAt = (entry: Entry, plugin: ExecPlugin | undefined, tokenFile: unknown): Members => {
  const { exec: _, tokenFile: __, ...user } = entry.value;
  return {
    ...user,
    ...withFile(entry, 'client-certificate'),
    ...withFile(entry, 'client-key'),
    ...(plugin ? { 'auth-provider': undefined } : {}),
    // The file goes before the token, as in kubectl.
    ...(tokenFile ? { token: undefined } : {}),
  };
};

const reachBy = (documents: readonly Document[], config: KubernetesConfig): Reach => {
  const context = contextOf(documents, config);
  const name = named('cluster of the context', context.cluster);
  const cluster = entryOf(documents, 'clusters', 'cluster', name);
  if (!cluster) throw new MalformedAnswer(`the context names the cluster ${JSON.stringify(name)}, which it does not have.`);
  const userName = optionalName('user of the context', context.user);
  const user = userName === undefined ? { file: cluster.file, value: {} } : entryOf(documents, 'users', 'user', userName);
  if (!user) throw new MalformedAnswer(`the context names the user ${JSON.stringify(userName)}, whom it does not have.`);
  const found = clusterAt(cluster);
  const plugin = pluginAt(user, found);
  if (!plugin) assertProvider(optionalObject('auth-provider', user.value['auth-provider']));
  const tokenFile = optionalName('tokenFile', pathAt(user.file, user.value.tokenFile));
  return {
    name,
    cluster: found,
    user: userAt(user, plugin, tokenFile),
    ...(plugin ? { plugin } : {}),
    ...(tokenFile ? { tokenFile } : {}),
  };
};

const NOTHING =
  'There is no kubeconfig, and this runs in no pod of a cluster. Give the path of one as `kubeconfig` or in KUBECONFIG; ' +
  'kubectl config view shows what there is.';

/** How the cluster of a target is reached. Throws an error that says what to do where that cannot be told. */
export const reachOf = (config: KubernetesConfig): Reach => {
  const files = filesFor(config);
  const around = files.length === 0 && config.context === undefined ? inCluster() : undefined;
  if (around) return around;
  if (files.length === 0) throw unusable('NoKubeconfig', NOTHING);
  const documents = files.map(readDocument);
  try {
    return reachBy(documents, config);
  } catch (error) {
    throw error instanceof Error && 'failure' in error ? error : invalid(files.join(', '), describe(error));
  }
};

/** Whether a cluster is there to be found without any configuration: a current context, or the one around us. */
export const hasCluster = (): boolean => {
  try {
    const files = filesFor({});
    return files.length === 0 ? inCluster() !== undefined : currentContext(files.map(readDocument)) !== undefined;
  } catch {
    return false;
  }
};
