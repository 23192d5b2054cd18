import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab } from '../../lab/index.ts';
import { tally } from '../../scripts/test/result.ts';
import { CONFIGURATIONS, MAX_LAG, PASSWORD, USER, world, writeInputs } from './prometheus/inputs.ts';
import { findPrograms, type Programs } from './prometheus/programs.ts';
import { makeBlocks, type Prometheus, prometheusIn } from './prometheus/server.ts';
import {
  AGENT,
  FILTERED,
  HOURS,
  NOT_COPIED,
  REFUSED_CONFIGURATION,
  SECRET,
  SHORT,
  SMALL,
  SOUND,
  setups,
  UNKNOWN,
} from './prometheus/states.ts';
import { check, counts, perform, skip } from './shared/checks.ts';
import { type Program, programIn } from './shared/program.ts';
import { type Recorder, startRecorder } from './shared/recorder.ts';
import { eventually, freePort } from './shared/server.ts';
import { checkVerdicts, type Scanned, scan, type Verdicts } from './shared/verdicts.ts';

// The scanner against Debian's Prometheus: what it holds, what becomes of its samples, and what changes when it is told
// otherwise. The cluster that it is said to run in is the lab's.

interface Setting {
  readonly server: Prometheus;
  readonly receiver: Prometheus;
  readonly recorder: Recorder;
  readonly setups: ReturnType<typeof setups>;
  readonly program: Program;
  readonly stranger: Program;
}

/** The value of a metric without labels, or of its first line. */
const metric = async ({ url }: Prometheus, name: string): Promise<number | undefined> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(name) && /[{ ]/.test(one.charAt(name.length)));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
};

const newest = (server: Prometheus) => metric(server, 'prometheus_remote_storage_highest_timestamp_in_seconds');
const newestSent = (server: Prometheus) => metric(server, 'prometheus_remote_storage_queue_highest_sent_timestamp_seconds');

/** Whether it has scraped itself and sent that on. */
const hasSent = async (server: Prometheus): Promise<boolean> => ((await newestSent(server)) ?? 0) > 0;

/** Behind what it has scraped since it started, where it has never sent anything. */
const isBehind = async (server: Prometheus): Promise<boolean> => {
  const since = (await newestSent(server)) || (await metric(server, 'process_start_time_seconds'));
  return ((await newest(server)) ?? 0) - (since ?? Number.POSITIVE_INFINITY) > MAX_LAG + 1;
};

const ADDRESSES: readonly RegExp[] = [
  /^GET \/api\/v1\/status\/(buildinfo|runtimeinfo|flags|config|tsdb\/blocks)$/,
  /^GET \/metrics$/,
  /^GET \/api\/v1\/query\?query=/,
];

/** It reads, and asks for nothing twice. */
const checkRequests = (when: string, requests: readonly string[]): void =>
  check(`${when}: nothing but reading, each once`, () => {
    assert.ok(requests.length >= ADDRESSES.length, String(requests));
    assert.deepEqual(
      requests.filter((request) => !ADDRESSES.some((address) => address.test(request))),
      [],
    );
    assert.equal(new Set(requests).size, requests.length, String(requests));
  });

const checkSecrets = (when: string, { output }: Scanned): void =>
  check(`${when}: no secret is told`, () => {
    for (const secret of [SECRET, USER.password]) assert.ok(!output.includes(secret));
  });

const EXIT = { ok: 0, incomplete: 3 } as const;

const checkScan = async ({ recorder, program }: Setting, when: string, expected: Verdicts): Promise<void> => {
  recorder.take();
  const scanned = await scan(program, CONFIGURATIONS.user);
  checkVerdicts(when, scanned, expected);
  checkRequests(when, recorder.take());
  checkSecrets(when, scanned);
  check(`${when}: nothing is unread`, () => {
    assert.deepEqual(scanned.report.gaps, []);
    assert.equal(scanned.status, EXIT.ok);
  });
};

/** A configuration without credentials, or one with a password that is wrong. */
const checkRefused = async (program: Program, config: string, when: string): Promise<void> => {
  const scanned = await scan(program, config);
  check(`${when}: what could not be read is neither there nor missing`, () => {
    for (const { verdict } of scanned.report.findings) assert.equal(verdict, 'unknown');
    assert.ok(scanned.report.gaps.length > 0);
    assert.equal(scanned.status, EXIT.incomplete);
  });
  checkSecrets(when, scanned);
};

