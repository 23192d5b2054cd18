import { parseDocument, type Path } from '../model/document.ts';
import { type Diagnostic, InputError } from '../model/errors.ts';
import { S3_OPERATIONS } from './s3/operations.ts';

/** What a service answers, as `aws … --output json` prints it. */
export type Answer = Readonly<Record<string, unknown>>;

/** Answers of one operation by the name of the bucket. */
export type ByBucket = Readonly<Record<string, Answer>>;

/** One account and what its services say. */
export interface Account {
  readonly id: string;
  /** `aws` unless it says otherwise. */
  readonly partition?: string;
  /** Access key ids that act for this account. Where no account names any, the first account answers every key. */
  readonly accessKeys?: readonly string[];
  /** Roles that may be assumed, by name. */
  readonly roles?: Readonly<Record<string, { readonly externalId?: string }>>;
  readonly s3?: { readonly ListBuckets?: Answer } & Readonly<Record<string, unknown>>;
}

/** Something that goes wrong. Every condition must hold; the first fault that applies to a request decides. */
export interface Fault {
  /** `s3:GetBucketReplication`, `s3:*` or `*`. */
  readonly operation: string;
  /** Glob over the bucket's name. */
  readonly bucket?: string;
  /** Only the first so many requests. */
  readonly times?: number;
  /** Milliseconds before the answer; goes together with the others. */
  readonly latency?: number;
  /** Share of the answers that are 503 SlowDown, from 0 to 1. */
  readonly throttle?: number;
  /** AccessDenied, with this message where it is a text. */
  readonly deny?: boolean | string;
  readonly error?: { readonly code: string; readonly status: number; readonly message?: string };
  /** The connection breaks before the answer. */
  readonly reset?: boolean;
  /** Half of the body: under the length of the whole (`announced`) or under its own (`matching`). */
  readonly truncate?: 'announced' | 'matching';
  /** 200 with this body instead of the answer. */
  readonly body?: string;
  /** No answer, ever. */
  readonly hang?: boolean;
}

/** One YAML file: everything that the lab says. */
export interface World {
  /** The moment at which a demonstration looks at it, ISO 8601. */
  readonly now?: string;
  readonly accounts: readonly Account[];
  readonly faults?: readonly Fault[];
}

const KEYS = {
  world: ['now', 'accounts', 'faults'],
  account: ['id', 'partition', 'accessKeys', 'roles', 's3'],
  s3: Object.keys(S3_OPERATIONS),
  fault: ['operation', 'bucket', 'times', 'latency', 'throttle', 'deny', 'error', 'reset', 'truncate', 'body', 'hang'],
} as const;

const members = (value: unknown): readonly string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reads a world. Throws `InputError` for whatever the lab would not know how to say. */
export const loadWorld = (text: string, file: string): World => {
  const { value, placeOfKey } = parseDocument(text, file);
  const diagnostics: Diagnostic[] = [];
  const check = (node: unknown, path: Path, accepted: readonly string[]): void => {
    for (const key of members(node).filter((name) => !accepted.includes(name))) {
      diagnostics.push({ code: 'unknown-key', message: `${key} means nothing here. Accepted: ${accepted.join(', ')}.`, place: placeOfKey([...path, key]) });
    }
  };
  check(value, [], KEYS.world);
  const { accounts, faults } = value as { accounts?: unknown; faults?: unknown };
  if (items(accounts).length === 0) diagnostics.push({ code: 'no-account', message: 'A world needs at least one account under "accounts".', place: placeOfKey([]) });
  items(accounts).forEach((account, index) => {
    check(account, ['accounts', index], KEYS.account);
    check((account as Account).s3, ['accounts', index, 's3'], KEYS.s3);
  });
  items(faults).forEach((fault, index) => {
    check(fault, ['faults', index], KEYS.fault);
  });
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return value as World;
};
