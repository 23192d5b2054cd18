import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A running server. */
export interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const PROGRAM = 'moto_server';
const ADDRESS = /Running on (http:\/\/127\.0\.0\.1:\d+)/;

const addressIn = async (log: Readable): Promise<string> => {
  const said: string[] = [];
  for await (const line of createInterface({ input: log })) {
    said.push(line);
    const url = ADDRESS.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`${PROGRAM} ended before it took requests: ${said.join('\n')}`);
};

/** Starts moto on a free port of the loopback; resolves when it takes requests. Rejects with what it said where it ends before that. */
export const startMoto = async (env: NodeJS.ProcessEnv): Promise<Server> => {
  const moto = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', '0'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(moto, 'exit');
  const url = await addressIn(moto.stderr);
  // Its log of requests has to go somewhere, or the pipe fills and it stops.
  moto.stderr.resume();
  const stop = async (): Promise<void> => {
    moto.kill();
    await ended;
  };
  return { url, stop };
};
