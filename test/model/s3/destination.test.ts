import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { S3Presence } from '../../../model/kinds/s3.ts';
import { type Destination, isForeign, regionOf } from '../../../model/s3/destination.ts';

const test = suite('model/s3/destination');

const destination = (scope: { account?: string; region?: string }, presence: Partial<S3Presence> = {}): Destination => ({
  id: 'arn:aws:s3:::backup',
  scope: { target: 'test', ...scope },
  facets: { presence: { exists: true, access: 'granted', ...presence } },
});

test('the Region comes from the listing, else from HeadBucket', () => {
  assert.is(regionOf(destination({ region: 'us-east-1' }, { region: 'eu-west-1' })), 'us-east-1');
  assert.is(regionOf(destination({}, { region: 'eu-west-1' })), 'eu-west-1');
  assert.is(regionOf(destination({})), undefined);
});

const OWN = '111122223333';
const OTHER = '444455556666';

const OWNERS: readonly (readonly [string, string | undefined, string | undefined, Destination, boolean | undefined])[] = [
  ['listed in the own account', OWN, undefined, destination({ account: OWN }, { access: 'listed' }), false],
  ['listed in another account', OWN, undefined, destination({ account: OTHER }, { access: 'listed' }), true],
  ['listed in the own account, whoever the rule names', OWN, OTHER, destination({ account: OWN }, { access: 'listed' }), false],
  ['named by the rule: another one', OWN, OTHER, destination({}, { access: 'denied' }), true],
  ['named by the rule: the own one', OWN, OWN, destination({}), false],
  ['listed, no account known', undefined, undefined, destination({}, { access: 'listed' }), false],
  ['named by the rule, own account not known', undefined, OTHER, destination({}), undefined],
  ['nothing tells: denied', OWN, undefined, destination({}, { access: 'denied' }), undefined],
  ['nothing tells: granted', OWN, undefined, destination({}), undefined],
];

for (const [name, account, declared, found, foreign] of OWNERS) test(name, () => assert.is(isForeign(account, declared, found), foreign));

test.run();
