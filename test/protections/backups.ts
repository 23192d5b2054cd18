import { createLookup } from '../../engine/lookup.ts';
import { type Shield, shieldOf } from '../../engine/recovery/shield.ts';
import {
  type Around,
  BUCKET,
  covered,
  PROTECTED_BUCKET,
  PROTECTED_TABLE,
  planRule,
  SCOPE,
  TABLE,
  VAULT,
  vault,
} from '../../model/backup/examples.ts';
import { protectedResourceId } from '../../model/backup/ids.ts';
import { described } from '../../model/dynamodb/examples.ts';
import type { Listing } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import type { BackupCopyJobs, BackupJobs, BackupPlanRule, BackupRecoveryPoints, BackupRestoreJobs } from '../../model/kinds/backup.ts';
import { dynamodbTable } from '../../model/kinds/dynamodb.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import type { AnyMechanism, Health, Protection } from '../../model/protection.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource } from '../../model/resource.ts';

/** When the facts were read: a Saturday, seven hours after the daily rule fired. */
export const TAKEN_AT = new Date('2026-01-31T12:00:00Z');

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const FOREVER = Number.POSITIVE_INFINITY;

const DENIED = { action: 'backup:Read', code: 'AccessDenied', message: 'denied' };

type Facets = Readonly<Record<string, unknown>>;

const readingOf = (value: unknown): Reading<unknown> =>
  value === undefined ? absent() : value === 'unread' ? unread(DENIED) : read(value);

const resource = (kind: AnyKind, id: string, facets: Facets, origin: Resource['origin']): Resource => ({
  kind: kind.id,
  id,
  name: id.split(/[:/]/).at(-1) ?? id,
  scope: SCOPE,
  origin,
  facets: Object.fromEntries(Object.keys(kind.facets).map((name) => [name, readingOf(facets[name])])),
});

const KINDS: readonly AnyKind[] = [dynamodbTable, s3Bucket];

/** An asset and what is around it: facets that are not given are absent, `'unread'` stands for a denied read or listing. */
export interface World {
  readonly asset: typeof TABLE | typeof BUCKET;
  readonly facets?: Facets;
  readonly around?: Around;
}

const kindsAround = (mechanisms: readonly AnyMechanism[]): ReadonlySet<AnyKind> =>
  new Set(mechanisms.flatMap(({ joins }) => Object.values<{ kind: AnyKind }>(joins ?? {}).map(({ kind }) => kind)));

const resourcesOf = (mechanisms: readonly AnyMechanism[], around: Around): readonly Resource[] =>
  [...kindsAround(mechanisms)].flatMap((kind) => {
    const all = around[kind.id] ?? {};
    return all === 'unread'
      ? []
      : Object.entries(all).map(([id, facets]) => resource(kind, id, facets, kind.onlyJoined ? 'joined' : 'listed'));
  });

const sceneOf = (mechanisms: readonly AnyMechanism[], { asset, facets = {}, around = {} }: World) => {
  const subject = resource(KINDS[asset === TABLE ? 0 : 1] as AnyKind, asset, facets, 'listed');
  const plans: Listing = { kind: 'backup/plan', region: SCOPE.region, state: 'complete' };
  const listings: readonly Listing[] = [around['backup/plan'] === 'unread' ? { ...plans, state: 'unread', gap: DENIED } : plans];
  const target = { name: SCOPE.target, type: 'aws', account: SCOPE.account, listings };
  return { subject, lookup: createLookup({ targets: [target], resources: [...resourcesOf(mechanisms, around), subject] }) };
};

/** What mechanisms say of the asset, and what they cannot tell. */
export const shieldFrom = (mechanisms: readonly AnyMechanism[], world: World): Shield => {
  const { subject, lookup } = sceneOf(mechanisms, world);
  return shieldOf(subject, mechanisms, { lookup, takenAt: TAKEN_AT });
};

export const shieldIn = (mechanism: AnyMechanism, world: World): Shield => shieldFrom([mechanism], world);

/** The ids of the resources that each join of a mechanism asks for. */
export const askedIn = (mechanism: AnyMechanism, world: World): Readonly<Record<string, readonly string[]>> => {
  const { subject, lookup } = sceneOf([mechanism], world);
  const asked: Record<string, readonly string[]> = {};
  const protections: AnyMechanism['protections'] = (_, { joined }) => {
    for (const [name, found] of Object.entries<readonly { id: string }[]>(joined)) asked[name] = found.map(({ id }) => id);
    return [];
  };
  shieldOf(subject, [{ ...mechanism, protections }], { lookup, takenAt: TAKEN_AT });
  return asked;
};

