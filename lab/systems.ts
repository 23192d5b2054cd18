import { account } from './account/index.ts';
import { backup } from './backup/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { kms } from './kms/index.ts';
import { kubernetes } from './kubernetes/index.ts';
import { prometheus } from './prometheus/index.ts';
import { s3 } from './s3/index.ts';
import { search } from './search/index.ts';
import { sts } from './sts/index.ts';
import type { System } from './system.ts';

/**
 * Every system that the lab speaks for. The first that claims a request gets it: S3 comes last, because any path may be a
 * bucket. A new one is a folder and a line here.
 */
export const SYSTEMS: readonly System[] = [sts, backup, dynamodb, kms, account, kubernetes, search, prometheus, s3];
