import type { TSchema } from 'typebox';
import type { AnyKind } from './kind.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './resource.ts';

/**
 * What a failed call means, and so what the engine does next:
 * - `denied`: no permission for this read; final.
 * - `unauthenticated`: the credentials do not work; every further call of the target would fail.
 * - `throttled`: ask again, more slowly.
 * - `transient`: the service or the network hiccuped; ask again.
 * - `gone`: the resource itself does not exist (any more).
 * - `rejected`: anything else the service refuses; final.
 */
export type FailureClass = 'denied' | 'unauthenticated' | 'throttled' | 'transient' | 'gone' | 'rejected';

export interface Failure {
  readonly class: FailureClass;
  /** The system's own error code. */
  readonly code: string;
  readonly message: string;
  /** Milliseconds that the service asked to wait. */
  readonly retryAfter?: number;
}

/** Limits of one API of a system, where it publishes them; otherwise the engine finds out by itself. */
export interface Pace {
  readonly perSecond?: number;
  readonly inFlight?: number;
}

/** One API operation, and the permission that it needs. */
export interface Call {
  /** The API's own name: `GetBucketReplication`. Pacing is per (account, Region, operation). */
  readonly operation: string;
  /** The permission: `s3:GetReplicationConfiguration`. */
  readonly action: string;
  readonly pace?: Pace;
}

/** One try at a request. */
export interface Attempt {
  /** Aborted when the try times out or the run is interrupted. Made when it is first looked at: many clients do without. */
  readonly signal: AbortSignal;
}

/**
 * Sends one request through the engine, which paces, times out and retries it. Rejects with the engine's own error when
 * it gives up; a scanner lets that pass through.
 */
export type Send = <T>(request: (attempt: Attempt) => Promise<T>) => Promise<T>;

/** A resource as a listing shows it. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly region?: string;
  /** Name of the Kubernetes cluster that it runs in, where the target is not that cluster itself. */
  readonly cluster?: string;
  readonly namespace?: string;
  /** Facets that the listing itself tells, or could not tell of this one resource. */
  readonly facets?: Readonly<Record<string, Reading<unknown>>>;
}

/** A resource whose facets are to be read. */
export interface Located {
  readonly id: string;
  readonly name: string;
  readonly scope: Scope;
}

/** What every way of reading a facet has in common. */
interface FacetCall extends Call {
  /** Names of errors that mean "not configured". */
  readonly absentOn?: readonly string[];
  /** The facet cannot be configured unless this holds of another one; where that one has been read, it saves the call. */
  readonly requires?: { readonly facet: string; readonly holds: (value: unknown) => boolean };
}

/** One request for one resource: its answer as the facet's value. Throws what the client throws, or `MalformedAnswer`. */
export interface SingleReader<Session, T = unknown> extends FacetCall {
  readonly read: (session: Session, resource: Located, attempt: Attempt) => Promise<T>;
}

/** Several requests for one resource, usually pages: each goes through `send`. */
export interface PagedReader<Session, T = unknown> extends FacetCall {
  readonly readPages: (session: Session, resource: Located, send: Send) => Promise<T>;
}

/** The requests of a whole Region at once, where the API tells many resources in one answer. */
export interface BulkReader<Session, T = unknown> extends FacetCall {
  /**
   * Values by id of the resource. What the policies select is all that need be kept of the answers; of those each must be
   * there, also where the API says nothing of it.
   * @param selected ids of everything that policies select
   */
  readonly readRegion: (
    session: Session,
    region: string | undefined,
    send: Send,
    selected: ReadonlySet<string>,
  ) => Promise<ReadonlyMap<string, T>>;
}

/** How one facet is read. */
export type FacetReader<Session, T = unknown> = SingleReader<Session, T> | PagedReader<Session, T> | BulkReader<Session, T>;

/** How everything of one kind is listed. */
export interface KindListing<Session> extends Call {
  /** Listed Region by Region; otherwise in one listing that knows no Regions. */
  readonly regional?: true;
  /** Facets that it tells of every resource, so that nothing else reads them. */
  readonly tells?: readonly string[];
  /** The only namespace that it looks into; otherwise it covers the whole cluster. */
  readonly namespace?: (session: Session) => string;
  /** @param wanted the facets of the kind that somebody reads: of those that the listing tells no other need be kept */
  readonly pages: (
    session: Session,
    send: Send,
    region: string | undefined,
    wanted: ReadonlySet<string>,
  ) => AsyncIterable<readonly Listed[]>;
}

/** How resources of one kind are found and read. */
export interface KindScanner<Session> {
  readonly kind: AnyKind;
  /** Kinds that only joins ask for have none. */
  readonly list?: KindListing<Session>;
  readonly facets: Readonly<Record<string, FacetReader<Session>>>;
  /** For ids that joins name and no listing holds: which facet tells whether the resource exists, and where. */
  readonly foreign?: {
    readonly facet: string;
    /** Name, Region and so on from the id; `undefined` where the id is none of this kind. */
    readonly locate: (
      id: string,
      session: Session,
    ) => { readonly name: string; readonly region?: string; readonly account?: string } | undefined;
    /** The Region from the facet's value, where the id does not tell it. */
    readonly region?: (value: unknown) => string | undefined;
  };
}

/** One system on one type of target. Describes calls; the engine makes them. */
export interface Scanner<Session = unknown> {
  readonly id: string;
  /** The type of target that it reads: `aws`. */
  readonly target: string;
  readonly kinds: readonly KindScanner<Session>[];
}

/** The part of a scope that a target's own identity tells. */
export type Identity = Pick<Scope, 'partition' | 'account' | 'cluster'>;

/** A type of target: its configuration, and how it is reached. */
export interface Connector<Config = unknown, Session = unknown> {
  /** The key in the configuration: `aws`. */
  readonly type: string;
  readonly title: string;
  /** Schema of the value under that key. */
  readonly configuration: TSchema;
  /** The configuration with which a target of this type is found where there is none; `undefined` where it is not. */
  readonly discover?: () => Promise<Config | undefined>;
  /** Makes clients; sends nothing. */
  readonly open: (config: Config, options: { readonly timeout: number; readonly maxSockets: number }) => Promise<Session>;
  /** Requests that one target bears at a time, whatever they ask for. Without it only those of one operation are counted. */
  readonly inFlight?: number;
  /**
   * Where the session reaches. Names of clusters are those that users gave them: two targets with one name and different
   * addresses are two clusters, and nothing could tell their resources apart.
   */
  readonly address?: (session: Session) => string;
  /** The call that says who we are. */
  readonly identify: Call & { readonly read: (session: Session, attempt: Attempt) => Promise<Identity> };
  /** Regions that the configuration names; `undefined` = every Region. */
  readonly regions: (config: Config) => readonly string[] | undefined;
  /**
   * The Regions there are, asked where the configuration names none and something is listed Region by Region. Where that
   * is not known, only the session's own Region can be listed.
   */
  readonly everyRegion?: Call & {
    readonly read: (session: Session, send: Send) => Promise<readonly string[]>;
    readonly own: (session: Session) => string;
  };
  /** The permission to write, which nobody needs but a target that asks for it. */
  readonly writing?: { readonly action: string; readonly isAskedFor: (config: Config) => boolean };
  /** ARN of what AWS lets requests through to only where they are signed; `undefined` where they are not. */
  readonly signedFor?: (config: Config) => string | undefined;
  readonly classify: (error: unknown) => Failure;
  readonly close: (session: Session) => void;
}

/** The service answered something that cannot be what it says (an unknown word, a body cut short). Tried again, then a gap. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}
