import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CallFailed, createCaller, type Endpoint } from '../../../engine/collect/caller.ts';
import type { Attempt, Failure, FailureClass } from '../../../model/scanner.ts';
import { virtualClock } from '../virtual-clock.ts';

const test = suite('engine/collect/caller');

class Refused extends Error {
  readonly failure: Failure;
  constructor(failureClass: FailureClass, code: string) {
    super(`${code}!`);
    this.failure = { class: failureClass, code, message: `${code}!` };
  }
}

const endpoint: Endpoint = {
  target: 'prod',
  quota: 'prod|1|us-west-2',
  classify: (error) => (error instanceof Refused ? error.failure : { class: 'rejected', code: 'Bug', message: String(error) }),
};
const call = { operation: 'GetThing', action: 'x:GetThing' };

const setUp = ({ concurrency = 8, timeout = 1000 } = {}) => {
  const controller = new AbortController();
  const clock = virtualClock();
  return { caller: createCaller({ concurrency, timeout, signal: controller.signal, clock }), controller, clock };
};

const codeOf = async (sending: Promise<unknown>): Promise<string> => {
  try {
    await sending;
    return 'answered';
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return error.failure.code;
  }
};

/** A service that gives the listed answers one after the other; the last one for ever. */
const service = (...answers: readonly (string | Refused)[]) => {
  let asked = 0;
  return {
    asked: () => asked,
    request: async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (answer instanceof Refused) throw answer;
      return answer;
    },
  };
};

const slow = new Refused('throttled', 'SlowDown');
const hiccup = new Refused('transient', 'InternalError');

for (const { name, answers, expected, asked } of [
  { name: 'an answer is passed on', answers: ['yes'], expected: 'answered', asked: 1 },
  { name: 'throttled eleven times, then answered', answers: [...Array(11).fill(slow), 'yes'], expected: 'answered', asked: 12 },
  { name: 'throttled twelve times', answers: [slow], expected: 'SlowDown', asked: 12 },
  { name: 'seven hiccups, then answered', answers: [...Array(7).fill(hiccup), 'yes'], expected: 'answered', asked: 8 },
  { name: 'nothing but hiccups', answers: [hiccup], expected: 'InternalError', asked: 8 },
  { name: 'denied', answers: [new Refused('denied', 'AccessDenied'), 'yes'], expected: 'AccessDenied', asked: 1 },
  { name: 'rejected', answers: [new Refused('rejected', 'NotImplemented'), 'yes'], expected: 'NotImplemented', asked: 1 },
]) {
  test(`${name}: ${expected} after ${asked}`, async () => {
    const { caller } = setUp();
    const { request, asked: count } = service(...answers);
    assert.is(await codeOf(caller.send(endpoint, call, request)), expected);
    assert.is(count(), asked);
    assert.is(caller.sent(), asked);
  });
}

test('a request that never answers is cut off three times, and its signal aborted', async () => {
  const { caller, clock } = setUp({ timeout: 1000 });
  const signals: AbortSignal[] = [];
  const hang = ({ signal }: Attempt) => {
    signals.push(signal);
    return new Promise<never>(() => {});
  };
  assert.is(await codeOf(caller.send(endpoint, call, hang)), 'Timeout');
  assert.is(signals.length, 3);
  assert.ok(signals.every((signal) => signal.aborted));
  assert.ok(clock.now() >= 3000);
});

test('bad credentials end every later call of the target without a request, and of no other', async () => {
  const { caller } = setUp();
  const expired = service(new Refused('unauthenticated', 'ExpiredToken'));
  const other = service('yes');
  assert.is(await codeOf(caller.send(endpoint, call, expired.request)), 'ExpiredToken');
  assert.is(await codeOf(caller.send(endpoint, { ...call, operation: 'GetOther' }, other.request)), 'ExpiredToken');
  assert.is(other.asked(), 0);
  assert.is(await codeOf(caller.send({ ...endpoint, target: 'dr' }, call, other.request)), 'answered');
});

