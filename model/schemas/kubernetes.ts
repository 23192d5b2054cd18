import { type Static, Type } from 'typebox';
import { closed, Tags, Time } from './facets.ts';

// What facets of Kubernetes objects are made of.

/** The part of `metadata` that tells something about recovery. */
export const Metadata = Type.Object(
  {
    createdAt: Time,
    /** Set while it is being deleted. */
    deletedAt: Type.Optional(Time),
    /** Those of Velero only: others may hold anything. */
    annotations: Tags,
  },
  closed,
);

/** All of `matchLabels` and of `matchExpressions` must hold; empty = everything. */
export const LabelSelector = Type.Object(
  {
    matchLabels: Tags,
    matchExpressions: Type.Array(
      Type.Object(
        {
          key: Type.String(),
          /** `In`, `NotIn`, `Exists`, `DoesNotExist`; a custom resource may hold anything. */
          operator: Type.String(),
          values: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);

export type Metadata = Static<typeof Metadata>;
export type LabelSelector = Static<typeof LabelSelector>;
