import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLookup } from '../../engine/lookup.ts';
import { recoveryOf } from '../../engine/recovery.ts';
import type { Objectives } from '../../model/policy.ts';
import { type AnyMechanism, defineMechanism, type Protection } from '../../model/protection.ts';
import type { Recovery } from '../../model/report.ts';
import { parseAwsSchedule } from '../../model/schedule/aws.ts';
import { box } from './fakes.ts';
import { boxOf, closed, component, denied, TAKEN_AT } from './inventories.ts';

const test = suite('engine/recovery');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FOREVER = Number.POSITIVE_INFINITY;

type Changes = Partial<Omit<Protection, 'rpo' | 'retention' | 'location'>> & {
  readonly rpo?: number | undefined;
  /** Age of the newest recovery point. */
  readonly newest?: number;
  readonly retention?: number | undefined;
  /** Age of the oldest one. */
  readonly oldest?: number;
  readonly id?: string;
  readonly region?: string | undefined;
};

/** A healthy copy in another Region that loses 15 minutes and goes back 30 days, but for `changes`. */
const copy = (changes: Changes = {}): Protection => {
  const { rpo, newest, retention, oldest, id, region, ...more }: Changes & { id: string } = {
    rpo: 15 * MINUTE,
    retention: 30 * DAY,
    id: 'box:copy',
    region: 'r2',
    ...changes,
  };
  return {
    mechanism: 'fake-copy',
    asset: 'box:a',
    location: { id, region },
    rpo: { design: rpo, observed: newest },
    retention: { design: retention, observed: oldest },
    immutability: 'none',
    health: 'healthy',
    evidence: [],
    ...more,
  };
};

const here = (changes: Changes = {}) => copy({ id: 'box:a', region: 'r1', rpo: 0, retention: FOREVER, ...changes });

const mechanism = (protections: AnyMechanism['protections']): AnyMechanism =>
  defineMechanism({ id: 'fake-copy', title: 'Copy', asset: box, reads: ['lid'], protections });

/** A copy every seven days at noon, on a day of the week; each starts within an hour and takes as long as is given. */
const weekly = (weekday: string, duration: number | undefined, changes: Changes = {}): Protection => {
  const parsed = parseAwsSchedule(`cron(0 12 ? * ${weekday} *)`);
  if ('problem' in parsed) throw new RangeError(parsed.problem);
  const rpo = duration === undefined ? undefined : 7 * DAY + HOUR + duration;
  return copy({ rpo, cadence: { schedule: parsed.schedule, startWindow: HOUR, duration }, id: `box:${weekday}`, ...changes });
};

const DOUBTFUL = mechanism(() => [copy({ rpo: DAY }), { reason: 'whether plan b covers it' }]);

const OPEN = mechanism(({ facets }) => (facets.lid ? [] : [copy()]));

const CRASHING = mechanism(() => {
  throw new RangeError('boom');
});

const NOWHERE = boxOf('a', { lid: denied }, { scope: { region: undefined } });

const recover = (
  objectives: Objectives,
  protections: readonly Protection[],
  { more = [] as readonly AnyMechanism[], asset = boxOf('a', { lid: denied }) } = {},
) =>
  recoveryOf(component({ objectives }), [asset], [mechanism(() => protections), ...more], {
    lookup: createLookup({ targets: [], resources: [] }),
    takenAt: TAKEN_AT,
  });

const only = (recoveries: readonly Recovery[]): Recovery => {
  assert.is(recoveries.length, 1);
  return recoveries[0] as Recovery;
};

const rpo = { rpo: 15 * MINUTE };
const regionalRpo = { ...rpo, regions: 2 };
const retention = { retention: 30 * DAY };
const restored = { restoreTestedWithin: 90 * DAY };

