import { strict as assert } from 'node:assert';
import type { Answer as Claimed } from '../../../model/velero/captures/answer.ts';
import type { How, VolumeCapture } from '../../../model/velero/captures/captures.ts';
import { CLAIMS } from './clusters.ts';
import { namesIn, waysOf } from './held.ts';
import { EXCLUDED, VELERO } from './objects.ts';
import type { Answer, Question } from './oracle.ts';
import { ourAnswer } from './ours.ts';

// What the scanner says against what the backup really holds. Where it says that nobody can tell, anything goes.

const RESOURCES = { configmaps: 'ConfigMap', secrets: 'Secret' } as const;

/** Objects of a kind in a namespace, without those that their own label leaves out: the scanner does not see it, and says so. */
const ordinary = ({ objects }: Question, kind: string, namespace: string): readonly string[] =>
  objects
    .filter((object) => object.kind === kind && object.metadata.namespace === namespace)
    .filter(({ metadata }) => Object.entries(EXCLUDED).every(([key, value]) => metadata.labels?.[key] !== value))
    .map(({ metadata }) => metadata.name);

/** How often nobody could tell, by reason. */
export type Unknowns = Map<string, number>;

/** Whether there is anything to compare. */
const isTold = (said: Claimed, unknowns: Unknowns): boolean => {
  if (said.state !== 'unknown') return true;
  unknowns.set(said.key, (unknowns.get(said.key) ?? 0) + 1);
  return false;
};

const said = (what: string, { state, key, reason }: Claimed): string => `${what}: the scanner says ${state} (${key}: ${reason})`;

const compareObjects = (question: Question, answer: Answer, namespace: string, resource: keyof typeof RESOURCES, ours: Claimed): void => {
  const held = namesIn(answer, resource, namespace);
  const expected = ours.state === 'yes' ? ordinary(question, RESOURCES[resource], namespace) : [];
  assert.deepEqual([...held].sort(), [...expected].sort(), said(`${resource} of ${namespace}`, ours));
};

/**
 * Volumes belong to no namespace: Velero takes snapshots of those whose claims it leaves out, too. Whether the data of such a
 * claim is held can be said either way.
 */
const isOrphaned = (answer: Answer, namespace: string, claim: string, ways: readonly How[]): boolean =>
  ways.every((how) => how === 'native-snapshot') && !namesIn(answer, 'persistentvolumeclaims', namespace).includes(claim);

const compareClaim = (answer: Answer, namespace: string, ours: VolumeCapture): void => {
  const ways = waysOf(answer, namespace, ours.claim);
  if (ours.state === 'no' && isOrphaned(answer, namespace, ours.claim, ways)) return;
  assert.deepEqual(ways, ours.how === undefined ? [] : [ours.how], said(`claim ${ours.claim} of ${namespace}`, ours));
};

/** Compares the two about one namespace, and counts what the scanner leaves open. */
const compareNamespace = (question: Question, answer: Answer, version: string, namespace: string, unknowns: Unknowns): void => {
  const ours = ourAnswer(question, version, namespace);
  for (const resource of Object.keys(RESOURCES) as (keyof typeof RESOURCES)[])
    if (isTold(ours[resource], unknowns)) compareObjects(question, answer, namespace, resource, ours[resource]);
  for (const volume of ours.volumes) if (isTold(volume, unknowns)) compareClaim(answer, namespace, volume);
};

/** Rejects where the scanner says of any namespace what Velero does not do. */
export const compare = (question: Question, answer: Answer, version: string, unknowns: Unknowns): void => {
  for (const namespace of [...Object.keys(CLAIMS), VELERO]) compareNamespace(question, answer, version, namespace, unknowns);
};
