import { type Members, members, named, objects, optionalName, optionalText, texts } from '../json/members.ts';

/** What is looked at of a container. The values of its environment are not for us: they may be secrets. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly words: readonly string[];
  readonly value: Members;
}

/** The pod of a workload: https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates */
export const podSpecOf = (workload: Members): Members =>
  members('spec.template.spec', members('spec.template', members('spec', workload.spec).template).spec);

const SHELL = /(^|\/)(ba|da|a)?sh$/;

/** Command and arguments; those of a script as far as spaces part them. */
const wordsOf = ({ command, args }: Members): readonly string[] => {
  const words = [...texts('command', command), ...texts('args', args)];
  return SHELL.test(words[0] ?? '') ? words.flatMap((word) => word.split(/\s+/)) : words;
};

export const containerOf = (value: Members): Container => ({
  name: named('name of a container', value.name),
  image: optionalName('image', value.image) ?? '',
  words: wordsOf(value),
  value,
});

export const containersOf = (podSpec: Members): readonly Container[] => objects('containers', podSpec.containers).map(containerOf);

/** The last part of an image's name: `velero/velero:v1.16.2` → `velero`. */
const imageName = (image: string): string =>
  image
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .replace(/^.*\//, '');

const isVelero = ({ image, words }: Container): boolean =>
  words.some((word) => /(^|\/)velero$/.test(word)) || imageName(image).endsWith('velero');

/** The first word that says what a container does, and the one after it. */
const isCommand = ({ words }: Container, ...command: readonly string[]): boolean =>
  words.some((_, index) => command.every((word, offset) => words[index + offset] === word));

const AGENTS = ['node-agent', 'restic'];

/** `velero node-agent server`; up to 1.9 `velero restic server`. */
export const runsNodeAgent = (container: Container): boolean =>
  isVelero(container) && AGENTS.some((agent) => isCommand(container, agent, 'server'));

/** `velero server`, with whatever flags. */
export const runsServer = (container: Container): boolean =>
  isVelero(container) && isCommand(container, 'server') && !AGENTS.some((agent) => isCommand(container, agent, 'server'));

/** A variable of the environment. Values from secrets, config maps and fields are not read. */
export type Variable = { readonly state: 'set'; readonly value: string } | { readonly state: 'unset' | 'elsewhere' };

export const variableOf = ({ value }: Container, name: string): Variable => {
  const found = objects('env', value.env).findLast((variable) => variable.name === name);
  if (!found) return { state: objects('envFrom', value.envFrom).length > 0 ? 'elsewhere' : 'unset' };
  return found.valueFrom
    ? { state: 'elsewhere' }
    : { state: 'set', value: optionalText(`value of the variable ${name}`, found.value) ?? '' };
};