type Point = BackupRecoveryPoints['points'][number];
type Job = BackupJobs['jobs'][number];
type CopyJob = BackupCopyJobs['jobs'][number];
type RestoreJob = BackupRestoreJobs['jobs'][number];

/** A snapshot of this morning, in the vault of the daily rule. */
export const point = (more: Partial<Point> = {}): Point => ({
  arn: 'arn:aws:backup:us-west-2:111122223333:recovery-point:11111111-2222-3333-4444-555555555555',
  vault: 'Default',
  status: 'COMPLETED',
  createdAt: '2026-01-31T06:00:00Z',
  ...more,
});

export const CONTINUOUS = 'arn:aws:backup:us-west-2:111122223333:recovery-point:continuous:mlops-models-0f51c39b';

/** The job of the daily rule that made it within half an hour. */
export const job = (more: Partial<Job> = {}): Job => ({
  id: 'job-1',
  state: 'COMPLETED',
  createdAt: '2026-01-31T06:00:00Z',
  completedAt: '2026-01-31T06:30:00Z',
  plan: 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-1',
  rule: 'rule-1',
  ...more,
});

export const restore = (more: Partial<RestoreJob> = {}): RestoreJob => ({
  id: 'restore-1',
  status: 'COMPLETED',
  createdAt: '2026-01-21T11:00:00Z',
  completedAt: '2026-01-21T12:00:00Z',
  ...more,
});

type Unreadable<T> = T | 'unread';

/** What differs from a table or bucket whose daily rule works. */
export interface Changes {
  readonly rules?: readonly Partial<BackupPlanRule>[];
  readonly vault?: Unreadable<Parameters<typeof vault>[0]>;
  readonly points?: Unreadable<readonly Point[]>;
  readonly jobs?: Unreadable<readonly Job[]>;
  readonly copyJobs?: Unreadable<readonly CopyJob[]>;
  readonly restores?: Unreadable<readonly RestoreJob[]>;
  /** Other things around, kind by kind. */
  readonly more?: Around;
  /** Facets of the bucket. */
  readonly bucket?: Facets;
  /** Of the description of the table. */
  readonly table?: Parameters<typeof described>[0];
}

const unlessUnread = <T>(value: Unreadable<T>, facet: (value: T) => unknown): unknown => (value === 'unread' ? value : facet(value));

/** What AWS Backup knows of the asset in its own Region. */
export const evidence = ({ points = [point()], jobs = [job()], copyJobs = [], restores = [] }: Changes): Facets => ({
  lastBackup: { at: '2026-01-31T06:30:00Z' },
  recoveryPoints: unlessUnread(points, (value) => ({ points: value })),
  backupJobs: unlessUnread(jobs, (value) => ({ jobs: value })),
  copyJobs: unlessUnread(copyJobs, (value) => ({ jobs: value })),
  restoreJobs: unlessUnread(restores, (value) => ({ jobs: value })),
});

export const VERSIONED = { versioning: { status: 'Enabled', mfaDelete: 'NeverSet' }, notification: { eventBridge: true } };

/** The table or the bucket, covered by a plan, with its backups, but for `changes`. */
export const backedUp = (asset: World['asset'], changes: Changes = {}): World => {
  const { rules = [{}], vault: its = {}, more = {}, bucket = {}, table = {} } = changes;
  const facets = asset === BUCKET ? { ...VERSIONED, ...bucket } : described(table);
  const around = covered(rules.map(planRule), {
    'backup/vault': { [VAULT]: { description: unlessUnread(its, vault) } },
    'backup/protected-resource': { [asset === BUCKET ? PROTECTED_BUCKET : PROTECTED_TABLE]: evidence(changes) },
    ...more,
  });
  return { asset, facets, around };
};

/** The asset as AWS Backup knows it in another Region of the account. */
export const knownIn = (region: string, asset: World['asset'] = TABLE): string => protectedResourceId('aws', region, SCOPE.account, asset);

/** The health of the only protection, or that there is none, or that nothing can be told. */
export const healthIn = (mechanism: AnyMechanism, world: World): Health | 'none' | 'doubt' => {
  const { protections, doubts } = shieldIn(mechanism, world);
  const [only] = protections;
  if (only) return only.health;
  return doubts.length > 0 ? 'doubt' : 'none';
};

/** The only protection. */
export const protectionIn = (mechanism: AnyMechanism, world: World): Protection => {
  const { protections, doubts } = shieldIn(mechanism, world);
  const [only, ...others] = protections;
  if (!only || others.length > 0) throw new RangeError(`${protections.length} protections; ${doubts.join('; ')}`);
  return only;
};
