import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connectors } from '../../generated/connectors.ts';
import { scanners } from '../../generated/scanners.ts';
import { protectedResourceId, selectionId } from '../../model/backup/ids.ts';
import type { AnyScanner } from '../../model/registry.ts';
import type { Call, KindScanner, Located } from '../../model/scanner.ts';
import type { AwsSession } from '../../scanners/aws/session.ts';
import { ACTIONS } from './actions.ts';
import { BUCKET, KEY, PLAN, SOUND, TABLE, TESTING_PLAN, VAULT } from './answers.ts';
import { askReader, listAll, serve } from './asking.ts';
import { ACCOUNT, type Answers, fakeSession, REGION, refusing, type Sent } from './fakes.ts';

const test = suite('scanners/permissions');

/** The SDK's client of a service signs for the service of its actions. */
const serviceOf = (operation: string): string | undefined => ACTIONS[operation]?.split(':')[0];

/** One resource of every kind. */
const RESOURCES: Readonly<Record<string, { readonly id: string; readonly name: string }>> = {
  's3/bucket': { id: BUCKET, name: 'models' },
  'dynamodb/table': { id: TABLE, name: 'metadata' },
  'kms/key': { id: KEY, name: 'key/1234' },
  'backup/plan': { id: PLAN, name: 'Plan' },
  'backup/selection': { id: selectionId(PLAN, 'selection-1'), name: 'selection-1' },
  'backup/vault': { id: VAULT, name: 'Vault' },
  'backup/region': { id: `arn:aws:backup:${REGION}:${ACCOUNT}:region-settings`, name: 'Region' },
  'backup/account': { id: `arn:aws:backup::${ACCOUNT}:global-settings`, name: 'Account' },
  'backup/protected-resource': { id: protectedResourceId('aws', REGION, ACCOUNT, TABLE), name: TABLE },
  'backup/restore-testing-plan': { id: TESTING_PLAN, name: 'monthly_drill' },
  'backup/restore-testing-selection': { id: selectionId(TESTING_PLAN, 'tables'), name: 'tables' },
};

const located = (kind: string): Located => {
  const resource = RESOURCES[kind];
  if (!resource) throw new RangeError(`no resource of kind ${kind}: add one here`);
  return { ...resource, scope: { target: 'prod', partition: 'aws', account: ACCOUNT, region: REGION } };
};

const everything = (answer: (operation: string) => (request: Sent) => unknown): Answers =>
  Object.fromEntries(Object.keys(SOUND).map((operation) => [operation, answer(operation)]));

/** A reader may send other things after a good answer than after a refusal: both are looked at, and an answer that says nothing. */
const MOODS: Readonly<Record<string, Answers>> = {
  sound: SOUND,
  empty: everything(() => () => ({})),
  refused: everything(() => refusing('AccessDeniedException', 403)),
};

/** What was sent beside what is declared, or not sent although it is. */
const undeclared = ({ operation, action }: Call, sent: readonly Sent[]): readonly string[] => {
  const others = sent.filter((request) => request.operation !== operation || request.service !== serviceOf(operation));
  return [
    ...new Set(others.map((request) => `${request.service} ${request.operation} is sent`)),
    ...(sent.length === others.length ? [`${operation} is not sent`] : []),
    ...(action === ACTIONS[operation] ? [] : [`${operation} needs ${ACTIONS[operation]}`]),
  ];
};

const loaded: readonly AnyScanner[] = await Promise.all(
  [...scanners.values()].filter(({ target }) => target === 'aws').map(({ load }) => load()),
);
const kinds: readonly KindScanner<AwsSession>[] = loaded.flatMap(({ kinds: own }) => own);

for (const scanner of kinds) {
  const { kind, list, facets } = scanner;
  for (const [mood, answers] of Object.entries(MOODS)) {
    if (list)
      test(`${kind.id}: its listing sends ${list.operation} and nothing else (${mood})`, async () => {
        const { session, sent } = fakeSession(answers);
        const found = await listAll(scanner, session, list.regional ? REGION : undefined);
        if (mood === 'sound')
          assert.equal(
            (found as readonly { id: string }[]).map(({ id }) => id),
            [RESOURCES[kind.id]?.id],
          );
        assert.equal(undeclared(list, sent), []);
      });
    for (const [name, reader] of Object.entries(facets))
      test(`${kind.id}: ${name} sends ${reader.operation} and nothing else (${mood})`, async () => {
        const { session, sent } = fakeSession(answers);
        const answer = await askReader(reader, session, located(kind.id), [TABLE]);
        if (mood === 'sound') assert.is('state' in answer && answer.state, 'read', JSON.stringify(answer));
        assert.equal(undeclared(reader, sent), []);
      });
  }
}

const aws = connectors.get('aws');

test('aws: the Regions are asked for with ListRegions and nothing else', async () => {
  const { everyRegion } = aws ?? {};
  assert.ok(everyRegion);
  for (const answers of Object.values(MOODS)) {
    const { session, sent } = fakeSession(answers);
    await everyRegion.read(session, (request) => request({ signal: AbortSignal.timeout(5000) })).catch(() => {});
    assert.equal(undeclared(everyRegion, sent), []);
  }
});

test('aws: who we are is asked for with GetCallerIdentity and nothing else', async () => {
  const { identify } = aws ?? {};
  assert.ok(identify);
  const bodies: string[] = [];
  await serve(
    (request, to) => {
      request.on('data', (chunk) => bodies.push(String(chunk)));
      request.on('end', () => to.writeHead(403).end());
    },
    async (session) => identify.read(session, { signal: AbortSignal.timeout(5000) }).catch(() => {}),
  );
  assert.equal(
    bodies.map((body) => new URLSearchParams(body).get('Action')),
    [identify.operation],
  );
  assert.is(identify.action, ACTIONS[identify.operation]);
});

test('every operation of the table is declared somewhere: none of them is left over', () => {
  const declared = kinds.flatMap(({ list, facets }) => [...(list ? [list] : []), ...Object.values(facets)]);
  const operations = [...declared, aws?.everyRegion, aws?.identify].map((call) => call?.operation);
  assert.equal([...new Set(operations)].sort(), Object.keys(ACTIONS).sort());
});

test('every kind is looked at', () => {
  assert.equal(kinds.map(({ kind }) => kind.id).sort(), Object.keys(RESOURCES).sort());
});

// A test that finds nothing wrong with anything would pass, too.
for (const { name, action = 'kms:DescribeKey', sent, problem } of [
  { name: 'another command', sent: ['GetKeyPolicy'], problem: 'kms GetKeyPolicy is sent' },
  { name: 'one command more', sent: ['DescribeKey', 'GetKeyPolicy'], problem: 'kms GetKeyPolicy is sent' },
  { name: 'no command', sent: [], problem: 'DescribeKey is not sent' },
  { name: 'another action', action: 'kms:ListKeys', sent: ['DescribeKey'], problem: 'DescribeKey needs kms:DescribeKey' },
]) {
  test(`finds ${name}`, () => {
    const requests = sent.map((operation) => ({ service: 'kms', region: REGION, operation, input: {} }));
    assert.ok(undeclared({ operation: 'DescribeKey', action }, requests).includes(problem));
  });
}

test.run();
