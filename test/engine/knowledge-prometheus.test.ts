import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { catalogue } from '../rules/catalogue.ts';
import { MONITORED_LISTINGS, monitored, monitoredTargets } from './prometheus.ts';
import { testPromise } from './promise.ts';

const test = suite('engine/knowledge: Prometheus');

const rules = (await catalogue()).map(({ rule }) => rule).filter(({ id }) => id.startsWith('prometheus/'));

test('the rules are here', () => assert.is(rules.length, 4));

testPromise(test, rules, { all: monitored, targets: monitoredTargets, listings: MONITORED_LISTINGS });

test.run();
