import { ASSETS, type Asset } from '../../model/backup/assets.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { type Around, covered, VAULT, vault } from '../../model/backup/examples.ts';
import { judgeEveryRule } from '../../model/backup/judge.ts';
import { isFullyManaged, ownPlace, ownVaults, vaultAt } from '../../model/backup/places.ts';
import { coverageMessages, nameRule, nameVault, unlessCovered } from '../../model/backup/words.ts';
import { type BackupVaultDescription, backupVault } from '../../model/kinds/backup.ts';
import { type KmsMetadata, kmsKey } from '../../model/kinds/kms.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, join, notApplicable, pass, type Subject, unknown, unlessUnread } from '../../model/rule.ts';
import type { Evidence } from '../../model/verdict.ts';

type Vault = Subject<typeof backupVault, 'description'>;
type Key = Subject<typeof kmsKey, 'metadata'>;

const EXPECTED = 'a key that the customer manages, enabled';

/**
 * Which states let a key be used; any other word proves nothing.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
const USABLE: Readonly<Record<string, boolean>> = {
  Enabled: true,
  Updating: true,
  Creating: false,
  Disabled: false,
  PendingDeletion: false,
  PendingImport: false,
  PendingReplicaDeletion: false,
  Unavailable: false,
};

const isUsable = (state: string): boolean | undefined => (Object.hasOwn(USABLE, state) ? USABLE[state] : undefined);

const isAwsOwned = ({ encryptionKeyType }: BackupVaultDescription): boolean => encryptionKeyType === 'AWS_OWNED_KMS_KEY';

/** The keys that decide: nothing is asked where the vault itself tells, or its key encrypts nothing of the asset. */
const keysOf = (asset: Asset, facts: CoverageFacts & { readonly vaults: readonly Vault[] }): readonly string[] => {
  if (!unlessUnread(() => isFullyManaged(asset, facts), false)) return [];
  const keys = facts.vaults.flatMap(({ facets }) =>
    unlessUnread(() => (isAwsOwned(facets.description) ? [] : [facets.description.encryptionKey ?? []].flat()), []),
  );
  return [...new Set(keys)];
};

const describeKey = ({ exists, manager, state }: KmsMetadata): string =>
  exists ? `managed by ${manager ?? 'whom KMS does not tell'}, ${state ?? 'in a state that KMS does not tell'}` : 'no such key';

const judgeMetadata = (metadata: KmsMetadata, values: Readonly<Record<string, string>>, evidence: readonly Evidence[]) => {
  const { exists, manager, state } = metadata;
  if (!exists) return fail('gone', values, evidence);
  if (manager === 'AWS') return fail('managed', values, evidence);
  const usable = state === undefined ? undefined : isUsable(state);
  if (manager === undefined || state === undefined || usable === undefined) return unknown('untold', values, evidence);
  return usable ? pass('customer', values, evidence) : fail('unusable', { ...values, state }, evidence);
};

const judgeVault = ({ id, facets: { description } }: Vault, covering: CoveringRule, keys: readonly Key[]) => {
  const { exists, encryptionKey } = description;
  const observed = exists ? (description.encryptionKeyType ?? encryptionKey ?? 'no key told') : 'no such vault';
  const evidence = [{ facet: 'description', observed, expected: EXPECTED, resource: id }];
  const values = { vault: nameVault(id, covering.plan.scope), rule: nameRule(covering) };
  if (!exists) return fail('missing', values, evidence);
  if (isAwsOwned(description)) return fail('owned', values, evidence);
  const key = keys.find((one) => one.id === encryptionKey);
  if (!key) return unknown('untold', values, evidence);
  const { metadata } = key.facets;
  return judgeMetadata(metadata, { ...values, key: key.id }, [
    { facet: 'metadata', observed: describeKey(metadata), expected: EXPECTED, resource: key.id },
  ]);
};

const KEY = 'arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555';

