import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, oneOf, Tags, Time } from '../schemas/facets.ts';

/** DescribeTable. */
const Description = Type.Object(
  {
    /**
     * Names are reused, ids are not: a backup of an earlier table of the same name bears another one. AWS tells it of every
     * table, but services that speak its protocol leave it out.
     */
    tableId: Type.Optional(Type.String()),
    status: Type.String(),
    createdAt: Time,
    /** Of the table in this Region; each replica has its own. */
    deletionProtection: Type.Boolean(),
    /** Replicas of the global table in other Regions; witnesses, which hold no data, are not among them. */
    replicas: Type.Array(Type.Object({ region: Type.String(), status: Type.String() }, closed)),
    /** Regions of witnesses. */
    witnesses: Type.Array(Type.String()),
    /** Tables are always encrypted: `AWS_OWNED` where the answer has no SSEDescription. */
    encryption: Type.Object({ type: oneOf('AWS_OWNED', 'KMS'), keyArn: Type.Optional(Type.String()) }, closed),
  },
  closed,
);

/** DescribeContinuousBackups. `ContinuousBackupsStatus` is left out: it is ENABLED on every table and says nothing. */
const ContinuousBackups = Type.Object(
  {
    pointInTimeRecovery: oneOf('ENABLED', 'DISABLED'),
    /** Days that one could go back in the end; only while it is on. */
    recoveryPeriodInDays: Type.Optional(Type.Integer({ minimum: 1 })),
    /** How far back one can go now. */
    earliestRestorable: Type.Optional(Time),
    latestRestorable: Type.Optional(Time),
  },
  closed,
);

/** ListBackups: the on-demand backups of DynamoDB itself, without those of AWS Backup. */
const Backups = Type.Object(
  {
    backups: Type.Array(
      Type.Object(
        {
          arn: Type.String(),
          /** Of the table that was backed up, where it is told. */
          tableId: Type.Optional(Type.String()),
          status: oneOf('CREATING', 'AVAILABLE', 'DELETED'),
          createdAt: Time,
          expiresAt: Type.Optional(Time),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** A DynamoDB table in one Region; each replica of a global table is one of its own. */
export const dynamodbTable = defineKind({
  id: 'dynamodb/table',
  title: 'DynamoDB table',
  tags: 'tags',
  facets: {
    description: facet(Description),
    continuousBackups: facet(ContinuousBackups),
    tags: facet(Tags, { absent: {} }),
    backups: facet(Backups),
  },
});

export type DynamodbDescription = Static<typeof Description>;
export type DynamodbContinuousBackups = Static<typeof ContinuousBackups>;
export type DynamodbBackups = Static<typeof Backups>;
