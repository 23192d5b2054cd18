import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createRandom } from '../../lab/faults.ts';
import type { Fault } from '../../lab/index.ts';
import { type Reply, send, withLab } from './client.ts';
import { richWorld } from './rich.ts';

const test = suite('lab/faults');

const ANSWER = /<Status>Enabled<\/Status>/;

/** What becomes of a request: its status and error code, or how the connection broke. */
const fateOf = (reply: Promise<Reply>): Promise<string> =>
  reply.then(
    ({ status, body }) => [status, ...(/<Code>(\w+)/.exec(body)?.slice(1) ?? [])].join(' '),
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );

const asked = async (faults: readonly Fault[], targets: readonly string[], seed?: number): Promise<readonly string[]> =>
  withLab(
    { ...richWorld, faults },
    async (lab) => {
      const fates: string[] = [];
      for (const target of targets) fates.push(await fateOf(send(lab, target)));
      return fates;
    },
    seed,
  );

const VERSIONING = '/rich?versioning';

interface Case {
  readonly name: string;
  readonly faults: readonly Fault[];
  readonly targets: readonly string[];
  readonly fates: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'none', faults: [], targets: [VERSIONING], fates: ['200'] },
  { name: 'throttle', faults: [{ operation: '*', throttle: 1 }], targets: [VERSIONING], fates: ['503 SlowDown'] },
  { name: 'a share of nothing', faults: [{ operation: '*', throttle: 0 }], targets: [VERSIONING, VERSIONING], fates: ['200', '200'] },
  { name: 'deny', faults: [{ operation: '*', deny: true }], targets: [VERSIONING], fates: ['403 AccessDenied'] },
  {
    name: 'any error',
    faults: [{ operation: '*', error: { code: 'InternalError', status: 500 } }],
    targets: [VERSIONING],
    fates: ['500 InternalError'],
  },
  { name: 'reset', faults: [{ operation: '*', reset: true }], targets: [VERSIONING], fates: ['ECONNRESET'] },
  {
    name: 'half of the body under the length of the whole',
    faults: [{ operation: '*', truncate: 'announced' }],
    targets: [VERSIONING],
    fates: ['ECONNRESET'],
  },
  {
    name: 'half of the body under its own length',
    faults: [{ operation: '*', truncate: 'matching' }],
    targets: [VERSIONING],
    fates: ['200'],
  },
  {
    name: 'one operation',
    faults: [{ operation: 's3:GetBucketVersioning', deny: true }],
    targets: [VERSIONING, '/rich?tagging', '/'],
    fates: ['403 AccessDenied', '200', '200'],
  },
  {
    name: 'operations that a glob matches',
    faults: [{ operation: 's3:GetBucket*', deny: true }],
    targets: [VERSIONING, '/rich?publicAccessBlock'],
    fates: ['403 AccessDenied', '200'],
  },
  {
    name: 'buckets that a glob matches',
    faults: [{ operation: '*', resource: 'ri*', deny: true }],
    targets: [VERSIONING, '/dotted.name?versioning', '/'],
    fates: ['403 AccessDenied', '200', '200'],
  },
  {
    name: 'the first requests only',
    faults: [{ operation: '*', times: 2, throttle: 1 }],
    targets: [VERSIONING, VERSIONING, VERSIONING],
    fates: ['503 SlowDown', '503 SlowDown', '200'],
  },
  { name: 'no request at all', faults: [{ operation: '*', times: 0, deny: true }], targets: [VERSIONING], fates: ['200'] },
  {
    name: 'only requests that it speaks of use it up',
    faults: [{ operation: '*', resource: 'rich', times: 1, deny: true }],
    targets: ['/far', '/dotted.name?versioning', VERSIONING, VERSIONING],
    fates: ['501 NotImplemented', '200', '403 AccessDenied', '200'],
  },
  {
    name: 'the first that applies decides',
    faults: [
      { operation: '*', times: 1, deny: true },
      { operation: '*', throttle: 1 },
    ],
    targets: [VERSIONING, VERSIONING],
    fates: ['403 AccessDenied', '503 SlowDown'],
  },
  {
    name: 'a fault of a request that would be refused anyhow',
    faults: [{ operation: '*', throttle: 1 }],
    targets: ['/nowhere?versioning'],
    fates: ['503 SlowDown'],
  },
];

for (const { name, faults, targets, fates } of CASES) {
  test(name, async () => {
    assert.equal(await asked(faults, targets), fates);
  });
}

const oneReply = (fault: Fault, options: Parameters<typeof send>[2] = {}): Promise<Reply> =>
  withLab({ ...richWorld, faults: [fault] }, (lab) => send(lab, options.method === 'HEAD' ? '/rich' : VERSIONING, options));

