import { matchesGlob } from '../../model/glob.ts';
import { own } from '../own.ts';
import type { Answer } from '../world.ts';
import { type Refusal, refusal } from './answers.ts';
import type { Served } from './served.ts';

// Snapshot management, a plug-in of OpenSearch. It keeps its policies in an index, which is made with the first of them.

const NO_INDEX: Refusal = refusal(404, 'status_exception', 'Snapshot management config index not found');

const millis = (time: unknown): unknown => (typeof time === 'string' ? Date.parse(time) : time);

/** How often the plug-in looks whether something is due. It is not how often snapshots are made. */
const pollSince = (time: unknown): object => ({ interval: { start_time: millis(time), period: 1, unit: 'Minutes' } });

const policyOf = (name: string, policy: Answer): object => {
  const { enabled = true, last_updated_time, enabled_time = last_updated_time, description, ...rest } = policy;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    schema_version: 21,
    ...rest,
    schedule: pollSince(enabled_time),
    enabled,
    last_updated_time: millis(last_updated_time),
    enabled_time: enabled ? millis(enabled_time) : null,
  };
};

const documentOf = (name: string, policy: Answer, index: number) => ({
  identity: { _id: `${name}-sm-policy` },
  place: { _seq_no: index, _primary_term: 1 },
  content: { sm_policy: policyOf(name, policy) },
});

const policiesOf = ({ cluster }: Served): readonly (readonly [name: string, policy: Answer])[] =>
  Object.entries(cluster.sm?.policies ?? {});

// Whoever does not say how many gets no more than these.
const PAGE = 20;

const byName = (descending: boolean) => {
  const sign = descending ? -1 : 1;
  return ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -sign : sign);
};

// Indices are searched no further than this.
const WINDOW = 10_000;

/** @returns NaN for what is no number */
const numberIn = (query: URLSearchParams, name: string, byDefault: number): number => {
  const text = query.get(name);
  return text === null ? byDefault : /^\d+$/.test(text) ? Number(text) : Number.NaN;
};

const noNumber = (name: string, text: string | null): Refusal => ({
  ...refusal(400, 'illegal_argument_exception', `Failed to parse int parameter [${name}] with value [${text}]`),
  cause: { type: 'number_format_exception', reason: `For input string: ${JSON.stringify(text)}` },
});

/** `GET /_plugins/_sm/policies`: a page of them. Without the index there are none. */
export const smPolicies = (served: Served, query: URLSearchParams): object => {
  const [from, size] = [numberIn(query, 'from', 0), numberIn(query, 'size', PAGE)];
  if (Number.isNaN(from)) return noNumber('from', query.get('from'));
  if (Number.isNaN(size)) return noNumber('size', query.get('size'));
  if (from + size > WINDOW) return refusal(500, 'status_exception', 'all shards failed');
  const all = policiesOf(served)
    .map(([name, policy], index) => [name, documentOf(name, policy, index)] as const)
    .toSorted(byName(query.get('sortOrder') === 'desc'));
  return {
    policies: all.slice(from, from + size).map(([, { identity, place, content }]) => ({ ...identity, ...place, ...content })),
    total_policies: all.length,
  };
};

/** `GET /_plugins/_sm/policies/{policy}` */
export const smPolicy = (served: Served, name: string): object => {
  if (served.cluster.sm?.policies === undefined) return NO_INDEX;
  const index = policiesOf(served).findIndex(([known]) => known === name);
  const policy = own(served.cluster.sm.policies, name);
  if (!policy) return refusal(404, 'status_exception', 'Snapshot management policy not found');
  const { identity, place, content } = documentOf(name, policy, index);
  return { ...identity, _version: 1, ...place, ...content };
};

// The members of explanations that are moments.
const MOMENTS = ['time', 'start_time', 'end_time'];

const withMillis = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withMillis);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, MOMENTS.includes(key) ? millis(member) : withMillis(member)]),
  );
};

/** What is known of a policy beside its name. Of one that has not run yet that is nothing. */
const explanationOf = (explanation: Answer | undefined, index: number): object => {
  if (!explanation) return {};
  return { ...(withMillis(explanation) as object), policy_seq_no: index, policy_primary_term: 1 };
};

/** `GET /_plugins/_sm/policies/{policies}/_explain`. Names that nobody knows are left out. */
export const smExplanations = (served: Served, written: string): object => {
  const { sm = {} } = served.cluster;
  if (sm.policies === undefined) return NO_INDEX;
  const names = written.split(',');
  const explained = policiesOf(served)
    .map(([name, { enabled = true }], index) => ({ name, ...explanationOf(own(sm.explanations, name), index), enabled }))
    .filter(({ name: known }) => names.some((name) => matchesGlob(name, known)));
  return { policies: explained };
};
