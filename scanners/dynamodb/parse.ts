import type {
  BackupSummary,
  DescribeContinuousBackupsCommandOutput,
  DescribeTableCommandOutput,
  PointInTimeRecoveryDescription,
  SSEDescription,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { DynamodbBackups, DynamodbContinuousBackups, DynamodbDescription } from '../../model/kinds/dynamodb.ts';
import { refusal } from '../aws/errors.ts';
import { atLeast, flag, given, object, objects, optionalText, optionalTime, text, time, word } from '../aws/parse.ts';

const SSE_ON = ['ENABLING', 'ENABLED', 'UPDATING'] as const;
const SSE_OFF = ['DISABLING', 'DISABLED'] as const;

const hasOwnKey = ({ Status, SSEType }: SSEDescription): boolean => {
  const status = word('SSEDescription.Status', Status, [...SSE_ON, ...SSE_OFF]);
  // AES256 is what the key of DynamoDB itself was called before it went without saying.
  return (SSE_ON as readonly string[]).includes(status) && word('SSEType', SSEType, ['KMS', 'AES256']) === 'KMS';
};

/** Every table is encrypted. Without a description, or with one that says "disabled", by the key that DynamoDB itself owns. */
const encryptionOf = (description: SSEDescription | undefined): DynamodbDescription['encryption'] => {
  if (description === undefined || !hasOwnKey(object('SSEDescription', description))) return { type: 'AWS_OWNED' };
  const keyArn = optionalText('KMSMasterKeyArn', description.KMSMasterKeyArn);
  return { type: 'KMS', ...given<{ keyArn?: string }>({ keyArn }) };
};

/** The first version of global tables, whose replicas DescribeTable does not tell. */
const LEGACY = '2017.11.29';

const assertTellsReplicas = ({ GlobalTableVersion, Replicas, TableName }: TableDescription): void => {
  if (GlobalTableVersion === LEGACY && Replicas === undefined)
    throw refusal('LegacyGlobalTable', `${TableName} is a global table of version ${LEGACY}: DescribeTable does not tell its replicas.`);
};

const replicasOf = (table: TableDescription, ownRegion: string | undefined): DynamodbDescription['replicas'] =>
  objects('Replicas', table.Replicas ?? [])
    .map(({ RegionName, ReplicaStatus }) => ({
      region: text('RegionName of a replica', RegionName),
      status: text('ReplicaStatus', ReplicaStatus),
    }))
    .filter(({ region }) => region !== ownRegion);

/** @param ownRegion where the table was asked about: a replica there is the table itself */
export const descriptionOf = ({ Table }: DescribeTableCommandOutput, ownRegion: string | undefined): DynamodbDescription => {
  const table = object('Table', Table);
  assertTellsReplicas(table);
  return {
    ...given<Pick<DynamodbDescription, 'tableId'>>({ tableId: optionalText('TableId', table.TableId) }),
    status: text('TableStatus', table.TableStatus),
    createdAt: time('CreationDateTime', table.CreationDateTime),
    deletionProtection: flag('DeletionProtectionEnabled', table.DeletionProtectionEnabled),
    replicas: replicasOf(table, ownRegion),
    witnesses: objects('GlobalTableWitnesses', table.GlobalTableWitnesses ?? []).map(({ RegionName }) =>
      text('RegionName of a witness', RegionName),
    ),
    encryption: encryptionOf(table.SSEDescription),
  };
};

const SWITCH = ['ENABLED', 'DISABLED'] as const;

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html
const DEFAULT_RECOVERY_PERIOD = 35;

const recoveryOf = (recovery: PointInTimeRecoveryDescription): DynamodbContinuousBackups => {
  const status = word('PointInTimeRecoveryStatus', recovery.PointInTimeRecoveryStatus, SWITCH);
  if (status === 'DISABLED') return { pointInTimeRecovery: status };
  return {
    pointInTimeRecovery: status,
    recoveryPeriodInDays: atLeast(1, 'RecoveryPeriodInDays', recovery.RecoveryPeriodInDays) ?? DEFAULT_RECOVERY_PERIOD,
    ...given<Pick<DynamodbContinuousBackups, 'earliestRestorable' | 'latestRestorable'>>({
      earliestRestorable: optionalTime('EarliestRestorableDateTime', recovery.EarliestRestorableDateTime),
      latestRestorable: optionalTime('LatestRestorableDateTime', recovery.LatestRestorableDateTime),
    }),
  };
};

export const continuousBackupsOf = ({
  ContinuousBackupsDescription,
}: DescribeContinuousBackupsCommandOutput): DynamodbContinuousBackups => {
  const { ContinuousBackupsStatus, PointInTimeRecoveryDescription } = object('ContinuousBackupsDescription', ContinuousBackupsDescription);
  const status = word('ContinuousBackupsStatus', ContinuousBackupsStatus, SWITCH);
  // Only where there are no continuous backups at all can nothing be said about what they recover.
  if (status === 'DISABLED' && PointInTimeRecoveryDescription === undefined) return { pointInTimeRecovery: 'DISABLED' };
  return recoveryOf(object('PointInTimeRecoveryDescription', PointInTimeRecoveryDescription));
};

export const backupOf = (backup: BackupSummary): DynamodbBackups['backups'][number] => ({
  arn: text('BackupArn', backup.BackupArn),
  status: word('BackupStatus', backup.BackupStatus, ['CREATING', 'AVAILABLE', 'DELETED']),
  createdAt: time('BackupCreationDateTime', backup.BackupCreationDateTime),
  ...given<Pick<DynamodbBackups['backups'][number], 'tableId' | 'expiresAt'>>({
    tableId: optionalText('TableId of a backup', backup.TableId),
    expiresAt: optionalTime('BackupExpiryDateTime', backup.BackupExpiryDateTime),
  }),
});
