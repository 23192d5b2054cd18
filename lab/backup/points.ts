import type { Mismatch } from '../check.ts';
import { misnomers, type Spot, strayMismatches } from '../json/regional.ts';
import type { RestOperation } from '../json/rest-json.ts';
import type { Place } from '../json/service.ts';
import { own } from '../own.ts';
import { flag, flat, mapping, moment, secondsOf, structure, text } from '../shape.ts';
import type { Answer, BackupAnswers } from '../world.ts';
import { CREATOR, count, LIFECYCLE, SCAN_RESULT } from './common.ts';
import { INVALID_ARN } from './errors.ts';
import { after, before, type Filters, inputOf, is, passing } from './filters.ts';
import { backupOf, list } from './operation.ts';
import { namesOfVault, vaultNames, vaultRefusal } from './vaults.ts';

/** What both listings say of a recovery point. */
const POINT_MEMBERS = {
  RecoveryPointArn: text,
  CreationDate: moment,
  Status: text,
  StatusMessage: text,
  EncryptionKeyArn: text,
  BackupVaultName: text,
  IsParent: flag,
  ParentRecoveryPointArn: text,
  ResourceName: text,
  VaultType: text,
  IndexStatus: text,
  IndexStatusMessage: text,
  EncryptionKeyType: text,
  AggregatedScanResult: SCAN_RESULT,
};

const POINT_OF_VAULT = structure(
  {
    ...POINT_MEMBERS,
    BackupVaultArn: text,
    SourceBackupVaultArn: text,
    ResourceArn: text,
    ResourceType: text,
    CreatedBy: CREATOR,
    IamRoleArn: text,
    InitiationDate: moment,
    CompletionDate: moment,
    BackupSizeInBytes: count,
    CalculatedLifecycle: structure({ MoveToColdStorageAt: moment, DeleteAt: moment }),
    Lifecycle: LIFECYCLE,
    IsEncrypted: flag,
    LastRestoreTime: moment,
    CompositeMemberIdentifier: text,
  },
  'RecoveryPointArn',
  'ResourceArn',
  'CreationDate',
);

const PROTECTED = structure({
  ResourceArn: text,
  ResourceType: text,
  LastBackupTime: moment,
  ResourceName: text,
  LastBackupVaultArn: text,
  LastRecoveryPointArn: text,
});

type Keeps = (point: Answer) => boolean;

const all: Keeps = () => true;

const pointsIn = (vault: string, place: Place, keeps = all): readonly Answer[] => {
  const points = (own(backupOf(place).ListRecoveryPointsByBackupVault, vault)?.RecoveryPoints ?? []) as readonly Answer[];
  const names = vaultNames(vault, place);
  return points.filter(keeps).map((point) => ({ ...names, ...point }));
};

/** The recovery points of a Region, whatever the vault. */
const pointsOf = (place: Place, keeps = all): readonly Answer[] =>
  Object.keys(backupOf(place).ListRecoveryPointsByBackupVault ?? {}).flatMap((vault) => pointsIn(vault, place, keeps));

/** The size has another name there. */
const asPointOfResource = ({ BackupSizeInBytes: size, ...point }: Answer): Answer => ({
  ...point,
  ...(size === undefined ? {} : { BackupSizeBytes: size }),
});

const asProtected = (last: Answer): Answer => {
  const { CreationDate: LastBackupTime, BackupVaultArn: LastBackupVaultArn, RecoveryPointArn: LastRecoveryPointArn } = last;
  return { ...last, LastBackupTime, LastBackupVaultArn, LastRecoveryPointArn };
};

const isLater = (point: Answer, than: Answer | undefined): boolean =>
  than === undefined || secondsOf(point.CreationDate) > secondsOf(than.CreationDate);

/** Everything that has a recovery point, with its last one, usable or not. */
const lastPoints = (place: Place): readonly Answer[] => {
  const last = new Map<unknown, Answer>();
  for (const point of pointsOf(place)) if (isLater(point, last.get(point.ResourceArn))) last.set(point.ResourceArn, point);
  return [...last.values()].map(asProtected);
};

