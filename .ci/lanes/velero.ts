import { strict as assert } from 'node:assert';
import { tally } from '../../scripts/test/result.ts';
import { counts, performAll, skip } from './shared/checks.ts';
import { isVoid, namesIn, waysOf } from './velero/held.ts';
import { type Answer, available, buildOracle, type Oracle, RELEASES, type Release } from './velero/oracle.ts';
import { NAMESPACE, questionOf, ROWS, type Row } from './velero/rows.ts';

// What a backup of Velero holds, told by Velero's own backup controller.

const RESOURCES = ['configmaps', 'persistentvolumeclaims', 'pods', 'secrets'];

const checkRow = ({ expected, before }: Row, answer: Answer, { version }: Release): void => {
  const { items = [], data = [], valid = true } = (version.startsWith('v1.17.') ? before : undefined) ?? expected;
  const said = `${answer.phase}: ${[...(answer.validationErrors ?? []), ...(answer.errors ?? [])].join('; ')}`;
  assert.equal(!isVoid(answer), valid, said);
  assert.deepEqual(
    RESOURCES.filter((resource) => namesIn(answer, resource, NAMESPACE).length > 0),
    items,
    said,
  );
  assert.deepEqual(
    waysOf(answer, NAMESPACE, 'data').map((how) => `data ${how}`),
    data,
    said,
  );
};

const checkRows = async (ask: Oracle, release: Release): Promise<void> => {
  const answers = ask(ROWS.map(questionOf));
  await performAll(
    ROWS.map((row, index) => ({
      name: `Velero ${release.version}: ${row.name}`,
      run: async () => checkRow(row, answers[index] as Answer, release),
    })),
  );
};

const runRelease = async (release: Release): Promise<void> => {
  if (!available(release))
    return skip(`there is no Go here, or no Velero ${release.version} for it, so nothing has been compared with it.`);
  const ask = buildOracle(release);
  await checkRows(ask, release);
};

for (const release of RELEASES) await runRelease(release);
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
