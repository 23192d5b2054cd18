import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRetryable, retryDelay } from '../../../engine/collect/retry.ts';
import type { Failure, FailureClass } from '../../../model/scanner.ts';

const test = suite('engine/collect/retry');

const failure = (failureClass: FailureClass, more: Partial<Failure> = {}): Failure => ({
  class: failureClass,
  code: 'X',
  message: '',
  ...more,
});

const attempts = (of: Failure): number => {
  let attempt = 1;
  while (retryDelay(of, attempt, 0.5) !== undefined) attempt++;
  return attempt;
};

for (const { name, of, expected } of [
  { name: 'a throttled call is tried 12 times', of: failure('throttled'), expected: 12 },
  { name: 'a hiccup is tried 8 times', of: failure('transient'), expected: 8 },
  { name: 'a time-out is tried 3 times', of: failure('transient', { code: 'Timeout' }), expected: 3 },
  { name: 'a denial is final', of: failure('denied'), expected: 1 },
  { name: 'bad credentials are final', of: failure('unauthenticated'), expected: 1 },
  { name: 'a missing resource is final', of: failure('gone'), expected: 1 },
  { name: 'a rejection is final', of: failure('rejected'), expected: 1 },
]) {
  test(name, () => {
    assert.is(attempts(of), expected);
    assert.is(isRetryable(of), expected > 1);
  });
}

for (const { attempt, random, delay } of [
  { attempt: 1, random: 0, delay: 0 },
  { attempt: 1, random: 0.5, delay: 50 },
  { attempt: 2, random: 0.5, delay: 100 },
  { attempt: 5, random: 1, delay: 1600 },
  { attempt: 6, random: 1, delay: 2000 },
  { attempt: 11, random: 1, delay: 2000 },
]) {
  test(`attempt ${attempt} with ${random} of jitter waits ${delay} ms`, () => {
    assert.is(retryDelay(failure('throttled'), attempt, random), delay);
  });
}

test('what the service asks for goes before a shorter backoff, and not before a longer one', () => {
  assert.is(retryDelay(failure('throttled', { retryAfter: 3000 }), 1, 0.5), 3000);
  assert.is(retryDelay(failure('throttled', { retryAfter: 10 }), 5, 0.5), 800);
});

for (const { retryAfter, delay } of [
  { retryAfter: 1_000, delay: 1_000 },
  { retryAfter: 120_000, delay: 120_000 },
  { retryAfter: 120_001, delay: undefined },
  { retryAfter: Number.POSITIVE_INFINITY, delay: undefined },
]) {
  test(`asked to wait ${retryAfter} ms: ${delay ?? 'gives up, a scan does not hang on it'}`, () => {
    assert.is(retryDelay(failure('throttled', { retryAfter }), 1, 0.5), delay);
  });
}

test.run();