for (const [name, objectives, protections, verdict, design, more] of [
  ['rpo: exactly as much', rpo, [copy()], 'pass', 'PT15M'],
  ['rpo: a millisecond more', { rpo: 15 * MINUTE - 1 }, [copy()], 'fail', 'PT15M'],
  ['rpo: nothing is lost', rpo, [here()], 'pass', 'PT0S'],
  ['rpo: the best counts', rpo, [copy({ rpo: DAY }), copy({ rpo: MINUTE })], 'pass', 'PT1M'],
  ['rpo: no protection', rpo, [], 'fail', null],
  ['rpo: no promise', rpo, [copy({ rpo: undefined })], 'unknown', null],
  ['rpo: too much, and no promise', rpo, [copy({ rpo: DAY }), copy({ rpo: undefined })], 'unknown', 'P1D'],
  ['rpo: no bound at all', rpo, [copy({ rpo: FOREVER })], 'fail', 'unlimited'],
  ['rpo: enough, something unread', rpo, [copy()], 'pass', 'PT15M', { more: [OPEN] }],
  ['rpo: too much, something unread', rpo, [copy({ rpo: DAY })], 'unknown', 'P1D', { more: [OPEN] }],
  ['rpo: no protection, something unread', rpo, [], 'unknown', null, { more: [OPEN] }],
  ['rpo: a protection that may not work', rpo, [copy({ health: 'unknown' })], 'unknown', null],
  ['rpo: a protection that does not work', rpo, [copy({ health: 'degraded' })], 'fail', null],
  ['rpo: a protection that works beside one that may not', rpo, [copy(), copy({ health: 'unknown' })], 'pass', 'PT15M'],
  ['rpo: a mechanism that crashes', rpo, [], 'unknown', null, { more: [CRASHING] }],
  ['rpo of two Regions: in another one', regionalRpo, [here(), copy()], 'pass', 'PT15M'],
  ['rpo of two Regions: in the same one only', regionalRpo, [here()], 'fail', null],
  ['rpo of two Regions: too much in the other one', regionalRpo, [here(), copy({ rpo: DAY })], 'fail', 'P1D'],
  ['rpo of two Regions: in a Region that is not known', regionalRpo, [here(), copy({ region: undefined })], 'unknown', null],
  ['rpo of two Regions: from a Region that is not known', regionalRpo, [copy()], 'unknown', null, { asset: NOWHERE }],
  ['rpo of one Region: in the same one', { ...rpo, regions: 1 }, [here()], 'pass', 'PT0S'],
  ['rpo: the newest one exactly as old as is allowed', rpo, [copy({ newest: 15 * MINUTE })], 'pass', 'PT15M'],
  ['rpo: the newest one is older than it promises', rpo, [copy({ newest: 15 * MINUTE + 1 })], 'fail', 'PT15M'],
  ['rpo: one is late, another one is not', { rpo: DAY }, [copy({ newest: 2 * DAY }), copy({ rpo: DAY, newest: HOUR })], 'pass', 'P1D'],
  ['rpo: one is late, another one is not known', rpo, [copy({ newest: DAY }), copy()], 'pass', 'PT15M'],
  ['rpo: no promise, and the newest one is young enough', rpo, [copy({ rpo: undefined, newest: MINUTE })], 'unknown', null],
  ['rpo: no promise, and the newest one is too old', rpo, [copy({ rpo: undefined, newest: DAY })], 'fail', null],
  ['rpo: one a week', { rpo: 4 * DAY }, [weekly('MON', 0)], 'fail', 'P7DT1H'],
  ['rpo: two in turns', { rpo: 4 * DAY + 3 * HOUR }, [weekly('MON', HOUR), weekly('THU', 2 * HOUR)], 'pass', 'P4DT3H'],
  [
    'rpo: two in turns, a millisecond less',
    { rpo: 4 * DAY + 3 * HOUR - 1 },
    [weekly('MON', HOUR), weekly('THU', 2 * HOUR)],
    'fail',
    'P4DT3H',
  ],
  [
    'rpo: two in turns, neither young enough',
    { rpo: 5 * DAY },
    [weekly('MON', 0, { newest: 6 * DAY }), weekly('THU', 0, { newest: 7 * DAY })],
    'fail',
    'P4DT1H',
  ],
  [
    'rpo: two in turns, one of them young enough',
    { rpo: 5 * DAY },
    [weekly('MON', 0, { newest: 6 * DAY }), weekly('THU', 0, { newest: 3 * DAY })],
    'pass',
    'P4DT1H',
  ],
  [
    'rpo: two in turns, one has missed its turn',
    { rpo: 5 * DAY },
    [weekly('MON', 0, { newest: 9 * DAY }), weekly('THU', 0, { newest: DAY })],
    'fail',
    'P7DT1H',
  ],
  [
    'rpo: two in turns, one takes nobody knows how long',
    { rpo: 5 * DAY },
    [weekly('MON', 0), weekly('THU', undefined)],
    'unknown',
    'P7DT1H',
  ],
  ['rpo: that one is late', { rpo: 5 * DAY }, [weekly('MON', 0), weekly('THU', undefined, { newest: 9 * DAY })], 'unknown', 'P7DT1H'],
  [
    'rpo: two in turns, one may not work',
    { rpo: 5 * DAY },
    [weekly('MON', 0), weekly('THU', 0, { health: 'unknown' })],
    'unknown',
    'P7DT1H',
  ],
  ['rpo: something may protect it, nobody knows whether', rpo, [], 'unknown', 'P1D', { more: [DOUBTFUL] }],
  ['retention: exactly as long', retention, [copy()], 'pass', 'P30D'],
  ['retention: a millisecond less', { retention: 30 * DAY + 1 }, [copy()], 'fail', 'P30D'],
  ['retention: without limit', retention, [copy({ retention: FOREVER })], 'pass', 'unlimited'],
  ['retention: the longest counts', retention, [copy({ retention: DAY }), here()], 'pass', 'unlimited'],
  ['retention: no protection', retention, [], 'fail', null],
  ['retention: not known', retention, [copy({ retention: undefined })], 'unknown', null],
  ['retention: too short, another one not known', retention, [copy({ retention: DAY }), here({ retention: undefined })], 'unknown', 'P1D'],
  ['retention: long enough, another one not known', retention, [copy(), here({ retention: undefined })], 'pass', 'P30D'],
  ['retention: long enough, something unread', retention, [copy()], 'pass', 'P30D', { more: [OPEN] }],
  ['retention: too short, something unread', retention, [copy({ retention: DAY })], 'unknown', 'P1D', { more: [OPEN] }],
  ['retention: of one that may not work', retention, [copy({ health: 'unknown' })], 'unknown', null],
  ['retention: a negative length of time', retention, [copy({ retention: -1 })], 'fail', null],
  ['retention: switched on just now', retention, [copy({ oldest: MINUTE })], 'fail', 'P30D'],
  ['retention: the oldest one may just have expired', retention, [copy({ oldest: 30 * DAY - 15 * MINUTE })], 'pass', 'P30D'],
  ['retention: it has not', retention, [copy({ oldest: 30 * DAY - 15 * MINUTE - 1 })], 'fail', 'P30D'],
  ['retention: one a week, and one expired', retention, [weekly('MON', 0, { oldest: 23 * DAY - HOUR })], 'pass', 'P30D'],
  ['retention: one a week, and more than one is missing', retention, [weekly('MON', 0, { oldest: 23 * DAY - HOUR - 1 })], 'fail', 'P30D'],
  ['retention: how long each takes does not matter', retention, [weekly('MON', undefined, { oldest: 23 * DAY - HOUR })], 'pass', 'P30D'],
  [
    'retention: nothing makes the next one',
    retention,
    [copy({ rpo: undefined, retention: FOREVER, oldest: 29 * DAY })],
    'fail',
    'unlimited',
  ],
  ['retention: it ends some day', retention, [copy({ rpo: FOREVER, oldest: 29 * DAY })], 'fail', 'P30D'],
  [
    'retention: that which was seen longest counts',
    retention,
    [copy({ retention: FOREVER, oldest: DAY }), copy({ oldest: 30 * DAY })],
    'pass',
    'P30D',
  ],
  ['retention: not known, but too young', retention, [copy({ retention: undefined, oldest: DAY })], 'fail', null],
  ['copies: with the original', { copies: 2 }, [copy()], 'pass', 2],
  ['copies: one too few', { copies: 3 }, [copy()], 'fail', 2],
  ['copies: versions of the original are none', { copies: 2 }, [here()], 'fail', 1],
  ['copies: two protections in one place', { copies: 3 }, [copy(), copy({ mechanism: 'fake-other' })], 'fail', 2],
  ['copies: the original alone', { copies: 1 }, [], 'pass', 1],
  ['copies: too few, something unread', { copies: 2 }, [], 'unknown', 1, { more: [OPEN] }],
  ['copies: one that may not work', { copies: 2 }, [copy({ health: 'unknown' })], 'unknown', 1],
  ['copies: one that does not work', { copies: 2 }, [copy({ health: 'degraded' })], 'fail', 1],
  ['regions: with that of the original', { regions: 2 }, [copy()], 'pass', 2],
  ['regions: two copies in one', { regions: 3 }, [copy(), copy({ id: 'box:other' })], 'fail', 2],
  ['regions: the same one', { regions: 2 }, [copy({ region: 'r1' })], 'fail', 1],
  ['regions: one that is not known', { regions: 2 }, [copy({ region: undefined })], 'unknown', 1],
  ['regions: that of the original not known', { regions: 2 }, [copy()], 'unknown', 1, { asset: NOWHERE }],
  ['regions: enough without the one that is not known', { regions: 2 }, [copy(), copy({ region: 'r3' })], 'pass', 2, { asset: NOWHERE }],
  ['regions: too few, something unread', { regions: 2 }, [], 'unknown', 1, { more: [OPEN] }],
  ['immutable: compliance mode', { immutable: true }, [copy({ immutability: 'compliance' })], 'pass', true],
  ['immutable: governance mode', { immutable: true }, [copy({ immutability: 'governance' })], 'fail', false],
  ['immutable: not locked', { immutable: true }, [copy()], 'fail', false],
  ['immutable: not known', { immutable: true }, [copy({ immutability: 'unknown' })], 'unknown', null],
  ['immutable: one of them', { immutable: true }, [copy({ immutability: 'unknown' }), here({ immutability: 'compliance' })], 'pass', true],
  [
    'immutable: governance mode, something unread',
    { immutable: true },
    [copy({ immutability: 'governance' })],
    'unknown',
    null,
    { more: [OPEN] },
  ],
  [
    'immutable: the lock of one that may not work',
    { immutable: true },
    [copy({ immutability: 'compliance', health: 'unknown' })],
    'unknown',
    null,
  ],
  ['immutable: not asked for', { immutable: false }, [copy()], 'pass', false],
  ['immutable: not asked for, there all the same', { immutable: false }, [copy({ immutability: 'compliance' })], 'pass', true],
  ['immutable: not asked for and not known', { immutable: false }, [], 'pass', null, { more: [OPEN] }],
  ['restore: nothing records it', restored, [copy()], 'unknown', null],
  ['restore: exactly as long ago', restored, [copy({ lastRestore: 90 * DAY })], 'pass', null],
  ['restore: a millisecond longer', restored, [copy({ lastRestore: 90 * DAY + 1 })], 'fail', null],
  ['restore: the last one counts', restored, [copy({ lastRestore: 91 * DAY }), here({ lastRestore: DAY })], 'pass', null],
  ['restore: none is recorded', restored, [copy({ lastRestore: null })], 'fail', null],
  ['restore: none is recorded here, one there', restored, [copy({ lastRestore: null }), here({ lastRestore: DAY })], 'pass', null],
  ['restore: none is recorded here, nothing records it there', restored, [copy({ lastRestore: null }), here()], 'unknown', null],
  ['restore: long ago, and nothing records it there', restored, [copy({ lastRestore: 91 * DAY }), here()], 'unknown', null],
  ['restore: in time, something unread', restored, [copy({ lastRestore: DAY })], 'pass', null, { more: [OPEN] }],
  ['restore: none is recorded, something unread', restored, [copy({ lastRestore: null })], 'unknown', null, { more: [OPEN] }],
  ['restore: of what may not work', restored, [copy({ lastRestore: DAY, health: 'unknown' })], 'unknown', null],
  ['restore: of what does not work', restored, [copy({ lastRestore: DAY, health: 'degraded' })], 'fail', null],
  ['restore: no protection', restored, [], 'fail', null],
] as const) {
  test(`${name}: ${verdict}`, () => {
    const [key] = Object.keys(objectives) as readonly (keyof Objectives)[];
    const { objectives: results } = only(recover(objectives, protections, more));
    const result = results[key ?? 'rpo'];
    assert.is(result?.verdict, verdict, result?.message);
    assert.is(result?.design, design);
    assert.is(/Not known: .+\.$/.test(String(result?.message)), verdict === 'unknown', result?.message);
  });
}

