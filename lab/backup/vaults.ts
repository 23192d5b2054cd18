import type { Mismatch } from '../check.ts';
import { misnomers, type Spot, strayMismatches } from '../json/regional.ts';
import type { RestOperation } from '../json/rest-json.ts';
import type { Place } from '../json/service.ts';
import { own } from '../own.ts';
import { flag, mapping, moment, structure, text } from '../shape.ts';
import type { ServiceError } from '../system.ts';
import type { Answer, BackupAnswers } from '../world.ts';
import { count } from './common.ts';
import { DENIED, notFound } from './errors.ts';
import { inputOf, is, passing } from './filters.ts';
import { backupArn, backupOf, get, list } from './operation.ts';

/** What the listing says of a vault, too. */
const VAULT_MEMBERS = {
  BackupVaultName: text,
  BackupVaultArn: text,
  VaultType: text,
  VaultState: text,
  CreationDate: moment,
  EncryptionKeyArn: text,
  CreatorRequestId: text,
  NumberOfRecoveryPoints: count,
  Locked: flag,
  MinRetentionDays: count,
  MaxRetentionDays: count,
  LockDate: moment,
  EncryptionKeyType: text,
};

const VAULT_OUTPUT = structure({
  ...VAULT_MEMBERS,
  SourceBackupVaultArn: text,
  MpaApprovalTeamArn: text,
  MpaSessionArn: text,
  LatestMpaApprovalTeamUpdate: structure({
    MpaSessionArn: text,
    Status: text,
    StatusMessage: text,
    InitiationDate: moment,
    ExpiryDate: moment,
  }),
});

const POLICY_OUTPUT = structure({ BackupVaultName: text, BackupVaultArn: text, Policy: text }, 'Policy');

/** What a vault calls itself. */
export const vaultNames = (name: string, place: Place): Answer => ({
  BackupVaultName: name,
  BackupVaultArn: backupArn(place, `backup-vault:${name}`),
});

/** DescribeBackupVault of a vault; `undefined` where there is none. */
const vaultOf = (name: string, place: Place): Answer | undefined => {
  const vault = own(backupOf(place).DescribeBackupVault, name);
  return vault && { ...vaultNames(name, place), ...vault };
};

interface OfVault {
  readonly backupVaultName: string;
  readonly backupVaultAccountId?: string;
}

export const namesOfVault = ({ backupVaultName }: OfVault) => [backupVaultName];

/** The refusal of whatever is asked about a vault that is not there, or is another account's. */
export const vaultRefusal = ({ backupVaultName: name, backupVaultAccountId: owner }: OfVault, place: Place): ServiceError | undefined =>
  vaultOf(name, place) && (owner === undefined || owner === place.account.id) ? undefined : DENIED;

const policyOf = (name: string, place: Place): Answer | undefined => own(backupOf(place).GetBackupVaultAccessPolicy, name);

const FILTERS = { vaultType: is('VaultType') };

export const VAULTS = {
  ListBackupVaults: list<{ readonly shared?: boolean }>('/backup-vaults/', {
    input: { ...inputOf(FILTERS), shared: flag },
    member: 'BackupVaultList',
    item: structure(VAULT_MEMBERS),
    items: (input, place) => {
      // Nobody shares a vault with anybody here.
      const names = input.shared ? [] : Object.keys(backupOf(place).DescribeBackupVault ?? {});
      const vaults = names.map((name) => vaultOf(name, place) ?? {});
      return passing(FILTERS, vaults, input);
    },
  }),
  DescribeBackupVault: get<OfVault>('/backup-vaults/{backupVaultName}', {
    input: structure({ backupVaultName: text, backupVaultAccountId: text }, 'backupVaultName'),
    output: VAULT_OUTPUT,
    resources: namesOfVault,
    refusal: vaultRefusal,
    answer: ({ backupVaultName: name }, place) => vaultOf(name, place) ?? {},
  }),
  GetBackupVaultAccessPolicy: get<OfVault>('/backup-vaults/{backupVaultName}/access-policy', {
    input: structure({ backupVaultName: text }, 'backupVaultName'),
    output: POLICY_OUTPUT,
    resources: namesOfVault,
    refusal: (input, place) => {
      const { backupVaultName: name } = input;
      return vaultRefusal(input, place) ?? (policyOf(name, place) ? undefined : notFound(`Backup vault ${name} has no access policy`));
    },
    answer: ({ backupVaultName: name }, place) => ({ ...vaultNames(name, place), ...policyOf(name, place) }),
  }),
} satisfies Readonly<Record<string, RestOperation>>;

/** What a world says of vaults, by their names. The listing is made of it. */
export const VAULT_ANSWERS = { DescribeBackupVault: mapping(VAULT_OUTPUT), GetBackupVaultAccessPolicy: mapping(POLICY_OUTPUT) };

/** What is wrong with the vaults of a Region. */
export const vaultMismatches = ({ answers, path, ...place }: Spot<BackupAnswers>): readonly Mismatch[] => {
  const { DescribeBackupVault: vaults = {}, GetBackupVaultAccessPolicy: policies = {} } = answers;
  const named = { DescribeBackupVault: vaults, GetBackupVaultAccessPolicy: policies };
  return [
    ...strayMismatches([...path, 'GetBackupVaultAccessPolicy'], policies, vaults, ['a vault of this Region', 'DescribeBackupVault']),
    ...Object.entries(named).flatMap(([operation, byName]) =>
      Object.entries(byName).flatMap(([name, answer]) => misnomers([...path, operation, name], answer, vaultNames(name, place))),
    ),
  ];
};
