import type { DynamodbContinuousBackups, DynamodbDescription } from '../kinds/dynamodb.ts';

// What examples and tests of rules about tables are made of.

export const KEY = 'arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555';

/** Facet of a table since 2025 with none of the protections, changed by `more`. */
export const described = (more: Partial<DynamodbDescription> = {}): { readonly description: DynamodbDescription } => ({
  description: {
    tableId: '12345678-1234-1234-1234-123456789012',
    status: 'ACTIVE',
    createdAt: '2025-06-01T00:00:00Z',
    deletionProtection: false,
    replicas: [],
    witnesses: [],
    encryption: { type: 'AWS_OWNED' },
    ...more,
  },
});

/** Facet of a table that can be recovered to any moment since `earliestRestorable`. */
export const recoverable = (
  earliestRestorable: string,
  more: Partial<DynamodbContinuousBackups> = {},
): { readonly continuousBackups: DynamodbContinuousBackups } => ({
  continuousBackups: {
    pointInTimeRecovery: 'ENABLED',
    recoveryPeriodInDays: 35,
    earliestRestorable,
    latestRestorable: '2026-01-31T11:55:00Z',
    ...more,
  },
});

export const unrecoverable = { continuousBackups: { pointInTimeRecovery: 'DISABLED' } } as const;