for (const [name, objectives, protections, message] of [
  [
    'the newest recovery point is older than it should be',
    rpo,
    [copy({ newest: 2 * DAY })],
    'The best protection loses 15 minutes at most by design, but what it has is 2 days old.',
  ],
  ['what was seen is not all yet', retention, [copy({ oldest: 2 * DAY })], 'One can go back 2 days so far, 30 days at most by design.'],
  ['all of it was seen', retention, [copy({ oldest: 30 * DAY })], 'One can go back 30 days at most.'],
  ['a restore', restored, [copy({ lastRestore: 2 * DAY })], 'It was last restored 2 days ago.'],
  ['no restore', restored, [copy({ lastRestore: null })], 'No restore of this resource is recorded.'],
] as const) {
  test(`in words: ${name}`, () => {
    const { objectives: results } = only(recover(objectives, protections));
    assert.equal(
      Object.values(results).map((result) => result.message),
      [message],
    );
  });
}

test('a doubt of a mechanism is told in its words, beside what it knows', () => {
  const { objectives, protections } = only(recover(rpo, [], { more: [DOUBTFUL] }));
  assert.match(String(objectives.rpo?.message), / Not known: whether plan b covers it\.$/);
  assert.is(protections.length, 1);
});

test('what is not known is named once, with the permission and the code', () => {
  const { objectives } = only(recover(rpo, [copy({ rpo: DAY }), copy({ rpo: undefined })], { more: [OPEN, OPEN] }));
  assert.is(
    objectives.rpo?.message,
    'The best protection loses 1 day at most. Not known: lid of box:a (fake:Get: AccessDenied); what fake-copy to box:copy loses.',
  );
});

