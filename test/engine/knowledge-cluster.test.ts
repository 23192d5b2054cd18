import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { catalogue } from '../rules/catalogue.ts';
import { CLUSTER_LISTINGS, clusters, clusterTargets } from './cluster.ts';
import { testPromise } from './promise.ts';

const test = suite('engine/knowledge: Velero');

const rules = (await catalogue()).map(({ rule }) => rule).filter(({ id }) => id.startsWith('velero/'));

test('the rules are here', () => assert.ok(rules.length >= 8, `${rules.length} rules`));

testPromise(test, rules, { all: clusters, targets: clusterTargets, listings: CLUSTER_LISTINGS });

test.run();
