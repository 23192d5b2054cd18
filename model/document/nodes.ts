import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

/** Keys and indexes from the root to a node. */
export type Path = readonly (string | number)[];

/** The offsets of a node and of what it holds. */
export interface Node {
  readonly start: number;
  /** Of the key that leads here; of the node itself where none does. */
  readonly key: number;
  readonly members?: ReadonlyMap<string, Node>;
  readonly items?: readonly Node[];
}

/** Something that is wrong at an offset. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

const isQuoted = ({ style }: ScalarEvent): boolean => style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;

const isUnwritten = (event: Event | undefined): boolean => event?.type === EVENT_ID.SCALAR && event.valueStart < 0;

/** Where an event starts; `fallback` for values that are not written at all (`key:`). */
export const startOf = (event: Event, fallback: number): number => {
  if (event.type === EVENT_ID.SCALAR) {
    if (isUnwritten(event)) return fallback;
    // The range of a quoted scalar leaves out its quotes.
    return isQuoted(event) ? event.valueStart - 1 : event.valueStart;
  }
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  return 'start' in event ? event.start : fallback;
};

const keyProblem = (key: string, known: ReadonlyMap<string, unknown>, owner: object, offset: number): Problem | undefined => {
  if (key === '__proto__') return { code: 'forbidden-key', message: 'The key __proto__ is not accepted.', offset };
  if (known.has(key)) return { code: 'duplicate-key', message: `The key ${JSON.stringify(key)} is given twice.`, offset };
  // YAML reads 1.0, 0x1F and ~ as other things than text.
  if (!Object.hasOwn(owner, key))
    return { code: 'invalid-key', message: `The key ${key || '(empty)'} is not a text: put it in quotes.`, offset };
  return undefined;
};

/** The dash of a list's item behind `offset`; `list` is the offset of its first dash. */
const nextDash = (text: string, list: number, offset: number): number => {
  const indentation = ' '.repeat(list - (text.lastIndexOf('\n', list - 1) + 1));
  const lineBreak = text.indexOf(`\n${indentation}-`, offset);
  return lineBreak < 0 ? list : lineBreak + 1 + indentation.length;
};

/** Walks the events of one document side by side with the value that was made from them: offsets, and keys that are wrong. */
export const indexNodes = (events: readonly Event[], text: string, value: unknown): { root: Node; problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  let next = 1;
  /** How far the walk has come, for items of lists that are not written at all. */
  let reached = 0;

  const atEnd = (): boolean => events[next] === undefined || events[next]?.type === EVENT_ID.POP;

  const readItems = (list: readonly unknown[], fallback: number): Node[] => {
    const items: Node[] = [];
    while (!atEnd()) {
      const at = items.length > 0 && isUnwritten(events[next]) ? nextDash(text, fallback, reached) : fallback;
      items.push(readNode(list[items.length], at, undefined));
    }
    next++;
    return items;
  };

  const readMembers = (owner: Readonly<Record<string, unknown>>, fallback: number): Map<string, Node> => {
    const members = new Map<string, Node>();
    while (!atEnd()) {
      const event = events[next++] as ScalarEvent;
      const key = getScalarValue(text, event);
      const offset = startOf(event, fallback);
      const problem = keyProblem(key, members, owner, offset);
      if (problem) problems.push(problem);
      members.set(key, readNode(owner[key], offset, offset));
    }
    next++;
    return members;
  };

  const readNode = (node: unknown, fallback: number, key: number | undefined): Node => {
    const event = events[next++] as Event;
    const start = startOf(event, fallback);
    reached = Math.max(reached, start);
    const at = { start, key: key ?? start };
    if (event.type === EVENT_ID.SEQUENCE) return { ...at, items: readItems(Array.isArray(node) ? node : [], start) };
    if (event.type === EVENT_ID.MAPPING) return { ...at, members: readMembers(Object(node), start) };
    return at;
  };

  const root = readNode(value, 0, undefined);
  const twice = problems.filter(({ code }) => code === 'duplicate-key');
  // Of a key that is given twice only the last value is known: what the walk says of keys in the others may be wrong.
  return { root, problems: twice.length > 0 ? twice : problems };
};

/** The node at `path`, or the nearest one above it. */
export const findNode = (root: Node, path: Path): Node => {
  let node = root;
  for (const step of path) {
    const child = typeof step === 'number' ? node.items?.[step] : node.members?.get(step);
    if (child === undefined) return node;
    node = child;
  }
  return node;
};
