import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { catalogue } from '../rules/catalogue.ts';
import { LISTINGS, platforms, targetOf } from './platform.ts';
import { testPromise } from './promise.ts';

const test = suite('engine/knowledge: AWS Backup and DynamoDB');

const AREAS = /^(backup|dynamodb)\//;
const rules = (await catalogue()).map(({ rule }) => rule).filter(({ id }) => AREAS.test(id));

test('the rules are here', () => assert.ok(rules.length >= 19, `${rules.length} rules`));

testPromise(test, rules, { all: platforms, targets: (unlisted) => [targetOf(unlisted)], listings: LISTINGS });

test.run();