test('a mechanism that crashes is named with the reason', () => {
  assert.match(
    String(only(recover({ copies: 2 }, [], { more: [CRASHING] })).objectives.copies?.message),
    'what fake-copy does (it failed on this resource: boom)',
  );
});

test('targets are told as they were asked for, observed values where there are some', () => {
  const seen = copy({ newest: MINUTE, retention: FOREVER, oldest: DAY, lastRestore: HOUR });
  const { objectives } = only(
    recover({ rpo: 15 * MINUTE, retention: DAY, copies: 2, regions: 2, immutable: false, restoreTestedWithin: DAY }, [seen]),
  );
  assert.equal(
    Object.entries(objectives).map(([name, { target, observed }]) => [name, target, observed]),
    [
      ['rpo', 'PT15M', 'PT1M'],
      ['retention', 'P1D', 'P1D'],
      ['copies', 2, null],
      ['regions', 2, null],
      ['immutable', false, null],
      ['restoreTestedWithin', 'P1D', 'PT1H'],
    ],
  );
});

test('shows every protection that is known, those that do not work included', () => {
  const { protections, ...recovery } = only(
    recover({ copies: 1 }, [here({ health: 'degraded' }), copy({ region: undefined, rpo: undefined, immutability: 'unknown' })]),
  );
  assert.equal(recovery.resource, { kind: 'fake/box', id: 'box:a', name: 'a', target: 'prod', account: '1', region: 'r1' });
  assert.equal([recovery.policy, recovery.component], ['policy', 'component']);
  assert.equal(
    protections.map(({ region, location, rpo: loss, retention: kept, immutability, health }) => [
      region,
      location,
      loss.design,
      kept.design,
      immutability,
      health,
    ]),
    [
      ['r1', 'box:a', 'PT0S', 'unlimited', 'none', 'degraded'],
      [null, 'box:copy', null, 'P30D', 'unknown', 'healthy'],
    ],
  );
});

test('speaks of components with objectives and of kinds with mechanisms only', () => {
  assert.equal(recover({}, [copy()]), []);
  assert.equal(recover(rpo, [copy()], { asset: { ...boxOf('a', { lid: closed }), kind: 'fake/crate' } }), []);
});

test.run();
