import type { Verdicts } from '../shared/verdicts.ts';
import { USER } from './inputs.ts';
import type { Setup } from './server.ts';

/** Hours of samples that the server has when it starts: more than the three days that are asked for. */
export const HOURS = 96;

const WRITE = '/api/v1/write';

/** Stands in the address that samples are sent to. Nothing may show it. */
export const SECRET = 'remote-write-password';

const SELF = 'prometheus';

/** It scrapes itself, so that it knows what has become of late of what it sends. */
const configFor = (url: string, remoteWrites: readonly object[]): object => ({
  global: { scrape_interval: '1s', external_labels: { cluster: 'main' } },
  scrape_configs: [{ job_name: SELF, static_configs: [{ targets: [new URL(url).host] }] }],
  remote_write: remoteWrites,
});

/** Addresses of the server itself, of one that takes samples, and of nobody. */
export interface Addresses {
  readonly server: string;
  readonly receiver: string;
  readonly nobody: string;
}

const endpoint = (url: string, more: object = {}): object => ({
  name: 'archive',
  url: `${url.replace('//', `//lane:${SECRET}@`)}${WRITE}`,
  ...more,
});

const DROPS = { write_relabel_configs: [{ source_labels: ['__name__'], regex: 'go_.*', action: 'drop' }] };

/** Setups by what they do to the samples. */
export const setups = ({ server, receiver, nobody }: Addresses) => {
  const config = configFor(server, [endpoint(receiver)]);
  return {
    sound: { config },
    filtering: { config: configFor(server, [endpoint(receiver, DROPS)]) },
    unreachable: { config: configFor(server, [endpoint(nobody)]) },
    silent: { config: configFor(server, []) },
    short: { config, flags: ['--storage.tsdb.retention.time=2d'] },
    small: { config, flags: ['--storage.tsdb.retention.time=30d', '--storage.tsdb.retention.size=32KB'] },
    agent: { config, flags: ['--enable-feature=agent'] },
    guarded: { config, users: { [USER.name]: USER.hash } },
  } satisfies Readonly<Record<string, Setup>>;
};

/** 15 days by default, four days of samples, and all of them are sent on. Three weeks are out of reach. */
export const SOUND: Verdicts = {
  'days prometheus/retention-held': 'pass',
  'days prometheus/copied-off-host': 'pass',
  'days prometheus/configuration-loaded': 'pass',
  'days prometheus/storage-persistent': 'pass',
  'weeks prometheus/retention-held': 'fail',
  'weeks prometheus/copied-off-host': 'pass',
};

export const REFUSED_CONFIGURATION: Verdicts = { ...SOUND, 'days prometheus/configuration-loaded': 'fail' };

export const NOT_COPIED: Verdicts = { ...SOUND, 'days prometheus/copied-off-host': 'fail', 'weeks prometheus/copied-off-host': 'fail' };

/** What relabelling leaves out counts as dropped, and is lost only to those who want all series. */
export const FILTERED: Verdicts = { ...SOUND, 'days prometheus/copied-off-host': 'fail' };

export const SHORT: Verdicts = { ...SOUND, 'days prometheus/retention-held': 'fail' };

/** The server has thrown its blocks away as it started, and counts that. */
export const SMALL: Verdicts = { ...SOUND, 'days prometheus/retention-held': 'fail', 'weeks prometheus/retention-held': 'fail' };

/** An agent keeps nothing, so there is nothing that a volume could hold either; what it sends leaves its host. */
export const AGENT: Verdicts = {
  ...SOUND,
  'days prometheus/retention-held': 'fail',
  'days prometheus/storage-persistent': 'not-applicable',
};

/** Whether there is a server at all. */
export const UNKNOWN: Verdicts = { 'days component/resources-present': 'unknown', 'weeks component/resources-present': 'unknown' };
