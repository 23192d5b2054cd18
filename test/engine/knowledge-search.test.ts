import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { catalogue } from '../rules/catalogue.ts';
import { testPromise } from './promise.ts';
import { searched, searchTargets } from './search.ts';

const test = suite('engine/knowledge: Elasticsearch and OpenSearch');

const rules = (await catalogue()).map(({ rule }) => rule).filter(({ id }) => id.startsWith('elasticsearch/'));

test('the rules are here', () => assert.ok(rules.length >= 8, `${rules.length} rules`));

testPromise(test, rules, {
  all: searched,
  targets: searchTargets,
  listings: ['s3/bucket'],
});

test.run();
