import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer } from '../../../model/scanner.ts';
import * as parse from '../../../scanners/json/members.ts';

const test = suite('scanners/json/members');

type Reader = (what: string, value: unknown) => unknown;

const READERS: Readonly<Record<string, Reader>> = {
  text: parse.text,
  optionalText: parse.optionalText,
  optionalName: parse.optionalName,
  named: parse.named,
  optionalFlag: parse.optionalFlag,
  count: parse.count,
  optionalCount: parse.optionalCount,
  object: parse.object,
  members: parse.members,
  objects: parse.objects,
  texts: parse.texts,
  textMap: parse.textMap,
  time: parse.time,
  optionalTime: parse.optionalTime,
};

const MALFORMED = Symbol('malformed');

const readBy = (reader: string, value: unknown): unknown => {
  try {
    return READERS[reader]?.('spec.member', value);
  } catch (error) {
    assert.instance(error, MalformedAnswer);
    assert.match((error as Error).message, /^spec\.member/);
    return MALFORMED;
  }
};

for (const [reader, value, expected] of [
  ['text', 'x', 'x'],
  ['text', '', ''],
  ['text', 5, MALFORMED],
  ['text', null, MALFORMED],
  ['text', undefined, MALFORMED],
  ['optionalText', '', ''],
  ['optionalText', null, undefined],
  ['optionalText', ['x'], MALFORMED],
  ['optionalName', '', undefined],
  ['optionalName', 'x', 'x'],
  ['named', '', MALFORMED],
  ['named', null, MALFORMED],
  ['optionalFlag', false, false],
  ['optionalFlag', null, undefined],
  ['optionalFlag', 'true', MALFORMED],
  ['count', undefined, 0],
  ['count', 0, 0],
  ['count', 7, 7],
  ['count', -1, MALFORMED],
  ['count', 1.5, MALFORMED],
  ['count', '1', MALFORMED],
  ['count', 2 ** 53, MALFORMED],
  ['optionalCount', null, undefined],
  ['object', {}, {}],
  ['object', [], MALFORMED],
  ['object', null, MALFORMED],
  ['members', null, {}],
  ['members', 'x', MALFORMED],
  ['objects', undefined, []],
  ['objects', [{ a: 1 }], [{ a: 1 }]],
  ['objects', [null], MALFORMED],
  ['objects', {}, MALFORMED],
  ['texts', null, []],
  ['texts', ['a', ''], ['a', '']],
  ['texts', ['a', 5], MALFORMED],
  ['texts', 'a', MALFORMED],
  ['textMap', undefined, {}],
  ['textMap', { a: 'x' }, { a: 'x' }],
  ['textMap', { a: 5 }, MALFORMED],
  ['textMap', { a: null }, MALFORMED],
  ['textMap', [], MALFORMED],
  ['time', '2026-11-22T09:00:00Z', '2026-11-22T09:00:00.000Z'],
  ['time', '2026-11-22T09:00:00.123456Z', '2026-11-22T09:00:00.123Z'],
  ['time', '2026-11-22T09:00:00+02:00', '2026-11-22T07:00:00.000Z'],
  ['time', '2026-11-22', MALFORMED],
  ['time', '2026-13-22T09:00:00Z', MALFORMED],
  ['time', '0001-01-01T00:00:00Z', MALFORMED],
  ['time', '9999-12-31T23:59:59-23:59', MALFORMED],
  ['time', '1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
  ['time', 'yesterday', MALFORMED],
  ['time', 1_700_000_000, MALFORMED],
  ['optionalTime', null, undefined],
  ['optionalTime', '', MALFORMED],
] as const) {
  test(`${reader}: ${JSON.stringify(value)}`, () => assert.equal(readBy(reader, value), expected));
}

test('keys that mean something to JavaScript are data', () => {
  const found = parse.textMap('labels', JSON.parse('{"__proto__":"x","constructor":"y"}'));
  assert.equal(Object.entries(found), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

for (const [name, value, expected] of [
  ['little of a text', 'x'.repeat(10_000), /^spec\.count is "x{70,80}…, which is no whole number\.$/],
  ['nothing of what is made of others', { secret: 'x' }, /^spec\.count is an object, which is no whole number\.$/],
  ['nothing of a list, either', ['secret'], /^spec\.count is a list, which is no whole number\.$/],
] as const) {
  test(`messages name the member, and quote ${name}`, () => {
    assert.throws(() => parse.count('spec.count', value), expected);
  });
}

test('words: those that are known, or the one that goes without saying', () => {
  assert.is(parse.word('phase', 'Bound', ['Bound', 'Lost']), 'Bound');
  assert.is(parse.word('mode', undefined, ['Block', 'Filesystem'], 'Filesystem'), 'Filesystem');
  assert.is(parse.word('mode', '', ['Block', 'Filesystem'], 'Filesystem'), 'Filesystem');
  assert.throws(() => parse.word('phase', 'Odd', ['Bound', 'Lost']), /phase is "Odd", which is no word that is known: Bound, Lost/);
  assert.throws(() => parse.word('phase', undefined, ['Bound']), /phase is missing/);
});

test.run();
