import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allOf, anyOf, fail, notApplicable, type Outcome, pass, pending, UnreadFact, unknown, unlessUnread } from '../../model/rule.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';

const test = suite('model/rule');

const GAP = { action: 's3:Get', code: 'AccessDenied', message: 'denied' };

/** What a judgement comes to: a verdict, or that a fact it looks at is unread. */
type Result = Verdict | 'unread';

const judgement = (result: Result, index: number) => (): Outcome<string> => {
  if (result === 'unread') throw new UnreadFact(`facet-${index}`, 'box:a', GAP);
  return { verdict: result, message: String(index), values: {}, evidence: [] };
};

const settled = (combine: typeof anyOf, results: readonly Result[]): string => {
  try {
    const { verdict, message } = combine(results.map(judgement));
    return `${verdict} ${message}`;
  } catch (error) {
    if (error instanceof UnreadFact) return `unread ${error.facet}`;
    throw error;
  }
};

test('answers say their verdict, and have neither values nor evidence unless given', () => {
  const answers = [pass, fail, unknown, pending, notApplicable].map((answer) => answer('message'));
  assert.equal(
    answers.map(({ verdict }) => verdict),
    ['pass', 'fail', 'unknown', 'pending', 'not-applicable'],
  );
  for (const { message, values, evidence } of answers) assert.equal([message, values, evidence], ['message', {}, []]);
  const evidence = [{ facet: 'lid', observed: 'open' }];
  assert.equal(fail('message', { days: 1 }, evidence), { verdict: 'fail', message: 'message', values: { days: 1 }, evidence });
});

for (const [results, any, all] of [
  [['pass'], 'pass 0', 'pass 0'],
  [['fail'], 'fail 0', 'fail 0'],
  [['unknown'], 'unknown 0', 'unknown 0'],
  [['unread'], 'unread facet-0', 'unread facet-0'],
  [['pass', 'fail'], 'pass 0', 'fail 1'],
  [['fail', 'pass'], 'pass 1', 'fail 0'],
  [['fail', 'fail'], 'fail 0', 'fail 0'],
  [['pass', 'pass'], 'pass 0', 'pass 0'],
  [['unread', 'pass'], 'pass 1', 'unread facet-0'],
  [['unread', 'fail'], 'unread facet-0', 'fail 1'],
  [['unread', 'unread'], 'unread facet-0', 'unread facet-0'],
  [['unknown', 'pass'], 'pass 1', 'unknown 0'],
  [['pass', 'unknown'], 'pass 0', 'unknown 1'],
  [['fail', 'unknown'], 'unknown 1', 'fail 0'],
  [['unknown', 'unread'], 'unread facet-1', 'unread facet-1'],
  [['fail', 'unknown', 'unknown'], 'unknown 1', 'fail 0'],
  [['pass', 'not-applicable'], 'pass 0', 'pass 0'],
] as const satisfies readonly (readonly [readonly Result[], string, string])[]) {
  test(`of ${results.join(', ')}: any is ${any}, all are ${all}`, () => {
    assert.is(settled(anyOf, results), any);
    assert.is(settled(allOf, results), all);
  });
}

const results = fc.array(fc.constantFrom<Result>('unread', ...VERDICTS), { minLength: 1, maxLength: 5 });

for (const [name, combine, decisive] of [
  ['anyOf', anyOf, 'pass'],
  ['allOf', allOf, 'fail'],
] as const) {
  const verdictOf = (all: readonly Result[]) => settled(combine, all).split(' ')[0];

  test(`${name}: the decisive verdict comes out if and only if it is there`, () => {
    fc.assert(fc.property(results, (all) => assert.is(verdictOf(all) === decisive, all.includes(decisive))));
  });

  test(`${name}: what is open stays open where nothing decides`, () => {
    fc.assert(
      fc.property(results, (all) => {
        const open = !all.includes(decisive) && all.some((one) => one === 'unread' || one === 'unknown');
        assert.is(['unread', 'unknown'].includes(String(verdictOf(all))), open);
      }),
    );
  });

  test(`${name}: nothing to judge is a mistake of the rule`, () => assert.throws(() => combine([]), /nothing to judge/));

  test(`${name}: other errors pass through`, () => {
    const crash = () => {
      throw new TypeError('boom');
    };
    assert.throws(() => combine([crash, judgement(decisive, 1)]), /boom/);
  });

  test(`${name}: what stands behind the decisive judgement is not looked at`, () => {
    const crash = () => {
      throw new TypeError('boom');
    };
    assert.is(combine<string>([judgement(decisive, 0), crash]).verdict, decisive);
  });
}

test('unlessUnread gives what is seen, or the other thing where it is unread', () => {
  assert.is(
    unlessUnread(() => 'seen', 'other'),
    'seen',
  );
  assert.is(unlessUnread(judgement('unread', 0), 'other'), 'other');
  assert.throws(
    () =>
      unlessUnread(() => {
        throw new TypeError('boom');
      }, 'other'),
    /boom/,
  );
});

test('an unread fact says what, of which resource, and why', () => {
  const { name, message, facet, resource, gap } = new UnreadFact('lid', 'box:a', GAP);
  assert.equal([name, message, facet, resource, gap], ['UnreadFact', 's3:Get on box:a: AccessDenied', 'lid', 'box:a', GAP]);
});

test.run();