const whileItSends = async (setting: Setting): Promise<void> => {
  const { server, receiver } = setting;
  await server.start(setting.setups.sound);
  await eventually('samples are sent on', () => hasSent(server));
  await checkScan(setting, 'as it should be', SOUND);
  server.reload('global: { scrape_interval: never }');
  await eventually('the configuration is refused', async () => (await metric(server, 'prometheus_config_last_reload_successful')) === 0);
  await checkScan(setting, 'a configuration that is none', REFUSED_CONFIGURATION);
  server.reload(JSON.stringify(setting.setups.sound.config));
  await receiver.stop();
  await eventually('remote write is behind', () => isBehind(server));
  await checkScan(setting, 'nobody takes the samples any more', NOT_COPIED);
};

const withOthersSetups = async (setting: Setting): Promise<void> => {
  const { server } = setting;
  await server.start(setting.setups.unreachable);
  await eventually('samples wait to be sent', () => isBehind(server));
  await checkScan(setting, 'nobody has ever taken samples', NOT_COPIED);
  await server.start(setting.setups.silent);
  await eventually('it has scraped itself', async () => ((await metric(server, 'prometheus_tsdb_head_samples_appended_total')) ?? 0) > 0);
  await checkScan(setting, 'no remote write', NOT_COPIED);
  await setting.receiver.start({ config: {}, flags: RECEIVES });
  await server.start(setting.setups.filtering);
  await eventually('samples are sent on', () => hasSent(server));
  await eventually('series are left out', async () => ((await metric(server, 'prometheus_remote_storage_samples_dropped_total')) ?? 0) > 0);
  await checkScan(setting, 'some series are left out', FILTERED);
};

const withLessRetention = async (setting: Setting): Promise<void> => {
  const { server } = setting;
  for (const [when, setup, expected] of [
    ['retention is shortened', setting.setups.short, SHORT],
    ['the limit of the size is reached first', setting.setups.small, SMALL],
  ] as const) {
    await server.start(setup);
    await eventually('samples are sent on', () => hasSent(server));
    await checkScan(setting, when, expected);
  }
  await server.start(setting.setups.agent);
  await eventually('the agent sends samples on', () => hasSent(server));
  await checkScan(setting, 'an agent', AGENT);
};

const withPasswords = async (setting: Setting): Promise<void> => {
  const { server, program, stranger } = setting;
  await server.start(setting.setups.guarded);
  await checkRefused(program, CONFIGURATIONS.nobody, 'it asks for a password, and none is given');
  await checkRefused(stranger, CONFIGURATIONS.user, 'it asks for a password, and the wrong one is given');
  const scanned = await scan(program, CONFIGURATIONS.user);
  checkSecrets('it asks for a password', scanned);
  check('it asks for a password, and the right one is given: nothing is unread', () => assert.deepEqual(scanned.report.gaps, []));
  await server.stop();
  const without = await scan(program, CONFIGURATIONS.user);
  checkVerdicts('it does not run', without, UNKNOWN);
};

const RECEIVES = ['--web.enable-remote-write-receiver'];

const lane = async (programs: Programs, directory: string): Promise<void> => {
  const within = (name: string) => join(directory, name);
  const server = prometheusIn(programs, within('server'), await freePort());
  const receiver = prometheusIn(programs, within('receiver'), await freePort());
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const [recorder, lab] = await Promise.all([startRecorder(server.url), startLab(world)]);
  writeInputs(directory, recorder.url, lab.url);
  makeBlocks(programs, within('server'), HOURS, Date.now());
  const setting: Setting = {
    server,
    receiver,
    recorder,
    setups: setups({ server: server.url, receiver: receiver.url, nobody }),
    program: programIn(directory, { [PASSWORD]: USER.password }),
    stranger: programIn(directory, { [PASSWORD]: 'guessed' }),
  };
  try {
    await receiver.start({ config: {}, flags: RECEIVES });
    await whileItSends(setting);
    await withOthersSetups(setting);
    await withLessRetention(setting);
    await withPasswords(setting);
  } finally {
    recorder.close();
    await Promise.all([server.stop(), receiver.stop(), lab.close()]);
  }
};

const programs = findPrograms();
if (programs) {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-prometheus-'));
  await perform({ name: 'the lane ran to its end', run: () => lane(programs, directory) });
  rmSync(directory, { recursive: true });
} else {
  skip('there is no Prometheus here (on Debian: prometheus), and its package cannot be had: no real server has been scanned.');
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
