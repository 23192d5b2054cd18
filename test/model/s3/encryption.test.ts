import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { S3Encryption } from '../../../model/kinds/s3.ts';
import { defaultsToKms, describeEncryption, type KeyManager, keyManager } from '../../../model/s3/encryption.ts';

const test = suite('model/s3/encryption');

interface Case {
  readonly rules: S3Encryption['rules'];
  readonly manager: KeyManager;
  readonly kms: boolean;
  readonly text: string;
}

const kms = { algorithm: 'aws:kms' } as const;
const own = { algorithm: 'aws:kms:dsse', kmsKeyId: 'alias/models' } as const;
const sseS3 = { algorithm: 'AES256' } as const;

const CASES: readonly Case[] = [
  { rules: [], manager: 's3', kms: false, text: 'none' },
  { rules: [sseS3], manager: 's3', kms: false, text: 'AES256' },
  { rules: [kms], manager: 'aws', kms: true, text: 'aws:kms' },
  { rules: [own], manager: 'customer', kms: true, text: 'aws:kms:dsse with alias/models' },
  // S3 has one rule; should it ever answer with several, the weakest counts.
  { rules: [own, kms], manager: 'aws', kms: true, text: 'aws:kms:dsse with alias/models, aws:kms' },
  { rules: [own, sseS3], manager: 's3', kms: true, text: 'aws:kms:dsse with alias/models, AES256' },
];

for (const { rules, manager, kms, text } of CASES) {
  test(text, () => {
    assert.is(keyManager({ rules }), manager);
    assert.is(defaultsToKms({ rules }), kms);
    assert.is(describeEncryption({ rules }), text);
  });
}

test.run();
