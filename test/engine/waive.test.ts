import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createWaivers } from '../../engine/waive.ts';
import type { Finding } from '../../model/report.ts';
import { VERDICTS } from '../../model/verdict.ts';
import { TAKEN_AT, waiver } from './inventories.ts';

const test = suite('engine/waive');

type Waivable = Pick<Finding, 'rule' | 'policy' | 'component' | 'resource' | 'verdict'>;

const finding = (more: Partial<Waivable> = {}): Waivable => ({
  rule: 's3/versioning-enabled',
  policy: 'mlops',
  component: 'models',
  resource: { kind: 's3/bucket', id: 'arn:aws:s3:::mlops-models', name: 'mlops-models', target: 'prod' },
  verdict: 'fail',
  ...more,
});

const later = (milliseconds: number) => new Date(TAKEN_AT.getTime() + milliseconds);

for (const [name, criteria, covered] of [
  ['everything', {}, true],
  ['the rule', { rule: 's3/versioning-enabled' }, true],
  ['rules of S3', { rule: 's3/*' }, true],
  ['another rule', { rule: 's3/mfa-delete-enabled' }, false],
  ['the beginning of the rule', { rule: 's3/versioning' }, false],
  ['the name', { resource: 'mlops-models' }, true],
  ['the id', { resource: 'arn:aws:s3:::mlops-models' }, true],
  ['a glob over the name', { resource: 'mlops-mode??' }, true],
  ['a glob over the id', { resource: 'arn:aws:s3:::mlops-*' }, true],
  ['another name', { resource: 'mlops-model' }, false],
  ['the policy', { policy: 'mlops' }, true],
  ['another policy', { policy: 'baseline' }, false],
  ['the component', { component: 'models' }, true],
  ['another component', { component: 'logs' }, false],
  ['the rule on another resource', { rule: 's3/versioning-enabled', resource: 'logs' }, false],
] as const) {
  test(`a waiver of ${name} ${covered ? 'covers' : 'does not cover'} the finding`, () => {
    const one = waiver(criteria);
    const waivers = createWaivers([one], TAKEN_AT);
    assert.is(waivers.find(finding()) !== null, covered);
    assert.equal(waivers.unused(), covered ? [] : [one]);
  });
}

const WAIVABLE = ['fail', 'unknown'];

for (const verdict of VERDICTS) {
  test(`${verdict} is ${WAIVABLE.includes(verdict) ? '' : 'not '}waived`, () => {
    assert.is(createWaivers([waiver()], TAKEN_AT).find(finding({ verdict })) !== null, WAIVABLE.includes(verdict));
  });
}

for (const [name, expires, holds] of [
  ['a day later', later(86_400_000), true],
  ['a millisecond later', later(1), true],
  ['at this very moment', later(0), true],
  ['a millisecond ago', later(-1), false],
  ['a year ago', later(-31_536_000_000), false],
] as const) {
  test(`a waiver that expires ${name} ${holds ? 'holds' : 'has expired'}`, () => {
    const one = waiver({ expires });
    const waivers = createWaivers([one], TAKEN_AT);
    assert.is(waivers.find(finding()) !== null, holds);
    assert.equal(waivers.expired(), holds ? [] : [one]);
    assert.equal(waivers.unused(), []);
  });
}

test('tells the reason, who approved it, until when, and where that is written', () => {
  assert.equal(createWaivers([waiver()], TAKEN_AT).find(finding()), {
    reason: 'It is known.',
    approvedBy: 'somebody',
    expires: '2026-03-01T12:00:00.000Z',
    location: { file: 'waivers.yaml', line: 3, column: 5 },
  });
});

const stale = waiver({ reason: 'stale', expires: later(-1) });
const first = waiver({ reason: 'first' });
const second = waiver({ reason: 'second' });

test('of several that hold the first one speaks, and none is unused', () => {
  const waivers = createWaivers([first, second], TAKEN_AT);
  assert.is(waivers.find(finding())?.reason, 'first');
  assert.equal(waivers.unused(), []);
});

test('an expired waiver that another one replaces is of no use, but nothing counts again', () => {
  const waivers = createWaivers([stale, first], TAKEN_AT);
  assert.is(waivers.find(finding())?.reason, 'first');
  assert.equal(waivers.expired(), []);
  assert.equal(waivers.unused(), [stale]);
});

test('an expired waiver is told once, however many findings it would have covered', () => {
  const waivers = createWaivers([stale], TAKEN_AT);
  for (const component of ['models', 'logs']) assert.is(waivers.find(finding({ component })), null);
  assert.equal(waivers.expired(), [stale]);
});

test('an expired waiver that would cover nothing is unused, not expired', () => {
  const waivers = createWaivers([stale], TAKEN_AT);
  assert.is(waivers.find(finding({ verdict: 'pass' })), null);
  assert.equal(waivers.expired(), []);
  assert.equal(waivers.unused(), [stale]);
});

test.run();
