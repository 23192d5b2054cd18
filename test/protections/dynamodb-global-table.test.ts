import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TABLE } from '../../model/backup/examples.ts';
import { described } from '../../model/dynamodb/examples.ts';
import globalTable from '../../protections/dynamodb-global-table.ts';
import { protectionIn, shieldIn, type World } from './backups.ts';

const test = suite('protections/dynamodb-global-table');

const ELSEWHERE = 'arn:aws:dynamodb:us-east-2:111122223333:table/mlops-model-metadata';

const table = (...replicas: { region: string; status: string }[]): World => ({ asset: TABLE, facets: described({ replicas }) });

test('a replica in another Region follows at once and goes back nowhere', () => {
  assert.equal(protectionIn(globalTable, table({ region: 'us-east-2', status: 'ACTIVE' })), {
    mechanism: 'dynamodb-global-table',
    asset: TABLE,
    location: { id: ELSEWHERE, region: 'us-east-2' },
    rpo: { design: undefined, observed: undefined },
    retention: { design: 0, observed: undefined },
    immutability: 'none',
    health: 'healthy',
    evidence: [{ facet: 'description', observed: 'replica in us-east-2: ACTIVE' }],
  });
});

for (const [name, world, regions] of [
  ['none', table(), []],
  ['one that is being made', table({ region: 'us-east-2', status: 'CREATING' }), []],
  ['one that is being deleted', table({ region: 'us-east-2', status: 'DELETING' }), []],
  ['one whose key is out of reach', table({ region: 'us-east-2', status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }), []],
  ['the table itself', table({ region: 'us-west-2', status: 'ACTIVE' }), []],
  ['several', table({ region: 'eu-west-1', status: 'ACTIVE' }, { region: 'us-east-2', status: 'ACTIVE' }), ['eu-west-1', 'us-east-2']],
  ['a witness, which holds no data', { asset: TABLE, facets: described({ witnesses: ['us-east-2'] }) }, []],
] as const satisfies readonly (readonly [string, World, readonly string[]])[]) {
  test(`replicas: ${name}`, () => {
    const { protections, doubts } = shieldIn(globalTable, world);
    assert.equal(
      protections.map(({ location }) => location.region),
      regions,
    );
    assert.equal(doubts, []);
  });
}

test('a description that was not read leaves it open', () => {
  assert.is(shieldIn(globalTable, { asset: TABLE, facets: { description: 'unread' } }).doubts.length, 1);
});

test.run();
