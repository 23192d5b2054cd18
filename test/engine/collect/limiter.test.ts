import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLimiter, createSemaphore } from '../../../engine/collect/limiter.ts';
import { virtualClock } from '../virtual-clock.ts';

const test = suite('engine/collect/limiter');

/** Runs calls of 40 ms each through a limiter; tells when each started and how many were in flight at the most. */
const run = async (
  calls: number,
  {
    ceiling = 64,
    pace,
    throttle = () => false,
  }: { ceiling?: number; pace?: { perSecond?: number; inFlight?: number }; throttle?: (call: number) => boolean },
) => {
  const clock = virtualClock();
  const limiter = createLimiter(ceiling, pace, clock);
  const starts: number[] = [];
  let active = 0;
  let most = 0;
  const history: number[] = [];
  await Promise.all(
    Array.from({ length: calls }, async (_, call) => {
      const ticket = await limiter.acquire();
      active++;
      most = Math.max(most, active);
      history.push(active);
      starts.push(clock.now());
      await new Promise<void>((done) => clock.after(40, done));
      active--;
      limiter.release(ticket, throttle(call) ? 'throttled' : 'answered');
    }),
  );
  return { starts, most, history, active };
};

test('starts with ten in flight and grows to the ceiling while nothing is throttled', async () => {
  const { starts, most, active } = await run(1000, {});
  assert.is(starts.filter((start) => start === 0).length, 10);
  assert.is(most, 64);
  assert.is(active, 0);
  assert.is(starts.length, 1000);
});

test('a ceiling below ten is kept', async () => {
  assert.is((await run(50, { ceiling: 3 })).most, 3);
});

test('a published number of calls in flight is kept', async () => {
  assert.is((await run(50, { pace: { inFlight: 4 } })).most, 4);
});

test('a published rate spaces the starts', async () => {
  const { starts } = await run(9, { pace: { perSecond: 4 } });
  assert.equal(starts, [0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000]);
});

test('throttled answers shrink what is in flight, but never to a standstill', async () => {
  const { history, starts } = await run(600, { throttle: (call) => call >= 100 });
  assert.is(starts.length, 600);
  assert.ok(
    history.slice(-20).every((active) => active <= 2),
    `the last calls ran ${history.slice(-20).join(', ')} at a time`,
  );
});

test('one burst of throttled answers halves once', async () => {
  const { history } = await run(30, { ceiling: 10, throttle: (call) => call < 10 });
  assert.is(Math.max(...history.slice(0, 10)), 10);
  assert.is(Math.max(...history.slice(14, 20)), 5);
});

test('a semaphore lets so many through, first come first served', async () => {
  const semaphore = createSemaphore(2);
  const order: number[] = [];
  const enter = async (id: number) => {
    await semaphore.acquire();
    order.push(id);
  };
  const all = [1, 2, 3, 4].map(enter);
  await new Promise(setImmediate);
  assert.equal(order, [1, 2]);
  semaphore.release();
  await new Promise(setImmediate);
  assert.equal(order, [1, 2, 3]);
  semaphore.release();
  await Promise.all(all);
  assert.equal(order, [1, 2, 3, 4]);
});

test.run();
