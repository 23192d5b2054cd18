import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { bucketArn, formatArn, parseArn, partitionOf } from '../../model/arn.ts';

const test = suite('model/arn');

const S3 = { partition: 'aws', service: 's3', region: '', account: '' };

for (const [text, expected] of [
  ['arn:aws:s3:::mlops-models', { ...S3, resource: 'mlops-models' }],
  ['arn:aws:s3:::mlops-models/a:b/c', { ...S3, resource: 'mlops-models/a:b/c' }],
  ['arn:aws-us-gov:s3:::logs', { ...S3, partition: 'aws-us-gov', resource: 'logs' }],
  [
    'arn:aws-cn:dynamodb:cn-north-1:111122223333:table/t/index/i',
    { partition: 'aws-cn', service: 'dynamodb', region: 'cn-north-1', account: '111122223333', resource: 'table/t/index/i' },
  ],
  [
    'arn:aws:backup:us-west-2:111122223333:backup-vault:main',
    { partition: 'aws', service: 'backup', region: 'us-west-2', account: '111122223333', resource: 'backup-vault:main' },
  ],
  ['arn:aws:s3:::two\nlines', { ...S3, resource: 'two\nlines' }],
  ['', undefined],
  ['mlops-models', undefined],
  ['arn:aws:s3:::', undefined],
  ['arn:aws:s3::mlops-models', undefined],
  ['arn::s3:::mlops-models', undefined],
  ['arn:aws::::mlops-models', undefined],
  [' arn:aws:s3:::mlops-models', undefined],
  ['ARN:aws:s3:::mlops-models', undefined],
] as const) {
  test(`${JSON.stringify(text)} is ${expected ? 'an' : 'no'} ARN`, () => assert.equal(parseArn(text), expected));
}

const part = fc.string({ unit: fc.constantFrom('a', '1', '-', '/', '*'), maxLength: 5 });
const named = fc.string({ unit: fc.constantFrom('a', '1', '-'), minLength: 1, maxLength: 5 });
const arns = fc.record(
  { partition: named, service: named, region: part, account: part, resource: fc.string({ minLength: 1 }) },
  { noNullPrototype: true },
);

test('parsing undoes formatting', () => {
  fc.assert(fc.property(arns, (arn) => assert.equal(parseArn(formatArn(arn)), arn)));
});

test('formatting undoes parsing, whatever the text', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `arn:aws:s3:::${rest}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const arn = parseArn(text);
      assert.is(arn ? formatArn(arn) : text, text);
    }),
  );
});

test('the ARN of a bucket bears neither Region nor account', () => {
  assert.is(bucketArn('aws', 'mlops-models'), 'arn:aws:s3:::mlops-models');
  assert.is(bucketArn('aws-cn', 'mlops-models'), 'arn:aws-cn:s3:::mlops-models');
});

for (const [region, partition] of [
  ['us-east-1', 'aws'],
  ['eu-central-1', 'aws'],
  ['il-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['lab-1', 'aws'],
] as const) {
  test(`${region} is in ${partition}`, () => assert.is(partitionOf(region), partition));
}

test.run();
