import { flag, flat, integer, moment, structure, text } from '../shape.ts';

const count = integer(0);
// -1 stands for no limit.
const limit = integer(-1);

const KEY_SCHEMA = flat(structure({ AttributeName: text, KeyType: text }));
const PROJECTION = structure({ ProjectionType: text, NonKeyAttributes: flat(text) });
const ON_DEMAND = structure({ MaxReadRequestUnits: limit, MaxWriteRequestUnits: limit });
const WARM = structure({ ReadUnitsPerSecond: count, WriteUnitsPerSecond: count, Status: text });
const TABLE_CLASS = structure({ TableClass: text, LastUpdateDateTime: moment });
const PROVISIONED = structure({
  LastIncreaseDateTime: moment,
  LastDecreaseDateTime: moment,
  NumberOfDecreasesToday: count,
  ReadCapacityUnits: count,
  WriteCapacityUnits: count,
});

const OVERRIDES = {
  ProvisionedThroughputOverride: structure({ ReadCapacityUnits: count }),
  OnDemandThroughputOverride: structure({ MaxReadRequestUnits: limit }),
  WarmThroughput: WARM,
};

const INDEX = {
  IndexName: text,
  KeySchema: KEY_SCHEMA,
  Projection: PROJECTION,
  IndexSizeBytes: count,
  ItemCount: count,
  IndexArn: text,
};

const GLOBAL_INDEX = structure({
  ...INDEX,
  IndexStatus: text,
  Backfilling: flag,
  ProvisionedThroughput: PROVISIONED,
  OnDemandThroughput: ON_DEMAND,
  WarmThroughput: WARM,
});

const VECTOR_INDEX = structure({
  IndexName: text,
  VectorAttribute: structure({ AttributeName: text }),
  Dimensions: count,
  DistanceFunction: text,
  SearchSchema: flat(structure({ AttributeName: text, SearchSchemaElementType: text })),
  Projection: PROJECTION,
  IndexStatus: text,
  Backfilling: flag,
  IndexSizeBytes: count,
  ItemCount: count,
  IndexArn: text,
});

const REPLICA = structure({
  RegionName: text,
  ReplicaStatus: text,
  ReplicaArn: text,
  ReplicaStatusDescription: text,
  ReplicaStatusPercentProgress: text,
  KMSMasterKeyId: text,
  ...OVERRIDES,
  GlobalSecondaryIndexes: flat(structure({ IndexName: text, ...OVERRIDES })),
  ReplicaInaccessibleDateTime: moment,
  ReplicaTableClassSummary: TABLE_CLASS,
  GlobalTableSettingsReplicationMode: text,
});

const TABLE = structure({
  AttributeDefinitions: flat(structure({ AttributeName: text, AttributeType: text })),
  TableName: text,
  KeySchema: KEY_SCHEMA,
  TableStatus: text,
  CreationDateTime: moment,
  ProvisionedThroughput: PROVISIONED,
  TableSizeBytes: count,
  ItemCount: count,
  TableArn: text,
  TableId: text,
  BillingModeSummary: structure({ BillingMode: text, LastUpdateToPayPerRequestDateTime: moment }),
  LocalSecondaryIndexes: flat(structure(INDEX)),
  GlobalSecondaryIndexes: flat(GLOBAL_INDEX),
  VectorIndexes: flat(VECTOR_INDEX),
  StreamSpecification: structure({ StreamEnabled: flag, StreamViewType: text }),
  LatestStreamLabel: text,
  LatestStreamArn: text,
  GlobalTableVersion: text,
  Replicas: flat(REPLICA),
  GlobalTableWitnesses: flat(structure({ RegionName: text, WitnessStatus: text })),
  GlobalTableSettingsReplicationMode: text,
  RestoreSummary: structure({ SourceBackupArn: text, SourceTableArn: text, RestoreDateTime: moment, RestoreInProgress: flag }),
  SSEDescription: structure({ Status: text, SSEType: text, KMSMasterKeyArn: text, InaccessibleEncryptionDateTime: moment }),
  ArchivalSummary: structure({ ArchivalDateTime: moment, ArchivalReason: text, ArchivalBackupArn: text }),
  TableClassSummary: TABLE_CLASS,
  DeletionProtectionEnabled: flag,
  DisassociationProtectionEnabled: flag,
  OnDemandThroughput: ON_DEMAND,
  WarmThroughput: WARM,
  MultiRegionConsistency: text,
});

const BACKUP = structure(
  {
    TableName: text,
    TableId: text,
    TableArn: text,
    BackupArn: text,
    BackupName: text,
    BackupCreationDateTime: moment,
    BackupExpiryDateTime: moment,
    BackupStatus: text,
    BackupType: text,
    BackupSizeBytes: count,
  },
  'TableName',
  'BackupArn',
);

/** What a world says of a table's tags; DynamoDB adds the token of the next page. */
export const TAGS = { Tags: flat(structure({ Key: text, Value: text }, 'Key', 'Value')) };

/** What a world says of the backups of a Region; DynamoDB adds where the next page starts. */
export const BACKUPS = { BackupSummaries: flat(BACKUP) };

/** What DynamoDB answers, by operation. */
export const OUTPUTS = {
  ListTables: structure({ TableNames: flat(text), LastEvaluatedTableName: text }),
  DescribeTable: structure({ Table: TABLE }, 'Table'),
  DescribeContinuousBackups: structure(
    {
      ContinuousBackupsDescription: structure({
        ContinuousBackupsStatus: text,
        PointInTimeRecoveryDescription: structure({
          PointInTimeRecoveryStatus: text,
          RecoveryPeriodInDays: count,
          EarliestRestorableDateTime: moment,
          LatestRestorableDateTime: moment,
        }),
      }),
    },
    'ContinuousBackupsDescription',
  ),
  ListTagsOfResource: structure({ ...TAGS, NextToken: text }),
  ListBackups: structure({ ...BACKUPS, LastEvaluatedBackupArn: text }),
};
