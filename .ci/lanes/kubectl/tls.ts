import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A server that speaks TLS for another one. */
export interface TlsProxy {
  readonly url: string;
  readonly caFile: string;
  readonly close: () => void;
}

const makeCertificate = (keyFile: string, caFile: string): boolean =>
  spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=lab', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', caFile],
    ],
    { stdio: 'ignore' },
  ).status === 0;

/** Speaks TLS for the server at `url`; `undefined` where openssl cannot make a certificate. */
export const startTlsProxy = async (url: string, directory: string): Promise<TlsProxy | undefined> => {
  const [keyFile, caFile] = [join(directory, 'key.pem'), join(directory, 'ca.pem')];
  if (!makeCertificate(keyFile, caFile)) return undefined;
  const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(caFile) }, (from, to) => {
    const { method = 'GET', url: path = '/', headers } = from;
    request(new URL(path, url), { method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, caFile, close };
};
