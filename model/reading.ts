/** Why a fact could not be read. */
export interface Gap {
  /** The permission that the read needs, as the system's own documentation names it: `s3:GetReplicationConfiguration`. */
  readonly action: string;
  /** The system's own error code (`AccessDenied`, `SlowDown`) or one of ours (`Timeout`, `Interrupted`, `NotCollected`, `MalformedAnswer`). */
  readonly code: string;
  readonly message: string;
}

/** What is known of one fact: its value; that the service says "not configured"; or nothing, and why. */
export type Reading<T> =
  | { readonly state: 'read'; readonly value: T }
  | { readonly state: 'absent' /** The facet that rules this one out, so that it was not asked for. */; readonly impliedBy?: string }
  | { readonly state: 'unread'; readonly gap: Gap };

export const read = <T>(value: T): Reading<T> => ({ state: 'read', value });
export const absent = (impliedBy?: string): Reading<never> =>
  impliedBy === undefined ? { state: 'absent' } : { state: 'absent', impliedBy };
export const unread = (gap: Gap): Reading<never> => ({ state: 'unread', gap });

/** Code of a gap that hides nothing: the facet of a resource that is known not to exist. */
export const NO_SUCH_RESOURCE = 'NoSuchResource';
