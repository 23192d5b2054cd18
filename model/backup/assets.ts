import { dynamodbTable } from '../kinds/dynamodb.ts';
import { s3Bucket } from '../kinds/s3.ts';
import type { Subject } from '../rule.ts';
import { accountSettingsId, parseVaultArn, protectedResourceId, regionSettingsId } from './ids.ts';

/** The kinds of resources that AWS Backup protects and that are scanned. */
export const ASSETS = [dynamodbTable, s3Bucket] as const;

/** A resource that AWS Backup may protect. Nothing of its own is read but what joins ask for. */
export type Asset = Subject<(typeof ASSETS)[number], never>;

export const isBucket = ({ kind }: Asset): boolean => kind === s3Bucket.id;

/** AWS Backup's own word for the type, the key of its opt-in and management preferences. */
export const resourceTypeOf = (asset: Asset): 'DynamoDB' | 'S3' => (isBucket(asset) ? 'S3' : 'DynamoDB');

/** Id of the asset as AWS Backup knows it in its own Region, or in `region`. None where its scope tells no Region or account. */
export const protectedIds = ({ id, scope }: Asset, region = scope.region): readonly string[] =>
  region === undefined || scope.account === undefined ? [] : [protectedResourceId(scope.partition ?? 'aws', region, scope.account, id)];

/** Id of the settings of its Region; none where its scope tells no Region or account. */
export const regionIds = ({ scope }: Asset): readonly string[] => [regionSettingsId(scope) ?? []].flat();

/** Id of the settings of its account; none where its scope tells no account. */
export const accountIds = ({ scope }: Asset): readonly string[] => [accountSettingsId(scope) ?? []].flat();

/** Whether a vault is in the asset's own account: no other one can be looked into. */
export const isOwnVault = ({ scope }: Asset, vault: string): boolean => parseVaultArn(vault)?.account === scope.account;
