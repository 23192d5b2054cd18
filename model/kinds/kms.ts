import { type Static, Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';
import { closed, oneOf } from '../schemas/facets.ts';

/** DescribeKey. */
const Metadata = Type.Object(
  {
    exists: Type.Boolean(),
    /** Who manages it: the ARN of a key of AWS (`aws/backup`, `aws/dynamodb`) looks like that of a customer's. */
    manager: Type.Optional(oneOf('AWS', 'CUSTOMER')),
    /** `Enabled`, `Disabled`, `PendingDeletion`, … */
    state: Type.Optional(Type.String()),
  },
  closed,
);

/** A KMS key that something is encrypted with. */
export const kmsKey = defineKind({
  id: 'kms/key',
  title: 'KMS key',
  onlyJoined: true,
  facets: { metadata: facet(Metadata, { absent: { exists: false } }) },
});

export type KmsMetadata = Static<typeof Metadata>;