/** Made once for each Region: every page of the listing asks for all of it. */
const protectedIn = new WeakMap<BackupAnswers, readonly Answer[]>();

const protectedOf = (place: Place): readonly Answer[] => {
  const answers = backupOf(place);
  const known = protectedIn.get(answers) ?? lastPoints(place);
  protectedIn.set(answers, known);
  return known;
};

interface OfResource {
  readonly resourceArn: string;
}

export const namesOfResource = ({ resourceArn }: OfResource) => [resourceArn];

export const arnRefusal = ({ resourceArn }: OfResource) => (resourceArn.startsWith('arn:') ? undefined : INVALID_ARN);

const FILTERS: Filters = {
  resourceArn: is('ResourceArn'),
  resourceType: is('ResourceType'),
  backupPlanId: { shape: text, keeps: ({ CreatedBy: creator }, id) => (creator as Answer | undefined)?.BackupPlanId === id },
  createdBefore: before('CreationDate'),
  createdAfter: after('CreationDate'),
  parentRecoveryPointArn: is('ParentRecoveryPointArn'),
};

export const POINTS = {
  ListProtectedResources: list('/resources/', {
    member: 'Results',
    item: PROTECTED,
    items: (_, place) => (backupOf(place).ListProtectedResources?.Results as readonly Answer[] | undefined) ?? protectedOf(place),
  }),
  ListRecoveryPointsByResource: list<OfResource>('/resources/{resourceArn}/recovery-points/', {
    // AWS Backup made all recovery points that the lab has.
    input: { resourceArn: text, managedByAWSBackupOnly: flag },
    required: ['resourceArn'],
    member: 'RecoveryPoints',
    item: structure({ ...POINT_MEMBERS, BackupSizeBytes: count }),
    resources: namesOfResource,
    refusal: arnRefusal,
    items: ({ resourceArn }, place) => pointsOf(place, ({ ResourceArn }) => ResourceArn === resourceArn).map(asPointOfResource),
  }),
  ListRecoveryPointsByBackupVault: list<Parameters<typeof vaultRefusal>[0]>('/backup-vaults/{backupVaultName}/recovery-points/', {
    input: { backupVaultName: text, backupVaultAccountId: text, ...inputOf(FILTERS) },
    required: ['backupVaultName'],
    member: 'RecoveryPoints',
    item: POINT_OF_VAULT,
    resources: namesOfVault,
    refusal: vaultRefusal,
    items: (input, place) => passing(FILTERS, pointsIn(input.backupVaultName, place), { ...input }),
  }),
} satisfies Readonly<Record<string, RestOperation>>;

/** What a world says of recovery points, by vault; the other listings are made of it. */
export const POINT_ANSWERS = {
  ListRecoveryPointsByBackupVault: mapping(structure({ RecoveryPoints: flat(POINT_OF_VAULT) }, 'RecoveryPoints')),
  // A resource stays known when its recovery points have gone: a world can say so.
  ListProtectedResources: structure({ Results: flat(PROTECTED) }, 'Results'),
};

/** What is wrong with the recovery points of a Region. */
export const pointMismatches = ({ answers, path, ...place }: Spot<BackupAnswers>): readonly Mismatch[] => {
  const { DescribeBackupVault: vaults, ListRecoveryPointsByBackupVault: byVault = {} } = answers;
  const at = [...path, 'ListRecoveryPointsByBackupVault'];
  return [
    ...strayMismatches(at, byVault, vaults, ['a vault of this Region', 'DescribeBackupVault']),
    ...Object.entries(byVault).flatMap(([vault, { RecoveryPoints }]) =>
      (RecoveryPoints as readonly Answer[]).flatMap((point, index) =>
        misnomers([...at, vault, 'RecoveryPoints', index], point, vaultNames(vault, place)),
      ),
    ),
  ];
};