test('a denial says what the world says', async () => {
  const { body } = await oneReply({ operation: '*', deny: 'User <eve> & co' });
  assert.match(body, '<Message>User &lt;eve&gt; &amp; co</Message>');
});

test('an error says what the world says, and its code where that says nothing', async () => {
  assert.match(
    (await oneReply({ operation: '*', error: { code: 'Broken', status: 500, message: 'sorry' } })).body,
    '<Message>sorry</Message>',
  );
  assert.match((await oneReply({ operation: '*', error: { code: 'Broken', status: 500 } })).body, '<Message>Broken</Message>');
});

test('refusals of HEAD have no body; a denial tells the Region, throttling does not', async () => {
  const denied = await oneReply({ operation: 's3:HeadBucket', deny: true }, { method: 'HEAD' });
  assert.equal([denied.status, denied.body, denied.headers['x-amz-bucket-region']], [403, '', 'us-west-2']);
  const throttled = await oneReply({ operation: 's3:HeadBucket', throttle: 1 }, { method: 'HEAD' });
  assert.equal([throttled.status, throttled.body, throttled.headers['x-amz-bucket-region']], [503, '', undefined]);
});

test('a body in the place of the answer', async () => {
  const page = '<!doctype html><title>Sign in</title>';
  const { status, body } = await oneReply({ operation: '*', body: page });
  assert.equal([status, body], [200, page]);
  assert.is((await oneReply({ operation: '*', body: '' })).body, '');
});

test('half of a body is its first half', async () => {
  const whole = await withLab(richWorld, (lab) => send(lab, VERSIONING));
  const half = await oneReply({ operation: '*', truncate: 'matching' });
  assert.is(half.body, whole.body.slice(0, Math.floor(whole.body.length / 2)));
  assert.is(half.headers['content-length'], String(half.body.length));
});

test('latency delays the answer, and adds up with that of faults behind it', async () => {
  const started = performance.now();
  const faults = [
    { operation: '*', latency: 60 },
    { operation: '*', latency: 60, deny: true as const },
    { operation: '*', latency: 60_000 },
  ];
  assert.equal(await asked(faults, [VERSIONING]), ['403 AccessDenied']);
  assert.ok(performance.now() - started >= 119);
});

test('a request that hangs ends with the lab', async () => {
  const fate = await withLab({ ...richWorld, faults: [{ operation: '*', hang: true }] }, async (lab) => {
    const reply = fateOf(send(lab, VERSIONING));
    while (lab.requests.size === 0) await new Promise(setImmediate);
    return { reply };
  });
  assert.is(await fate.reply, 'ECONNRESET');
});

test('so does one that waits', async () => {
  const fate = await withLab({ ...richWorld, faults: [{ operation: '*', latency: 3_600_000 }] }, async (lab) => {
    const reply = fateOf(send(lab, VERSIONING));
    while (lab.requests.size === 0) await new Promise(setImmediate);
    return { reply };
  });
  assert.is(await fate.reply, 'ECONNRESET');
});

test('faults change while the lab runs, and what they spoil counts', () =>
  withLab(richWorld, async (lab) => {
    assert.match((await send(lab, VERSIONING)).body, ANSWER);
    lab.faults = [{ operation: '*', reset: true }];
    assert.is(await fateOf(send(lab, VERSIONING)), 'ECONNRESET');
    lab.faults = [];
    assert.match((await send(lab, VERSIONING)).body, ANSWER);
    assert.equal(Object.fromEntries(lab.requests), { 's3:GetBucketVersioning': 3 });
  }));

const MANY = Array.from({ length: 200 }, () => VERSIONING);
const SOME = [{ operation: '*', throttle: 0.3 }];
const throttledOf = (fates: readonly string[]): number => fates.filter((fate) => fate === '503 SlowDown').length;

test('a share of throttled answers hits the same requests for the same seed, others for another one', async () => {
  const fates = await asked(SOME, MANY, 7);
  assert.equal(await asked(SOME, MANY, 7), fates);
  assert.not.equal(await asked(SOME, MANY, 8), fates);
  assert.ok(throttledOf(fates) > 40 && throttledOf(fates) < 80, String(throttledOf(fates)));
});

test('random numbers are shares, spread evenly from the first one on, whatever the seed', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = createRandom(seed);
      const drawn = Array.from({ length: 1000 }, random);
      const mean = drawn.reduce((sum, share) => sum + share, 0) / drawn.length;
      return drawn.every((share) => share >= 0 && share < 1) && Math.abs(mean - 0.5) < 0.06;
    }),
  );
  const firsts = Array.from({ length: 1000 }, (_, seed) => createRandom(seed)());
  assert.ok(Math.abs(firsts.filter((share) => share < 0.3).length - 300) < 60);
});

test.run();
