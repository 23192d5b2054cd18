import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from './server.ts';

/** Asks the server for something and returns what it answers. Throws where it refuses. */
export type Ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>;

export const askOf =
  ({ url }: Node): Ask =>
  async (method, path, body) => {
    const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, { method, ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };

const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((file) => {
      const { mtimeMs, size } = statSync(join(directory, file));
      return `${file} ${mtimeMs} ${size}`;
    })
    .sort();

/** All that a scan could change: what the cluster says of itself, its repositories, and the files in them. */
export const stateOf = async (ask: Ask, { repositories }: Node): Promise<object> => ({
  cluster: await ask('GET', '/_cluster/state/metadata,blocks,routing_table?filter_path=version,state_uuid,metadata,blocks,routing_table'),
  repositories: await ask('GET', '/_snapshot'),
  files: filesIn(repositories),
});
