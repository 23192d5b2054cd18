import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { tally } from '../../scripts/test/result.ts';
import { checkQuietly, counts, performAll, skip } from './shared/checks.ts';
import { clusters, servers } from './velero/clusters.ts';
import { compare, type Unknowns } from './velero/compare.ts';
import { isVoid, namesIn, waysOf } from './velero/held.ts';
import { type Answer, available, buildOracle, type Oracle, type Question, RELEASES, type Release } from './velero/oracle.ts';
import { NAMESPACE, questionOf, ROWS, type Row } from './velero/rows.ts';
import { templates } from './velero/templates.ts';

// What the scanner says that backups hold, against what Velero's own backup controller puts into them. First what Velero is
// known to do, then templates and clusters of all kinds.
const QUESTIONS = 4000;
const SEED = 20260101;

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
  const asked = ROWS.map(questionOf);
  const answers = ask(asked);
  await performAll(
    ROWS.map((row, index) => ({
      name: `Velero ${release.version}: ${row.name}`,
      run: async () => {
        checkRow(row, answers[index] as Answer, release);
        compare(asked[index] as Question, answers[index] as Answer, release.version, new Map());
      },
    })),
  );
};

const questions: readonly Question[] = fc
  // Without favouring the ends of lists, which would be few cases over and over.
  .sample(fc.noBias(fc.record({ template: templates, objects: clusters, server: servers })), { seed: SEED, numRuns: QUESTIONS })
  .map((question, index) => ({ id: String(index), ...question }));

/** Where nothing of a kind comes up, nothing is shown about it. */
const MANY = 20;

const WAYS = ['fsBackup', 'snapshots', 'csi', 'moved'] as const;

const checkVariety = (answers: readonly Answer[]): void => {
  for (const way of WAYS) {
    const found = answers.filter((answer) => (answer[way] ?? []).length > 0).length;
    assert.ok(found >= MANY, `only ${found} of ${answers.length} backups have anything in ${way}`);
  }
};

const compareAll = (ask: Oracle, { version }: Release): void => {
  const answers = ask(questions);
  checkQuietly(`Velero ${version}: there is something to compare`, () => checkVariety(answers));
  const unknowns: Unknowns = new Map();
  for (const [index, question] of questions.entries())
    checkQuietly(`Velero ${version}, case ${question.id}: ${JSON.stringify(question.template)}`, () =>
      compare(question, answers[index] as Answer, version, unknowns),
    );
  const open = [...unknowns].map(([key, times]) => `${key} ${times}`).join(', ');
  console.log(`Velero ${version}: ${questions.length} backups; of what they hold the scanner leaves open: ${open}`);
};

const runRelease = async (release: Release): Promise<void> => {
  if (!available(release))
    return skip(`there is no Go here, or no Velero ${release.version} for it, so nothing has been compared with it.`);
  const ask = buildOracle(release);
  await checkRows(ask, release);
  compareAll(ask, release);
};

for (const release of RELEASES) await runRelease(release);
console.log(`\n${tally(counts)}`);
process.exitCode = counts.failed > 0 ? 1 : 0;
