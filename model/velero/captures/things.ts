import { choices } from '../../params.ts';
import type { Evidence } from '../../verdict.ts';
import { type Answer, settled, yes } from './answer.ts';
import type { Captures } from './captures.ts';

// What rules ask of a backup, thing by thing: the config maps of a namespace, its secrets, and the data of each of its claims.

export const KINDS = ['configmaps', 'secrets', 'volumes'] as const;
export type Kind = (typeof KINDS)[number];

export const kindsParam = (defaults: readonly Kind[]) =>
  choices(KINDS, {
    default: defaults,
    description: 'What of a namespace has to be held: its ConfigMaps, its Secrets, the data of all of its persistent volume claims.',
  });

/** One thing, and whether it is held. */
export interface Thing {
  /** `ConfigMaps of mlops`, `volume mlops/data` */
  readonly name: string;
  readonly answer: Answer;
}

const volumesOf = (namespace: string, captures: Captures): readonly Thing[] => {
  const things: Thing[] = [];
  const listed = settled(() => {
    things.push(...captures.volumes.map((volume) => ({ name: `volume ${namespace}/${volume.claim}`, answer: volume })));
    return yes('held', 'its claims are known');
  });
  return listed.state === 'yes' ? things : [{ name: `volumes of ${namespace}`, answer: listed }];
};

/** The things of these kinds in a namespace. */
export const thingsOf = (namespace: string, captures: Captures, kinds: readonly Kind[]): readonly Thing[] =>
  kinds.flatMap((kind): readonly Thing[] => {
    if (kind === 'configmaps') return [{ name: `ConfigMaps of ${namespace}`, answer: captures.configmaps }];
    if (kind === 'secrets') return [{ name: `Secrets of ${namespace}`, answer: captures.secrets }];
    return volumesOf(namespace, captures);
  });

/** `ConfigMaps of mlops (excludedResources [configmaps] leaves out configmaps)` */
export const describeThing = ({ name, answer }: Thing): string => `${name} (${answer.reason})`;

const SHOWN = 3;

/** The first few of them, and how many more there are. */
export const listThings = (things: readonly Thing[]): string => {
  const shown = things.slice(0, SHOWN).map(describeThing).join(', ');
  return things.length > SHOWN ? `${shown} and ${things.length - SHOWN} more` : shown;
};

const WORDS = { yes: 'held', no: 'not held', unknown: 'not known' } as const;

const LINES = 100;

/** One line for each thing, as far as a report can take them. */
export const thingEvidence = (things: readonly Thing[], facet: string): readonly Evidence[] =>
  things.slice(0, LINES).map(({ name, answer }) => ({
    facet,
    observed: `${name}: ${WORDS[answer.state]}, ${answer.reason}`,
    expected: 'held',
  }));
