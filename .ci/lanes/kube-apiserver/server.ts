import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../shared/server.ts';
import { connect } from './api.ts';

/** A running API server. */
export interface ApiServer {
  readonly url: string;
  /** Certificates to trust, as PEM. */
  readonly ca: string;
  /** Bearer tokens: of one who may do everything, and of one who may do what every authenticated user may. */
  readonly tokens: { readonly admin: string; readonly scanner: string };
  /** What the scanner has asked for so far, in the order of the answers. */
  readonly requests: () => readonly AuditedRequest[];
  /** Has etcd forget what was there before, so that no list that was begun can go on. */
  readonly compact: () => void;
  readonly stop: () => Promise<void>;
}

/** A request as the server's own audit log tells of it. */
export interface AuditedRequest {
  readonly verb: string;
  readonly requestURI: string;
  /** Left out where what is asked for is no resource. */
  readonly objectRef?: { readonly resource: string; readonly apiGroup?: string };
  readonly responseStatus: { readonly code: number };
  readonly requestReceivedTimestamp: string;
  /** When the answer was complete. */
  readonly stageTimestamp: string;
}

const STARTS_WITHIN = 120_000;
const STOPS_WITHIN = 20_000;
const POLLED_EVERY = 200;
/** Of its log, what is told where it does not start. */
const LINES_KEPT = 40;

/** Key by which the server signs tokens of service accounts; it does not start without one. */
const accountKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

const tokenFile = ({ admin, scanner }: ApiServer['tokens']): string =>
  [`${admin},admin,admin,"system:masters"`, `${scanner},scanner,scanner`, ''].join('\n');

const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [{ level: 'Metadata', users: ['scanner'] }, { level: 'None' }],
} as const;

const flags = (directory: string, port: number): readonly string[] => [
  '--bind-address=127.0.0.1',
  '--advertise-address=127.0.0.1',
  `--secure-port=${port}`,
  // It makes itself a certificate, and leaves it there.
  `--cert-dir=${directory}`,
  '--authorization-mode=RBAC',
  `--token-auth-file=${join(directory, 'tokens.csv')}`,
  '--service-cluster-ip-range=10.0.0.0/24',
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${join(directory, 'accounts.pem')}`,
  `--service-account-signing-key-file=${join(directory, 'accounts.pem')}`,
  // Nobody makes the service accounts that it would ask pods for: there are no controllers here.
  '--disable-admission-plugins=ServiceAccount',
  // The loopback cannot be an endpoint of a service.
  '--endpoint-reconciler-type=none',
  // Lists go on from etcd and not from memory, as those of most versions do: they can expire.
  '--feature-gates=ListFromCacheSnapshot=false',
  `--audit-policy-file=${join(directory, 'audit-policy.json')}`,
  `--audit-log-path=${join(directory, 'audit.log')}`,
];

/** The last lines of a log, which is read to its end. */
const lastLines = (server: ChildProcess): (() => string) => {
  const lines: string[] = [];
  if (server.stderr !== null)
    createInterface({ input: server.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
    });
  return () => lines.join('\n');
};

const auditedIn = (directory: string): readonly AuditedRequest[] =>
  readFileSync(join(directory, 'audit.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const isReady = async (url: string, directory: string, token: string): Promise<boolean> => {
  try {
    const api = connect(url, readFileSync(join(directory, 'apiserver.crt'), 'utf8'), token);
    const { status } = await api.send('GET', '/readyz');
    api.close();
    return status === 200;
  } catch {
    // It has no certificate yet, or does not listen.
    return false;
  }
};

const untilReady = async (server: ChildProcess, ready: () => Promise<boolean>, log: () => string): Promise<void> => {
  const deadline = Date.now() + STARTS_WITHIN;
  while (!(await ready())) {
    if (server.exitCode !== null || Date.now() > deadline) throw new Error(`The API server does not start:\n${log()}`);
    await sleep(POLLED_EVERY);
  }
};

const stopped = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill();
  const timer = setTimeout(() => server.kill('SIGKILL'), STOPS_WITHIN);
  await ended;
  clearTimeout(timer);
};

/**
 * Starts the API server on a free port of the loopback, with nothing in it; resolves when it is ready. Rejects with what it
 * said last where it ends before that.
 * @param program as `buildApiServer` made it
 */
export const startApiServer = async (program: string): Promise<ApiServer> => {
  const directory = mkdtempSync(join(tmpdir(), 'kube-apiserver-'));
  const tokens = { admin: randomUUID(), scanner: randomUUID() };
  writeFileSync(join(directory, 'tokens.csv'), tokenFile(tokens));
  writeFileSync(join(directory, 'accounts.pem'), accountKey());
  writeFileSync(join(directory, 'audit-policy.json'), JSON.stringify(AUDIT_POLICY));
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const server = spawn(program, [directory, ...flags(directory, port)], { stdio: ['pipe', 'ignore', 'pipe'] });
  const stop = async (): Promise<void> => {
    await stopped(server);
    rmSync(directory, { recursive: true });
  };
  try {
    await untilReady(server, () => isReady(url, directory, tokens.admin), lastLines(server));
    return {
      url,
      ca: readFileSync(join(directory, 'apiserver.crt'), 'utf8'),
      tokens,
      requests: () => auditedIn(directory),
      compact: () => void server.kill('SIGUSR1'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