const encrypted = (metadata: KmsMetadata): Around =>
  covered(undefined, {
    'backup/vault': { [VAULT]: { description: vault({ encryptionKey: KEY }) } },
    'kms/key': { [KEY]: { metadata } },
  });

export default defineRule({
  id: 'backup/vault-encrypted-with-customer-key',
  title: 'The vaults that keep the backups are encrypted with a key of the customer',
  rationale:
    "A key of your own has a policy of your own: it decides who can read backups, it can be shared with the account that restores, and its use is logged. Backups under the key that AWS manages (aws/backup), which looks like any other by its ARN, cannot be copied to another account; a key that is disabled or about to be deleted makes every backup under it unreadable. Each vault to which a covering rule writes is judged by what KMS says of its key. The key of a vault encrypts what AWS Backup manages fully: buckets, and tables where the advanced features of DynamoDB are on. Backups of other tables bear the key of the table, which dynamodb/encrypted-with-customer-key judges, and the rule does not apply to them. What a key's policy says, and which key earlier backups were made with, is not seen.",
  remediation:
    'The key of a vault cannot be changed: make a new one, `aws backup create-backup-vault --region {region} --backup-vault-name VAULT --encryption-key-arn KEY-ARN`, and let the rules of the plan write to it: `aws backup update-backup-plan --region {region} --backup-plan-id PLAN-ID --backup-plan file://plan.json`. A key that is about to be deleted is kept with `aws kms cancel-key-deletion --region {region} --key-id KEY-ARN`, and enabled again with `aws kms enable-key --region {region} --key-id KEY-ARN`.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  ],
  severity: 'medium',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    vaults: join(backupVault, ['description'], (asset: Asset, _: unknown, facts: CoverageFacts) => ownVaults(asset, facts)),
    keys: join(kmsKey, ['metadata'], (asset: Asset, _: unknown, facts: CoverageFacts & { readonly vaults: readonly Vault[] }) =>
      keysOf(asset, facts),
    ),
  },
  params: noParams,
  messages: {
    ...coverageMessages,
    customer: 'What {rule} makes is kept in {vault} under the key {key}, which the customer manages.',
    owned: 'What {rule} makes is kept in {vault} under a key that AWS owns; a key of the customer is required.',
    managed: 'What {rule} makes is kept in {vault} under the key {key}, which AWS manages; a key of the customer is required.',
    unusable: 'What {rule} makes is kept in {vault} under the key {key}, which cannot be used: its state is {state}.',
    gone: 'What {rule} makes is kept in {vault} under the key {key}, which does not exist.',
    untold: 'Whether {vault} keeps what {rule} makes under a usable key of the customer was not told.',
    missing: 'There is no {vault}, in which {rule} would keep what it makes.',
    sourceKey:
      'Backups of this table bear the key of the table, not that of the vault: the advanced features of DynamoDB are off in AWS Backup.',
  },
  examples: [
    {
      name: 'A key of the customer',
      facets: {},
      around: encrypted({ exists: true, manager: 'CUSTOMER', state: 'Enabled' }),
      verdict: 'pass',
    },
    {
      name: 'The key that AWS manages',
      facets: {},
      around: encrypted({ exists: true, manager: 'AWS', state: 'Enabled' }),
      verdict: 'fail',
    },
    {
      name: 'A key that is about to be deleted',
      facets: {},
      around: encrypted({ exists: true, manager: 'CUSTOMER', state: 'PendingDeletion' }),
      verdict: 'fail',
    },
    { name: 'No plan covers it', facets: {}, around: { 'backup/plan': {} }, verdict: 'fail' },
  ],
  check: (asset, { joined }) => {
    const coverage = coverageOf(asset, joined);
    const judgeRule = (covering: CoveringRule) =>
      isFullyManaged(asset, joined)
        ? judgeVault(vaultAt(ownPlace(asset, covering, joined), joined.vaults), covering, joined.keys)
        : notApplicable('sourceKey');
    return judgeEveryRule(coverage, { each: judgeRule, ...unlessCovered(coverage) });
  },
});
