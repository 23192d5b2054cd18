import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tally } from '../../scripts/test/result.ts';
import { type Ask, askOf, stateOf } from './opensearch/api.ts';
import { CONFIGURATION, writeInputs } from './opensearch/inputs.ts';
import { available, classPathOf, type Distribution, ELASTICSEARCH, type Node, OPENSEARCH, startNode } from './opensearch/server.ts';
import { BARE, DELETED, GONE, PARTIAL, READ_ONLY, SOUND } from './opensearch/states.ts';
import { fill, forget, list, REPOSITORY, register, restore, takePartial, takeWhole } from './opensearch/world.ts';
import { check, counts, perform, skip } from './shared/checks.ts';
import { type Program, programIn } from './shared/program.ts';
import { type Recorder, startRecorder } from './shared/recorder.ts';
import { checkVerdicts, scan, type Verdicts } from './shared/verdicts.ts';

// The scanner against OpenSearch, and against the last Elasticsearch that is to be had as freely: snapshots that their own API
// takes, and what becomes of them.

interface Setting {
  readonly distribution: Distribution;
  readonly node: Node;
  readonly ask: Ask;
  readonly recorder: Recorder;
  readonly program: Program;
}

const checkScan = async ({ distribution, node, ask, recorder, program }: Setting, state: string, expected: Verdicts): Promise<void> => {
  const when = `${distribution.name}, ${state}`;
  const before = await stateOf(ask, node);
  recorder.take();
  checkVerdicts(when, await scan(program, CONFIGURATION), expected);
  const requests = recorder.take();
  const after = await stateOf(ask, node);
  check(`${when}: a scan reads, and changes nothing`, () => {
    assert.ok(requests.length > 0);
    assert.deepEqual(
      requests.filter((request) => !request.startsWith('GET ')),
      [],
    );
    assert.deepEqual(after, before);
  });
};

const lane = async (setting: Setting): Promise<void> => {
  const { ask, node } = setting;
  await fill(ask);
  await checkScan(setting, 'no repository', BARE);
  await register(ask, 'main');
  await takeWhole(ask, 'first');
  await takeWhole(ask, 'second');
  await restore(ask, 'first');
  await checkScan(setting, 'snapshots', SOUND);
  await takePartial(ask, 'third');
  await checkScan(setting, 'the newest snapshot is partial', PARTIAL);
  await forget(ask, 'first');
  await forget(ask, 'second');
  await checkScan(setting, 'the complete snapshots are deleted', DELETED);
  await forget(ask, 'third');
  await takeWhole(ask, 'fourth');
  await register(ask, 'main', { readonly: true });
  await checkScan(setting, 'the repository is read-only', READ_ONLY);
  await register(ask, 'main');
  await list(ask);
  renameSync(join(node.repositories, 'main'), join(node.repositories, 'elsewhere'));
  await checkScan(setting, 'the files of the repository are gone', GONE);
  await ask('DELETE', `/_snapshot/${REPOSITORY}`);
  await checkScan(setting, 'the repository is removed', BARE);
};

const runWith = async (distribution: Distribution, directory: string): Promise<void> => {
  const classPath = classPathOf(distribution, directory);
  if (classPath === undefined) return skip(`Maven does not get ${distribution.name}, so it has not been scanned.`);
  const node = await startNode(distribution, classPath, directory);
  const recorder = await startRecorder(node.url);
  writeInputs(directory, recorder.url);
  try {
    await lane({ distribution, node, ask: askOf(node), recorder, program: programIn(directory) });
  } finally {
    recorder.close();
    await node.stop();
  }
};

if (available()) {
  const directory = mkdtempSync(join(tmpdir(), 'mlops-dr-opensearch-'));
  for (const distribution of [OPENSEARCH, ELASTICSEARCH]) {
    const own = join(directory, distribution.artifact);
    mkdirSync(own);
    await perform({ name: `${distribution.name}: the lane ran to its end`, run: () => runWith(distribution, own) });
  }
  rmSync(directory, { recursive: true });
  skip("OpenSearch's snapshot management and Elastic's SLM are to be had from no registry: no real server has made snapshots by a policy.");
} else {
  skip('there is no Maven here, or no Java: no real OpenSearch has been scanned.');
}
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
