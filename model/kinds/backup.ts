import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, oneOf, Time } from '../schemas/facets.ts';

const Days = Type.Integer({ minimum: 0 });

/** How long a recovery point is kept; without `deleteAfterDays` until somebody deletes it. */
const Lifecycle = Type.Object(
  {
    /** From the start of the job; −1 in the answer is left out, too. */
    deleteAfterDays: Type.Optional(Days),
    moveToColdStorageAfterDays: Type.Optional(Days),
    /** Deleted as soon as it has been copied. */
    deleteAfterCopy: Type.Boolean(),
  },
  closed,
);

const PlanRule = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    /** Name of the vault, in the Region of the plan. */
    vault: Type.String(),
    /** ARN of the logically air-gapped vault to which recovery points of fully managed types go instead. */
    airGappedVault: Type.Optional(Type.String()),
    /** `cron(…)` or `rate(…)`. Plans without one run at `cron(0 5 ? * * *)`. */
    schedule: Type.String(),
    timeZone: Type.String(),
    /** Minutes within which a job that is due starts. */
    startWindow: Type.Integer({ minimum: 0 }),
    /** Minutes within which it has to be complete. */
    completionWindow: Type.Integer({ minimum: 0 }),
    /** EnableContinuousBackup: takes effect for S3, RDS, Aurora and SAP HANA; not for DynamoDB. */
    continuous: Type.Boolean(),
    lifecycle: Lifecycle,
    copies: Type.Array(
      Type.Object(
        {
          /** ARN of the destination vault. */
          vault: Type.String(),
          /** That of the rule where the copy names none. */
          lifecycle: Lifecycle,
        },
        closed,
      ),
    ),
  },
  closed,
);

/** GetBackupPlan. */
const PlanDefinition = Type.Object(
  {
    createdAt: Time,
    /** Every plan has some. */
    rules: Type.Array(PlanRule, { minItems: 1 }),
    /** The next runs as AWS itself works them out. */
    scheduledRuns: Type.Array(Type.Object({ rule: Type.String(), at: Time }, closed)),
  },
  closed,
);

/** ListBackupSelections. */
const SelectionList = Type.Object({ selections: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, closed)) }, closed);

/** A backup plan in one Region. A plan without selections protects nothing. */
export const backupPlan = defineKind({
  id: 'backup/plan',
  title: 'AWS Backup plan',
  facets: {
    selectionList: facet(SelectionList),
    /** Absent where it was not asked for, because the plan has no selections. */
    definition: facet(PlanDefinition, { absent: { createdAt: '1970-01-01T00:00:00Z', rules: [], scheduledRuns: [] } }),
  },
});

const TagMatches = Type.Array(Type.Object({ key: Type.String(), value: Type.String() }, closed));

/** GetBackupSelection. */
const SelectionDefinition = Type.Object(
  {
    createdAt: Time,
    resources: Type.Array(Type.String()),
    notResources: Type.Array(Type.String()),
    /** Any one of them is enough; keys are bare. */
    listOfTags: TagMatches,
    /** All of them must hold; keys are `aws:ResourceTag/KEY`. */
    conditions: Type.Object(
      { stringEquals: TagMatches, stringNotEquals: TagMatches, stringLike: TagMatches, stringNotLike: TagMatches },
      closed,
    ),
  },
  closed,
);

/** What one selection assigns to its plan. Its id is the plan's ARN, `/selection/` and the selection's own id. */
export const backupSelection = defineKind({
  id: 'backup/selection',
  title: 'AWS Backup selection',
  onlyJoined: true,
  facets: { definition: facet(SelectionDefinition) },
});

