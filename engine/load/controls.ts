import type { Control, Framework } from '../../model/control.ts';
import { type Document, type Path, parseDocument } from '../../model/document.ts';
import { InputError } from '../../model/errors.ts';
import { isRecord, items, record, text } from './loose.ts';

/** One line of a mapping: a rule gives evidence for a control. */
interface Mapping {
  readonly rule: string;
  readonly control: Control;
}

const refuse = ({ placeOf }: Document, path: Path, message: string): never => {
  throw InputError.of('invalid-controls', message, { place: placeOf(path) });
};

const frameworkOf = (document: Document, value: unknown): Framework => {
  const { id, title, url } = record(value);
  if (text(id) === undefined || text(title) === undefined) refuse(document, ['framework'], 'A framework needs an id and a title.');
  return { id: String(id), title: String(title), ...(text(url) === undefined ? {} : { url: String(url) }) };
};

const mappingsOf = (source: string): readonly Mapping[] => {
  const document = parseDocument(source, 'controls');
  const { framework: described, controls, unmapped } = record(document.value);
  // Rules that no framework asks for have a file of their own.
  if (isRecord(unmapped)) return [];
  const framework = frameworkOf(document, described);
  if (!isRecord(controls)) refuse(document, ['controls'], 'The controls are a mapping of their ids to lists of rules.');
  return Object.entries(record(controls)).flatMap(([id, rules]) => {
    if (!Array.isArray(rules)) refuse(document, ['controls', id], 'A control lists ids of rules.');
    return items(rules).map((rule, index) => ({
      rule: text(rule) ?? refuse(document, ['controls', id, index], 'A control lists ids of rules.'),
      control: { framework, id },
    }));
  });
};

/**
 * Reads mappings of controls to rules, one framework a text, and turns them round: the controls of each rule, in the
 * order of the texts. Throws `InputError` where a text is no such mapping.
 */
export const loadControls = (texts: readonly string[]): ReadonlyMap<string, readonly Control[]> => {
  const controls = new Map<string, readonly Control[]>();
  for (const { rule, control } of texts.flatMap(mappingsOf)) controls.set(rule, [...(controls.get(rule) ?? []), control]);
  return controls;
};
