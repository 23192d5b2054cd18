import { UnreadFact } from '../../rule.ts';

// Answers of three kinds, each with its reason.

/** Why something is in a backup, or is not, or why nobody can tell. */
export type Reason =
  | 'held'
  | 'fs-backup'
  | 'csi-snapshot'
  | 'csi-data-movement'
  | 'native-snapshot'
  | 'invalid'
  | 'namespace-missing'
  | 'namespace-terminating'
  | 'namespace-labelled'
  | 'namespace-excluded'
  | 'resource-excluded'
  | 'object-excluded'
  | 'selector'
  | 'policy'
  | 'unbound'
  | 'block'
  | 'host-path'
  | 'not-opted-in'
  | 'untrimmed'
  | 'pod'
  | 'unused'
  | 'unmounted'
  | 'order'
  | 'claim-fails'
  | 'no-agent'
  | 'windows'
  | 'uploader'
  | 'fs-backup-instead'
  | 'snapshots-off'
  | 'no-csi'
  | 'no-snapshot-class'
  | 'no-snapshotter'
  | 'mover'
  | 'ephemeral'
  | 'pattern'
  | 'server'
  | 'plugin'
  | 'volume'
  | 'version'
  | 'unread';

export interface Answer {
  readonly state: 'yes' | 'no' | 'unknown';
  readonly key: Reason;
  /** In words, as a clause. Holds strings from the cluster. */
  readonly reason: string;
  /** The fact that could not be read, where that is the reason. */
  readonly unread?: UnreadFact;
}

const answer =
  <S extends Answer['state']>(state: S) =>
  (key: Reason, reason: string): Answer & { readonly state: S } => ({ state, key, reason });

export const yes = answer('yes');
export const no = answer('no');
export const unclear = answer('unknown');

/** What `look` answers; where it looks at a fact that could not be read, nobody can tell. */
export const settled = (look: () => Answer): Answer => {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof UnreadFact)) throw error;
    return { ...unclear('unread', error.message), unread: error };
  }
};

type Judgement = () => Answer;

const settle = (judgements: readonly Judgement[], decisive: Answer['state'], otherwise: Answer): Answer => {
  let open: Answer | undefined;
  let last = otherwise;
  for (const judgement of judgements) {
    last = settled(judgement);
    if (last.state === decisive) return last;
    if (last.state === 'unknown') open ??= last;
  }
  return open ?? last;
};

/** All are needed: the first no; else the first that nobody knows; else the last yes. No more are looked at than decide. */
export const allHold = (judgements: readonly Judgement[], otherwise: Answer): Answer => settle(judgements, 'no', otherwise);

/** One is enough: the first yes; else the first that nobody knows; else the last no. */
export const oneHolds = (judgements: readonly Judgement[], otherwise: Answer): Answer => settle(judgements, 'yes', otherwise);
