import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../model/scanner.ts';
import * as parse from '../../../scanners/aws/parse.ts';

const test = suite('scanners/aws/parse');

/** The SDK types answers after the service's model; servers send what they like. */
// biome-ignore lint/suspicious/noExplicitAny: stands for answers that the model does not foresee.
type Hostile = any;

/** What a parser says of a value that it does not take; `undefined` where it takes it. */
const complaint = (parsing: () => unknown): string | undefined => {
  try {
    parsing();
    return undefined;
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    return (error as Error).message;
  }
};

interface Parser {
  readonly name: string;
  readonly parse: (value: Hostile) => unknown;
  readonly takes: readonly (readonly [given: unknown, taken: unknown])[];
  readonly refuses: readonly unknown[];
}

const moment = new Date('2026-11-22T09:00:00.5Z');

const PARSERS: readonly Parser[] = [
  {
    name: 'word',
    parse: (value) => parse.word('X', value, ['A', 'B']),
    takes: [['A', 'A']],
    refuses: [undefined, null, '', 'a', 'C', 1, ['A'], {}],
  },
  {
    name: 'word with a fallback',
    parse: (value) => parse.word('X', value, ['A', 'B'], 'B'),
    takes: [
      ['A', 'A'],
      [undefined, 'B'],
    ],
    refuses: ['', 'C', 0, false],
  },
  {
    name: 'string',
    parse: (value) => parse.string('X', value),
    takes: [
      ['', ''],
      ['a', 'a'],
    ],
    refuses: [undefined, null, 0, [], {}],
  },
  { name: 'text', parse: (value) => parse.text('X', value), takes: [['a', 'a']], refuses: [undefined, null, '', 0, [], {}] },
  {
    name: 'optionalText',
    parse: (value) => parse.optionalText('X', value),
    takes: [
      ['a', 'a'],
      ['', undefined],
      [undefined, undefined],
    ],
    refuses: [null, 0, false, [], {}],
  },
  {
    name: 'flag',
    parse: (value) => parse.flag('X', value),
    takes: [
      [true, true],
      [false, false],
    ],
    refuses: [undefined, null, 'true', 'false', 0, 1, ''],
  },
  {
    name: 'object',
    parse: (value) => parse.object('X', value),
    takes: [
      [{}, {}],
      [{ a: 1 }, { a: 1 }],
    ],
    refuses: [undefined, null, 'text', 1, [], true],
  },
  {
    name: 'objects',
    parse: (value) => parse.objects('X', value),
    takes: [
      [[], []],
      [[{}], [{}]],
    ],
    refuses: [undefined, null, {}, 'text', [null], ['text'], [[]], [{}, undefined]],
  },
  {
    name: 'texts',
    parse: (value) => parse.texts('X', value),
    takes: [
      [[], []],
      [['a'], ['a']],
    ],
    refuses: [undefined, null, {}, 'text', [null], [''], [1], ['a', undefined]],
  },
  {
    name: 'time',
    parse: (value) => parse.time('X', value),
    takes: [
      [moment, '2026-11-22T09:00:00.500Z'],
      [new Date(0), '1970-01-01T00:00:00.000Z'],
      [new Date('9999-12-31T23:59:59.999Z'), '9999-12-31T23:59:59.999Z'],
    ],
    refuses: [undefined, null, '2026-11-22', 0, new Date(Number.NaN), new Date(8.64e15), new Date('+010000-01-01T00:00:00Z')],
  },
  {
    name: 'optionalTime',
    parse: (value) => parse.optionalTime('X', value),
    takes: [
      [undefined, undefined],
      [moment, '2026-11-22T09:00:00.500Z'],
    ],
    refuses: [null, 'soon', new Date(Number.NaN)],
  },
  {
    name: 'atLeast',
    parse: (value) => parse.atLeast(1, 'X', value),
    takes: [
      [undefined, undefined],
      [1, 1],
      [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ],
    refuses: [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null, 2 ** 53],
  },
  {
    name: 'policyDocument',
    parse: (value) => parse.policyDocument('X', value),
    takes: [['{"Version":"2012-10-17"}', '{"Version":"2012-10-17"}']],
    refuses: [undefined, null, '', '{', '[]', 'null', '"text"', '<html></html>', {}],
  },
  {
    name: 'tagsOf',
    parse: (value) => parse.tagsOf(parse.objects('X', value)),
    takes: [
      [[], {}],
      [[{ Key: 'a', Value: 'b' }, { Key: 'c' }], { a: 'b', c: '' }],
    ],
    refuses: [[{ Value: 'b' }], [{ Key: '', Value: 'b' }], [{ Key: 'a', Value: 1 }], undefined],
  },
];

for (const { name, parse: parser, takes, refuses } of PARSERS) {
  for (const [given, taken] of takes) test(`${name} takes ${String(JSON.stringify(given))}`, () => assert.equal(parser(given), taken));
  for (const given of refuses) {
    test(`${name} refuses ${String(JSON.stringify(given))} (${typeof given})`, () => {
      assert.match(complaint(() => parser(given)) ?? 'taken', /^(X|.* of X|Key of a tag|Value of a tag) (is|answered)/);
    });
  }

  test(`${name} takes anything, or says that it is malformed`, () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        complaint(() => parser(value));
      }),
    );
  });
}

test('a tag of any name is kept', () => {
  const tags = parse.tagsOf([{ Key: '__proto__', Value: 'x' }]);
  assert.equal(Object.entries(tags), [['__proto__', 'x']]);
});

test.run();
