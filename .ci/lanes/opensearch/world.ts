import type { Ask } from './api.ts';

export const REPOSITORY = 'backups';

const SINGLE = { number_of_shards: 1, number_of_replicas: 0 } as const;

const shards = (more: object = {}): object => ({ settings: { ...SINGLE, ...more } });

/** What there is to lose: an index, and one that says `logs` as data streams do. */
export const fill = async (ask: Ask): Promise<void> => {
  for (const index of ['models', 'logs-mlops']) {
    await ask('PUT', `/${index}`, shards());
    await ask('POST', `/${index}/_doc?refresh=true`, { '@timestamp': '2026-01-31T00:00:00Z', message: 'trained' });
  }
};

/** Of the type `fs`. @param location below what the node allows */
export const register = (ask: Ask, location: string, more: object = {}): Promise<unknown> =>
  ask('PUT', `/_snapshot/${REPOSITORY}`, { type: 'fs', settings: { location, ...more } });

/** What the server then remembers of its list. */
export const list = (ask: Ask): Promise<unknown> => ask('GET', `/_snapshot/${REPOSITORY}/_all`);

const take = (ask: Ask, name: string, body: object): Promise<unknown> =>
  ask('PUT', `/_snapshot/${REPOSITORY}/${name}?wait_for_completion=true`, body);

/** Of everything, with the cluster state. */
export const takeWhole = (ask: Ask, name: string): Promise<unknown> => take(ask, name, { include_global_state: true });

/** Lacks a shard: that of an index that no node may hold. */
export const takePartial = async (ask: Ask, name: string): Promise<void> => {
  await ask('PUT', '/homeless?wait_for_active_shards=0', shards({ 'index.routing.allocation.require._name': 'nobody' }));
  await take(ask, name, { indices: 'homeless,models', partial: true });
  await ask('DELETE', '/homeless');
};

export const forget = (ask: Ask, name: string): Promise<unknown> => ask('DELETE', `/_snapshot/${REPOSITORY}/${name}`);

/** Beside what it was taken of. */
export const restore = (ask: Ask, name: string): Promise<unknown> =>
  ask('POST', `/_snapshot/${REPOSITORY}/${name}/_restore?wait_for_completion=true`, {
    indices: 'models',
    rename_pattern: '(.+)',
    rename_replacement: 'restored-$1',
  });
