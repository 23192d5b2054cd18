import { partitionOf } from '../accounts.ts';
import { type Listing, listing } from '../json/listing.ts';
import { saidIn } from '../json/regional.ts';
import type { RestOperation } from '../json/rest-json.ts';
import type { Operation, Place } from '../json/service.ts';
import type { BackupAnswers } from '../world.ts';
import { INVALID_TOKEN } from './errors.ts';

/** The AWS Backup of a place. */
export const backupOf = ({ account, region }: Place): BackupAnswers => saidIn<BackupAnswers>(account.backup, region);

/** The ARN of something of AWS Backup: `backup-vault:models`. */
export const backupArn = ({ account, region }: Place, resource: string): string =>
  `arn:${partitionOf(account)}:backup:${region}:${account.id}:${resource}`;

/** An operation that is asked for with GET. All that the lab has are. */
export const get = <Input>(path: string, operation: Operation<Input>): RestOperation<Input> => ({ method: 'GET', path, ...operation });

const PAGING = { size: 'maxResults', token: 'nextToken', most: 1000, invalidToken: INVALID_TOKEN };

// Restore testing is younger than the rest, and names its parameters as they are named in bodies.
const TESTING_PAGING = { ...PAGING, size: 'MaxResults', token: 'NextToken' };

/** A listing in pages of up to 1,000. */
export const list = <Input extends object>(path: string, definition: Listing<Input>): RestOperation<Input> =>
  get(path, listing(definition, path.startsWith('/restore-testing/') ? TESTING_PAGING : PAGING));
