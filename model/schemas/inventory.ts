import { type TSchema, Type } from 'typebox';
import { INVENTORY_SCHEMA } from '../inventory.ts';
import type { AnyKind, Facet } from '../kind.ts';
import { closed, oneOf } from './words.ts';

const string = (description: string) => Type.String({ description });
const named = (description: string) => Type.String({ minLength: 1, description });

const Gap = closed(
  {
    action: string('The permission that the read needs: s3:GetReplicationConfiguration.'),
    code: string('The error code: AccessDenied.'),
    message: string('The error in words.'),
  },
  { description: 'Why it could not be read.' },
);

const state = <S extends string>(value: S) => Type.Literal(value);

/** Alternatives that are told apart by `state`. With the discriminator only the one that is meant is checked. */
const byState = (alternatives: readonly TSchema[], description: string): TSchema =>
  Type.Unsafe({ type: 'object', discriminator: { propertyName: 'state' }, oneOf: alternatives, description });

const Listing = byState(
  [
    closed({
      state: state('complete'),
      kind: named('Kind that was listed.'),
      region: Type.Optional(string('Region that was listed.')),
      namespace: Type.Optional(string('The only namespace that was listed.')),
    }),
    closed({
      state: state('unread'),
      kind: named('Kind that was to be listed.'),
      region: Type.Optional(string('Region that was to be listed.')),
      namespace: Type.Optional(string('The only namespace that was to be listed.')),
      gap: Gap,
    }),
  ],
  'Whether everything of one kind in one place was listed.',
);

const Target = closed(
  {
    name: named('Name in the configuration.'),
    type: named('aws, kubernetes, …'),
    partition: Type.Optional(string('AWS partition.')),
    account: Type.Optional(string('AWS account.')),
    cluster: Type.Optional(string('Kubernetes cluster.')),
    regions: Type.Optional(
      Type.Array(string('AWS Region.'), { description: 'Regions that the configuration names; absent: every Region.' }),
    ),
    listings: Type.Array(Listing, { description: 'What was listed.' }),
    gap: Type.Optional(Gap),
  },
  { description: 'What became of one target.' },
);

const Scope = closed(
  {
    target: named('Name of the target.'),
    partition: Type.Optional(string('AWS partition.')),
    account: Type.Optional(string('AWS account.')),
    region: Type.Optional(string('AWS Region.')),
    cluster: Type.Optional(string('Kubernetes cluster.')),
    namespace: Type.Optional(string('Kubernetes namespace.')),
  },
  { description: 'Where the resource lives.' },
);

const resource = (kind: TSchema, conditions: readonly TSchema[]) =>
  closed(
    {
      kind,
      id: named('Stable id: an ARN, or k8s://CLUSTER/GROUP/NAMESPACE/KIND/NAME.'),
      name: string('Name for people.'),
      scope: Scope,
      origin: oneOf(['listed', 'joined'], 'listed: a listing holds it. joined: only another resource spoke of it.'),
      alsoListedBy: Type.Optional(Type.Array(named('Name of a target.'), { description: 'Further targets that list it.' })),
      facets: Type.Unsafe<Record<string, unknown>>({ type: 'object', description: 'What was read, facet by facet.' }),
    },
    { description: 'One thing that was found.', ...(conditions.length > 0 ? { allOf: conditions } : {}) },
  );

/** What an inventory's schema knows of the kinds. */
export interface InventoryVocabulary {
  readonly kind: TSchema;
  /** More that a resource must agree with: the facets of each kind. */
  readonly conditions: readonly TSchema[];
}

/** The schema of an inventory. For editors it knows every kind's facets; the loader checks those by itself. */
export const inventorySchema = ({ kind, conditions }: InventoryVocabulary) =>
  closed(
    {
      schema: Type.Literal(INVENTORY_SCHEMA, { description: 'Version of this format.' }),
      tool: closed({ name: string('mlops-dr'), version: string('Version of the program.') }, { description: 'What wrote it.' }),
      takenAt: Type.String({ format: 'mlops-time', description: 'When the facts were read. ISO 8601, UTC.' }),
      interrupted: Type.Optional(Type.Boolean({ description: 'The collection was stopped before its end.' })),
      targets: Type.Array(Target, { description: 'What was scanned.' }),
      resources: Type.Array(resource(kind, conditions), { description: 'What was found.' }),
    },
    { title: 'mlops-dr inventory', description: 'Everything that was read at one point in time, gaps included.' },
  );

/** The shape of an inventory. Kinds and facets are checked by the loader. */
export const InventorySchema = inventorySchema({ kind: named('Kind of the resource: s3/bucket.'), conditions: [] });

const readingSchema = (facet: Facet): TSchema =>
  byState(
    [
      closed({ state: state('read'), value: facet.schema }),
      closed({ state: state('unread'), gap: Gap }),
      // A facet that is always configured cannot be absent.
      ...('absent' in facet
        ? [closed({ state: state('absent'), impliedBy: Type.Optional(string('The facet that rules this one out.')) })]
        : []),
    ],
    'What is known of the facet: its value (read), that the service says "not configured" (absent), or nothing (unread).',
  );

/** The schema of the facets of a kind's resources in an inventory. */
export const facetsSchema = ({ facets }: AnyKind): TSchema => {
  const entries = Object.entries(facets as Record<string, Facet>);
  return closed(Object.fromEntries(entries.map(([name, facet]) => [name, Type.Optional(readingSchema(facet))])));
};
