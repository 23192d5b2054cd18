/** A tag, or what a selection asks of one. */
export interface TagMatch {
  readonly key: string;
  readonly value: string;
}

/** One selection of a backup plan, as GetBackupSelection says it; lists that the answer leaves out are empty. */
export interface BackupSelection {
  readonly name: string;
  /** Name of its plan. */
  readonly plan: string;
  /** Made by a backup policy of AWS Organizations. */
  readonly organizational: boolean;
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Any one of them is enough; keys are bare. */
  readonly listOfTags: readonly TagMatch[];
  /** All of them must hold; keys as the API gives them: `aws:ResourceTag/KEY`. */
  readonly conditions: {
    readonly stringEquals: readonly TagMatch[];
    readonly stringNotEquals: readonly TagMatch[];
    readonly stringLike: readonly TagMatch[];
    readonly stringNotLike: readonly TagMatch[];
  };
}

/** A resource that a selection may cover. It must be in the Region of the selections: ARNs of buckets do not tell. */
export interface Candidate {
  readonly arn: string;
  /** AWS Backup's word for its type, the key of its opt-in: `DynamoDB`, `S3`. */
  readonly resourceType: string;
  /** `undefined`: not known. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** Opt-in of its type in this Region of this account; `undefined`: not known. */
  readonly optedIn: boolean | undefined;
}

/** What has to be read for an answer: `semantics` stands for what AWS does not document, which nobody can read. */
export type Missing = 'tags' | 'optIn' | 'semantics';

/** Whether one selection covers one resource, with the reason in words for people. Holds strings from the cloud. */
export type Resolution =
  | { readonly result: 'selected' | 'not-selected'; readonly reason: string }
  | { readonly result: 'unknown'; readonly reason: string; readonly missing: Missing };
