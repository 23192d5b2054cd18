import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import { readCleanJson } from './document/json.ts';
import { findNode, indexNodes, type Node, type Path, type Problem, startOf } from './document/nodes.ts';
import { type Locate, locator } from './document/places.ts';
import { InputError, type Place } from './errors.ts';

export type { Path } from './document/nodes.ts';

/** A YAML or JSON text as plain data in which every node still knows its line and column. */
export interface Document {
  /** The file that places name. */
  readonly file: string;
  /** Objects, lists, texts, numbers, booleans and null; every key is an own property and none is `__proto__`. */
  readonly value: unknown;
  /** Where the value at `path` starts. Of a path that does not exist: the nearest node above it. */
  readonly placeOf: (path: Path) => Place;
  /** Where the key of the value at `path` starts; of items of lists and of the root: the value. */
  readonly placeOfKey: (path: Path) => Place;
}

export interface DocumentLimits {
  /** UTF-16 code units. */
  readonly maxLength?: number;
}

/** Lists and mappings inside each other. Policies need about 8, inventories about 12. */
const MAX_DEPTH = 64;
const MAX_LENGTH = 1024 * 1024;

const refuse = (problems: readonly Problem[], locate: Locate): never => {
  throw new InputError(problems.map(({ code, message, offset }) => ({ code, message, place: locate(offset) })));
};

const invalid = (message: string, offset: number): Problem => ({ code: 'invalid-yaml', message, offset });

/** Runs a step of the parser; its exception becomes an error of ours. */
const attempt = <T>(step: () => T, locate: Locate): T => {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const reason = error.reason.startsWith('nesting exceeded') ? `lists and mappings nest deeper than ${MAX_DEPTH} levels` : error.reason;
    return refuse([invalid(`This is not valid YAML or JSON: ${reason}.`, error.mark?.position ?? 0)], locate);
  }
};

const isEmpty = ([document, root]: readonly Event[]): boolean =>
  document === undefined || root === undefined || (root.type === EVENT_ID.SCALAR && root.valueStart < 0);

/** One document with something in it, in which no node stands for another one. */
const checkStream = (events: readonly Event[], locate: Locate): void => {
  const problems: Problem[] = isEmpty(events) ? [{ code: 'empty-file', message: 'The file is empty.', offset: 0 }] : [];
  for (const [index, event] of events.entries()) {
    if (event.type === EVENT_ID.DOCUMENT && index > 0)
      problems.push(invalid('The file holds several YAML documents (---); one is accepted.', startOf(events[index + 1] ?? event, 0)));
    // References are how a few lines of YAML become gigabytes, and they would give one node two places.
    if (event.type === EVENT_ID.ALIAS)
      problems.push(invalid('References to anchors (*name) are not accepted: write the value out.', startOf(event, 0)));
  }
  if (problems.length > 0) refuse(problems, locate);
};

const readYaml = (text: string, locate: Locate): { readonly value: unknown; readonly root: Node } => {
  const events = attempt(() => parseEvents(text, { maxDepth: MAX_DEPTH }), locate);
  checkStream(events, locate);
  // `json`: a key that is given twice is ours to find, so that all of them are told at once.
  const [value] = attempt(() => constructFromEvents(events, { source: text, maxAliases: 0, json: true }), locate);
  const { root, problems } = indexNodes(events, text, value);
  if (problems.length > 0) refuse(problems, locate);
  return { value, root };
};

/**
 * Reads one YAML 1.2 or JSON document. `file` is the path that places bear. Throws `InputError` with a place for
 * everything that is not one clean document: bad syntax, nothing in it, several documents, references, keys that are
 * given twice or are no text, too long (`maxLength`, by default 1 Mi), too deep (64).
 */
export const parseDocument = (text: string, file: string, { maxLength = MAX_LENGTH }: DocumentLimits = {}): Document => {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const locate = locator(source, file);
  if (source.length > maxLength)
    refuse([{ code: 'file-too-large', message: `The file is longer than ${maxLength} characters.`, offset: 0 }], locate);
  const json = readCleanJson(source, MAX_DEPTH);
  const yaml = json === undefined ? readYaml(source, locate) : undefined;
  let root = yaml?.root;
  const find = (path: Path): Node => {
    // Most inventories are never asked for a place.
    root ??= readYaml(source, locate).root;
    return findNode(root, path);
  };
  return {
    file,
    value: yaml ? yaml.value : json,
    placeOf: (path) => locate(find(path).start),
    placeOfKey: (path) => locate(find(path).key),
  };
};