/** ListBackupVaults: DescribeBackupVault answers AccessDenied for vaults that do not exist. */
const VaultDescription = Type.Object(
  {
    exists: Type.Boolean(),
    type: oneOf('BACKUP_VAULT', 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', 'RESTORE_ACCESS_BACKUP_VAULT', 'UNTOLD'),
    /** ARN of the KMS key; that of AWS's own `aws/backup` looks like any other. */
    encryptionKey: Type.Optional(Type.String()),
    /** `AWS_OWNED_KMS_KEY`, `CUSTOMER_MANAGED_KMS_KEY`, where the answer tells. */
    encryptionKeyType: Type.Optional(Type.String()),
    locked: Type.Boolean(),
    /** When a lock in compliance mode becomes immutable; a lock without it is in governance mode. */
    lockDate: Type.Optional(Time),
    /** Jobs with a retention below it fail. */
    minRetentionDays: Type.Optional(Days),
    /** Jobs with a retention above it, or without an end, fail. */
    maxRetentionDays: Type.Optional(Days),
  },
  closed,
);

/** A backup vault in one Region. */
export const backupVault = defineKind({
  id: 'backup/vault',
  title: 'AWS Backup vault',
  facets: {
    description: facet(VaultDescription, { absent: { exists: false, type: 'UNTOLD', locked: false } }),
    /** GetBackupVaultAccessPolicy: the policy document as AWS Backup returns it. */
    accessPolicy: facet(Type.Object({ document: Type.String() }, closed), { absent: { document: '' } }),
  },
});

const Preferences = Type.Record(Type.String(), Type.Boolean());

/** What AWS Backup may do in one Region of one account. */
export const backupRegion = defineKind({
  id: 'backup/region',
  title: 'AWS Backup settings of a Region',
  onlyJoined: true,
  facets: {
    /** DescribeRegionSettings, by resource type (`DynamoDB`, `S3`). */
    settings: facet(Type.Object({ optIn: Preferences, management: Preferences }, closed)),
  },
});

/** What AWS Backup may do in one account. */
export const backupAccount = defineKind({
  id: 'backup/account',
  title: 'AWS Backup settings of an account',
  onlyJoined: true,
  facets: {
    /** DescribeGlobalSettings. Its values are texts; this is the truth of `isCrossAccountBackupEnabled`. */
    settings: facet(Type.Object({ crossAccountBackup: Type.Boolean() }, closed)),
  },
});

/** ListProtectedResources. Counts backups of any status. */
const LastBackup = Type.Object({ at: Type.Optional(Time) }, closed);

/** ListRecoveryPointsByResource. */
const RecoveryPoints = Type.Object(
  {
    points: Type.Array(
      Type.Object(
        {
          arn: Type.String(),
          /** Name of the vault. */
          vault: Type.String(),
          /** Only COMPLETED and AVAILABLE ones can be restored. */
          status: Type.String(),
          createdAt: Time,
        },
        closed,
      ),
    ),
  },
  closed,
);

/** What jobs of every sort tell. */
const Job = {
  id: Type.String(),
  createdAt: Time,
  completedAt: Type.Optional(Time),
};

/** What jobs that make recovery points tell. */
const MakingJob = {
  ...Job,
  state: Type.String(),
  /** SUCCESS, or what was wrong although the state is COMPLETED. */
  messageCategory: Type.Optional(Type.String()),
};

/** ListBackupJobs of the last 30 days; AWS keeps no more. */
const BackupJobs = Type.Object(
  {
    jobs: Type.Array(
      Type.Object(
        {
          ...MakingJob,
          /** Of the plan that started it; jobs on demand have none. */
          plan: Type.Optional(Type.String()),
          rule: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** ListCopyJobs of the last 30 days. */
const CopyJobs = Type.Object(
  {
    jobs: Type.Array(
      Type.Object(
        {
          ...MakingJob,
          /** ARN of the destination vault. */
          destination: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** ListRestoreJobsByProtectedResource. */
const RestoreJobs = Type.Object(
  {
    jobs: Type.Array(
      Type.Object(
        {
          ...Job,
          status: Type.String(),
          /** Absent: never validated. */
          validation: Type.Optional(Type.String()),
          /** ARN of the restore testing plan that started it. */
          testingPlan: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** What AWS Backup did for one resource in one Region. Its id names both. */
export const backupProtectedResource = defineKind({
  id: 'backup/protected-resource',
  title: 'Resource as AWS Backup knows it',
  onlyJoined: true,
  facets: {
    lastBackup: facet(LastBackup),
    recoveryPoints: facet(RecoveryPoints, { absent: { points: [] } }),
    backupJobs: facet(BackupJobs),
    copyJobs: facet(CopyJobs),
    restoreJobs: facet(RestoreJobs, { absent: { jobs: [] } }),
  },
});

/** GetRestoreTestingPlan. */
const TestingPlanDefinition = Type.Object(
  {
    createdAt: Time,
    schedule: Type.String(),
    timeZone: Type.String(),
    /** Hours within which a test that is due starts. */
    startWindowHours: Type.Integer({ minimum: 0 }),
    /** Recovery points no older than this are tested. */
    selectionWindowDays: Type.Integer({ minimum: 0 }),
    lastExecutedAt: Type.Optional(Time),
  },
  closed,
);

/** A plan that restores recovery points to see whether they can be. One that finds none to test does nothing, and says nothing. */
export const backupRestoreTestingPlan = defineKind({
  id: 'backup/restore-testing-plan',
  title: 'AWS Backup restore testing plan',
  facets: {
    definition: facet(TestingPlanDefinition),
    /** ListRestoreTestingSelections. */
    selectionList: facet(
      Type.Object({ selections: Type.Array(Type.Object({ name: Type.String(), resourceType: Type.String() }, closed)) }, closed),
    ),
  },
});

/** GetRestoreTestingSelection. */
const TestingSelectionDefinition = Type.Object(
  {
    resourceType: Type.String(),
    /** ARNs, or `*`; empty where conditions choose. */
    resources: Type.Array(Type.String()),
    stringEquals: TagMatches,
    stringNotEquals: TagMatches,
  },
  closed,
);

/** What a restore testing plan tests. Its id is the plan's ARN, `/selection/` and the selection's name. */
export const backupRestoreTestingSelection = defineKind({
  id: 'backup/restore-testing-selection',
  title: 'AWS Backup restore testing selection',
  onlyJoined: true,
  facets: { definition: facet(TestingSelectionDefinition) },
});

export type BackupLifecycle = Static<typeof Lifecycle>;
export type BackupPlanRule = Static<typeof PlanRule>;
export type BackupPlanDefinition = Static<typeof PlanDefinition>;
export type BackupSelectionList = Static<typeof SelectionList>;
export type BackupSelectionDefinition = Static<typeof SelectionDefinition>;
export type BackupVaultDescription = Static<typeof VaultDescription>;
export type BackupLastBackup = Static<typeof LastBackup>;
export type BackupRecoveryPoints = Static<typeof RecoveryPoints>;
export type BackupJobs = Static<typeof BackupJobs>;
export type BackupCopyJobs = Static<typeof CopyJobs>;
export type BackupRestoreJobs = Static<typeof RestoreJobs>;
export type BackupTestingPlanDefinition = Static<typeof TestingPlanDefinition>;
export type BackupTestingSelectionDefinition = Static<typeof TestingSelectionDefinition>;
