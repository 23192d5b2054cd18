import { type ChildProcess, spawn } from 'node:child_process';
import { clip } from '../../model/text.ts';
import { failing } from '../http/failures.ts';
import { isMembers, type Members } from '../json/members.ts';

/** What a request proves its sender with. */
export interface Credential {
  readonly token?: string;
  /** PEM. */
  readonly cert?: string;
  readonly key?: string;
}

/** Where credentials come from that client-node cannot make, or would wait for without end. */
export interface CredentialSource {
  readonly get: () => Promise<Credential>;
  /** The API server has refused this one: the next is a new one. */
  readonly forget: (refused: Credential) => void;
  readonly close: () => void;
}

/** A credential plug-in, as the kubeconfig of a user names it. */
export interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  /** What the plug-in is told of the cluster, where it asks for it. */
  readonly cluster?: Members;
}

/** Longest answer of a plug-in, in characters. */
const LONGEST_ANSWER = 1_000_000;

// Neither its arguments nor what it says on standard error are for others: both may hold secrets.
const failed = ({ command }: ExecPlugin, what: string): Error =>
  failing({
    class: 'unauthenticated',
    code: 'ExecPluginFailed',
    message: `The credential plug-in ${clip(command, 200)} of the kubeconfig ${what}.`,
  });

const parsed = (answer: string): unknown => {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
};

/** A token becomes a header, which holds no control characters. */
const isToken = (value: unknown): value is string => typeof value === 'string' && /^[\x20-\x7e]+$/.test(value);
const isPem = (value: unknown): value is string => typeof value === 'string' && value.includes('-----BEGIN');

/** A credential, and until when it is good; without a time, until it is refused. */
interface Issued {
  readonly credential: Credential;
  readonly expiresAt: number;
}

const expiryOf = (timestamp: unknown): number =>
  timestamp === undefined || timestamp === null ? Number.POSITIVE_INFINITY : Date.parse(String(timestamp));

// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
const issuedBy = (plugin: ExecPlugin, output: string, now: number): Issued => {
  const answer = parsed(output);
  if (!isMembers(answer) || answer.kind !== 'ExecCredential' || !isMembers(answer.status))
    throw failed(plugin, 'answered with something that is no ExecCredential');
  if (answer.apiVersion !== plugin.apiVersion)
    throw failed(plugin, `answered in another version than ${clip(plugin.apiVersion, 80)}, which the kubeconfig names`);
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = answer.status;
  const certificate = isPem(cert) && isPem(key) ? { cert, key } : undefined;
  if (!isToken(token) && !certificate) throw failed(plugin, 'answered with neither a token nor a certificate with its key');
  const expiresAt = expiryOf(expirationTimestamp);
  if (!(expiresAt > now)) throw failed(plugin, 'answered with a credential that has expired');
  return { credential: { ...(isToken(token) ? { token } : {}), ...certificate }, expiresAt };
};

/** What the plug-in is told. Nobody sits at a terminal that it could ask. */
const execInfo = ({ apiVersion, cluster }: ExecPlugin): string =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion, spec: { interactive: false, ...(cluster ? { cluster } : {}) } });

const WINDOWS = process.platform === 'win32';

/** The plug-in with everything that it has started; it leads a group of processes. Windows has no such groups. */
const kill = (child: ChildProcess): void => {
  child.stdout?.destroy();
  if (child.pid === undefined) return;
  try {
    if (WINDOWS) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};

const start = (plugin: ExecPlugin): ChildProcess =>
  spawn(plugin.command, plugin.args, {
    env: { ...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(plugin) },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: !WINDOWS,
    windowsHide: true,
  });

const startFailure = (plugin: ExecPlugin, { code }: NodeJS.ErrnoException): Error =>
  failed(plugin, code === 'ENOENT' ? 'is not installed, or not on the PATH' : `could not be started (${code})`);

const ending = (code: number | null, signal: NodeJS.Signals | null): string =>
  `${code === null ? `was ended by ${signal}` : `ended with exit code ${code}`}; run it by hand to see why`;

/** Standard output of a run of the plug-in. @param limit milliseconds, after which it is killed */
const outputOf = (plugin: ExecPlugin, child: ChildProcess, limit: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const give = (what: string) => {
      reject(failed(plugin, what));
      kill(child);
    };
    const timer = setTimeout(() => give(`had not answered after ${limit / 1000} s; --timeout lets it take longer`), limit);
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.length > LONGEST_ANSWER) give('does not stop answering');
    });
    child.once('error', (error) => reject(startFailure(plugin, error)));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(failed(plugin, ending(code, signal)));
    });
  });

/**
 * Credentials that a plug-in gives: asked for when they are first needed, and again once they have expired or were refused.
 * @param limit milliseconds that a run may take
 * @param now the clock of this machine, which is the plug-in's as well: its times can be held against no other
 */
export const execSource = (plugin: ExecPlugin, limit: number, now: () => number = Date.now): CredentialSource => {
  let known: Promise<Issued> | undefined;
  let latest: Issued | undefined;
  let running: ChildProcess | undefined;

  const run = async (): Promise<Issued> => {
    const child = start(plugin);
    running = child;
    const output = await outputOf(plugin, child, limit);
    latest = issuedBy(plugin, output, now());
    return latest;
  };
  return {
    get: async () => {
      if (latest !== undefined && latest.expiresAt <= now()) known = undefined;
      known ??= run();
      return (await known).credential;
    },
    forget: (refused) => {
      if (latest?.credential === refused) known = undefined;
    },
    close: () => {
      if (running?.exitCode === null) kill(running);
    },
  };
};
