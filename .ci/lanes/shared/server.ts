import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that runs until it is stopped. */
export interface Running {
  /** The last lines of what it said. */
  readonly log: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Resolves when `holds` does. Rejects with the log where the program ends before that, or does not get there in time. */
  readonly until: (what: string, holds: () => Promise<boolean>) => Promise<void>;
  /** Resolves when it has ended. */
  readonly stop: () => Promise<void>;
}

const LINES_KEPT = 60;
const READY_WITHIN = 240_000;
const STOPS_WITHIN = 30_000;
const POLLED_EVERY = 200;

/** A port of the loopback that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('The loopback has no ports.');
  return address.port;
};

/** Whether what is asked for is there. A server that does not listen yet is none. */
export const isThere = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

/** Polls until something holds; rejects where it never does. */
export const eventually = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + READY_WITHIN;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It never came to this: ${what}.`);
    await sleep(POLLED_EVERY);
  }
};

/** The last lines of what a program says; it is read to its end, or the program would wait for a reader. */
const lastLines = ({ stdout, stderr }: ChildProcess): (() => string) => {
  const lines: string[] = [];
  for (const input of [stdout, stderr])
    if (input)
      createInterface({ input }).on('line', (line) => {
        lines.push(line);
        if (lines.length > LINES_KEPT) lines.shift();
      });
  return () => lines.join('\n');
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

const stopped = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN);
  await ended;
  clearTimeout(timer);
};

/** Starts a program. @param cwd where it runs */
export const start = (program: string, args: readonly string[], cwd: string): Running => {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = lastLines(child);
  const until = (what: string, holds: () => Promise<boolean>): Promise<void> =>
    eventually(what, async () => {
      if (hasEnded(child)) throw new Error(`${program} has ended:\n${log()}`);
      return holds();
    });
  return { log, signal: (signal) => void child.kill(signal), until, stop: () => stopped(child) };
};
