import { GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { World } from '../../lab/index.ts';
import { flag, flat, integer, mapping, named, structure, text, time, wrapped } from '../../lab/shape.ts';
import { elements, escapeXml } from '../../lab/xml.ts';
import { s3Client, send, withLab } from './client.ts';

const test = suite('lab/xml');

const TAG = structure({ Key: text, Value: text });

const MEMBERS = [
  { name: 'text', value: { A: 'b' }, members: { A: text }, xml: '<A>b</A>' },
  { name: 'an empty text', value: { A: '' }, members: { A: text }, xml: '<A></A>' },
  { name: 'a number', value: { A: 0 }, members: { A: integer(0) }, xml: '<A>0</A>' },
  { name: 'false', value: { A: false }, members: { A: flag }, xml: '<A>false</A>' },
  { name: 'another name', value: { A: 'b' }, members: { A: named('C', text) }, xml: '<C>b</C>' },
  { name: 'a time', value: { A: '2026-11-22T10:00:00+01:00' }, members: { A: time }, xml: '<A>2026-11-22T09:00:00.000Z</A>' },
  { name: 'a structure', value: { A: { B: 'c' } }, members: { A: structure({ B: text }) }, xml: '<A><B>c</B></A>' },
  { name: 'an empty structure', value: { A: {} }, members: { A: structure({ B: text }) }, xml: '<A></A>' },
  { name: 'a flat list', value: { As: ['b', 'c'] }, members: { As: named('A', flat(text)) }, xml: '<A>b</A><A>c</A>' },
  { name: 'an empty flat list', value: { As: [] }, members: { As: flat(text) }, xml: '' },
  {
    name: 'a wrapped list',
    value: { Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] },
    members: { Tags: wrapped('Tag', TAG) },
    xml: '<Tags><Tag><Key>a</Key><Value>b</Value></Tag><Tag><Key>c</Key></Tag></Tags>',
  },
  { name: 'an empty wrapped list', value: { Tags: [] }, members: { Tags: wrapped('Tag', TAG) }, xml: '<Tags></Tags>' },
  { name: "the object's order", value: { B: '1', A: '2' }, members: { A: text, B: text }, xml: '<B>1</B><A>2</A>' },
  { name: 'what the shapes do not know', value: { B: '1', A: '2' }, members: { A: text }, xml: '<A>2</A>' },
];

for (const { name, value, members, xml } of MEMBERS) {
  test(name, () => {
    assert.is(elements(value, members), xml);
  });
}

test('mappings have no form', () => {
  assert.throws(() => elements({ A: {} }, { A: mapping(text) }), /have no form in XML/);
});

const TEXTS = [
  ['plain', 'plain'],
  ['a & b', 'a &amp; b'],
  ['<a href="b">', '&lt;a href=&quot;b&quot;&gt;'],
  [']]>', ']]&gt;'],
  ["it's", "it's"],
  ['&amp;', '&amp;amp;'],
  ['a\tb\nc', 'a\tb\nc'],
  ['a\r\nb', 'a&#xd;\nb'],
  ['\u0000\u0001\u001b', '&#x0;&#x1;&#x1b;'],
  ['\uffff', '&#xffff;'],
  ['🚀', '🚀'],
] as const;

for (const [raw, escaped] of TEXTS) {
  test(`escapes ${JSON.stringify(raw)}`, () => {
    assert.is(escapeXml(raw), escaped);
  });
}

test('no text ends its element or starts another one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
      return !/[<>"\u0000-\u0008\u000b-\u001f]|&(?!(?:amp|lt|gt|quot|#x[0-9a-f]+);)/.test(escapeXml(value));
    }),
  );
});

const tagged = (values: readonly string[]): World => ({
  accounts: [
    {
      id: '123456789012',
      s3: {
        ListBuckets: { Buckets: [{ Name: 'b', BucketRegion: 'us-west-2' }] },
        GetBucketTagging: { b: { TagSet: values.map((Value, index) => ({ Key: `k${index}`, Value })) } },
      },
    },
  ],
});

const asRead = (values: readonly string[]): Promise<readonly (string | undefined)[]> =>
  withLab(tagged(values), async (lab) => {
    const { TagSet = [] } = await s3Client(lab).send(new GetBucketTaggingCommand({ Bucket: 'b' }));
    return TagSet.map(({ Value }) => Value);
  });

// The SDK takes blanks with a line break in them for indentation.
const isIndentation = (value: string): boolean => value.trim() === '' && value.includes('\n');

test('whatever text arrives as it was sent', async () => {
  const hostile = fc.constantFrom('<', '&lt;', '&#65;', ']]>', 'a\r\nb', '\r', ' ', '\u202e', '</Value>', '<!--', '\u0000', '\u001b[31m');
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter((sent) => !isIndentation(sent)),
    hostile,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(value), async (values) => {
      assert.equal(await asRead(values), values);
    }),
    { numRuns: 50 },
  );
});

test('characters that XML 1.0 forbids are sent as references, as S3 does', () =>
  withLab(tagged(['a\u0001b']), async (lab) => {
    assert.match((await send(lab, '/b?tagging')).body, '<Value>a&#x1;b</Value>');
  }));

test.run();
