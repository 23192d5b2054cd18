import * as sdk from '@aws-sdk/client-s3';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BUCKET_OPERATIONS, LISTING } from '../../../lab/s3/operations.ts';
import { type Shape, structure, text } from '../../../lab/shape.ts';
import type { ByName } from '../../../lab/world.ts';
import { apart, isList, itemOf, membersOf } from '../model.ts';
import { richS3 } from '../rich.ts';

const test = suite('lab/s3/model');

/** Each member of a shape in one line: its path, and how it is written. `Rules[] flat <Rule>` */
const linesOf = (shape: Shape, headers: Readonly<Record<string, string>> = {}, path = ''): readonly string[] => {
  if (shape.type === 'list') return linesOf(shape.item, {}, path);
  if (shape.type !== 'structure') return [];
  return Object.entries(shape.members).flatMap(([member, inner]) => {
    const isList = inner.type === 'list';
    const at = `${path === '' ? '' : `${path}.`}${member}${isList ? '[]' : ''}`;
    const form = isList ? (inner.wraps === undefined ? ' flat' : ` each <${inner.wraps}>`) : '';
    const place = headers[member] === undefined ? `<${inner.element ?? member}>` : `header ${headers[member]}`;
    return [`${at}${form} ${place}`, ...linesOf(inner, {}, at)];
  });
};

const modelLines = (schema: unknown, path = ''): readonly string[] => {
  const { target } = apart(schema);
  const item = itemOf(target);
  if (item !== undefined) return modelLines(item, path);
  return membersOf(target).flatMap(([member, schema]) => {
    const { target: inner, traits } = apart(schema);
    const list = isList(inner);
    const at = `${path === '' ? '' : `${path}.`}${member}${list ? '[]' : ''}`;
    const each = itemOf(inner) === undefined ? 'member' : (apart(itemOf(inner)).traits.xmlName ?? 'member');
    const form = list ? (traits.xmlFlattened ? ' flat' : ` each <${each}>`) : '';
    const place = traits.httpHeader === undefined ? `<${traits.xmlName ?? member}>` : `header ${traits.httpHeader}`;
    return [`${at}${form} ${place}`, ...modelLines(inner, at)];
  });
};

const OUTPUTS: Readonly<Record<string, unknown>> = sdk;

/** The model of an operation's answer. */
const modelOf = (operation: string): unknown =>
  operation === 'GetBucketNotificationConfiguration' ? sdk.NotificationConfiguration$ : OUTPUTS[`${operation}Output$`];

for (const [name, { answer, headers }] of Object.entries(BUCKET_OPERATIONS)) {
  test(`${name}: every element that the service's model knows, and none besides`, () => {
    const expected = modelLines(modelOf(name));
    assert.ok(expected.length > 0);
    assert.equal([...linesOf(answer, headers)].sort(), [...expected].sort());
  });
}

test("ListBuckets: every element that the service's model knows, and none besides", () => {
  const lines = linesOf(structure({ ...LISTING, Prefix: text, ContinuationToken: text }));
  assert.equal([...lines].sort(), [...modelLines(modelOf('ListBuckets'))].sort());
});

/** The paths of all members that a value has: `Rules[].ID`. */
const pathsIn = (value: unknown, path = ''): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) => {
    const at = `${path === '' ? '' : `${path}.`}${member}${Array.isArray(inner) ? '[]' : ''}`;
    return [at, ...pathsIn(inner, at)];
  });
};

const pathOf = (line: string): string => line.split(' ', 1)[0] ?? '';

// What the other tests prove of the rich world they prove of all that the lab can say.
test('the rich world has every operation with every element', () => {
  for (const [name, { answer }] of Object.entries(BUCKET_OPERATIONS)) {
    const byBucket = richS3[name] as ByName | undefined;
    const present = new Set(Object.values(byBucket ?? {}).flatMap((one) => pathsIn(one)));
    assert.equal([...present].sort(), linesOf(answer).map(pathOf).sort(), name);
  }
  const listed = new Set(pathsIn(richS3.ListBuckets));
  assert.equal([...listed].sort(), linesOf(structure(LISTING)).map(pathOf).sort());
});

test.run();