test('an API that only times out is asked no more after a while; others of the same account are', async () => {
  const { caller, clock } = setUp({ timeout: 10_000 });
  let asked = 0;
  const hang = () => {
    asked++;
    return new Promise<never>(() => {});
  };
  const codes = await Promise.all(Array.from({ length: 500 }, () => codeOf(caller.send(endpoint, call, hang))));
  assert.ok(codes.every((code) => code === 'Timeout'));
  assert.ok(asked < 100, `${asked} requests`);
  assert.ok(clock.now() < 120_000, `${clock.now()} ms`);
  assert.is(await codeOf(caller.send(endpoint, { ...call, operation: 'GetOther' }, service('yes').request)), 'answered');
});

test('denials do not count as an outage', async () => {
  const { caller } = setUp();
  const denied = service(new Refused('denied', 'AccessDenied'));
  for (let i = 0; i < 20; i++) await codeOf(caller.send(endpoint, call, denied.request));
  assert.is(denied.asked(), 20);
});

test('an interrupt ends what is in flight, what waits and what comes later', async () => {
  const { caller, controller } = setUp({ concurrency: 2 });
  let asked = 0;
  const request = () => {
    asked++;
    if (asked === 2) controller.abort();
    return new Promise<never>(() => {});
  };
  const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(caller.send(endpoint, call, request))));
  assert.equal(codes, Array(6).fill('Interrupted'));
  assert.is(asked, 2);
  assert.is(await codeOf(caller.send(endpoint, call, request)), 'Interrupted');
});

test('with 30 % of the answers throttled nothing is lost', async () => {
  const { caller } = setUp({ concurrency: 64 });
  let draw = 1;
  const random = () => {
    draw = (draw * 48271) % 2147483647;
    return draw / 2147483647;
  };
  const request = async () => {
    if (random() < 0.3) throw slow;
    return 'yes';
  };
  const codes = await Promise.all(Array.from({ length: 2000 }, () => codeOf(caller.send(endpoint, call, request))));
  assert.is(codes.filter((code) => code !== 'answered').length, 0);
});

/** How many requests of each target are under way at most, when `count` are sent to each at once. */
const mostAtOnce = async (endpoints: readonly Endpoint[], count: number, concurrency: number): Promise<readonly number[]> => {
  const { caller } = setUp({ concurrency });
  const active = endpoints.map(() => 0);
  const most = endpoints.map(() => 0);
  const request = (index: number) => async () => {
    active[index] = (active[index] ?? 0) + 1;
    most[index] = Math.max(most[index] ?? 0, active[index] ?? 0);
    // Long enough for others to start, and too short for the clock.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    active[index] = (active[index] ?? 0) - 1;
  };
  const sends = endpoints.flatMap((one, index) =>
    // Operations of their own: what is shared is the target.
    Array.from({ length: count }, (_, number) => caller.send(one, { operation: `List${number}`, action: 'list' }, request(index))),
  );
  await Promise.all(sends);
  return most;
};

for (const { inFlight, concurrency, expected } of [
  { inFlight: 4, concurrency: 8, expected: 4 },
  { inFlight: 1, concurrency: 8, expected: 1 },
  { inFlight: 4, concurrency: 2, expected: 2 },
]) {
  test(`a target that bears ${inFlight} requests at a time gets ${expected} of ${concurrency}`, async () => {
    assert.equal(await mostAtOnce([{ ...endpoint, inFlight }], 12, concurrency), [expected]);
  });
}

test('a target that bears little leaves the slots to the others', async () => {
  const [shy, free] = await mostAtOnce([{ ...endpoint, target: 'cluster', inFlight: 2 }, endpoint], 12, 8);
  assert.is(shy, 2);
  assert.ok((free ?? 0) >= 6);
});

test.run();
