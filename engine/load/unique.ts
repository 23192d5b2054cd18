import type { Document } from '../../model/document.ts';
import { type Diagnostic, formatPlace, type Place } from '../../model/errors.ts';
import { items, record, text } from './loose.ts';
import { quote } from './problems.ts';

/** A name, and where it is given. */
export interface Named {
  readonly name: string;
  /** Called only for names that are given twice. */
  readonly place: () => Place;
}

/** The names of the members of the list under `key`, where they have one. */
export const namesIn = (document: Document, key: string): readonly Named[] =>
  items(record(document.value)[key]).flatMap((member, index) => {
    const name = text(record(member).name);
    return name === undefined ? [] : [{ name, place: () => document.placeOf([key, index, 'name']) }];
  });

/** A diagnostic for every name that was given before; `what` says of what: `component`. */
export const repeated = (what: string, names: Iterable<Named>): readonly Diagnostic[] => {
  const first = new Map<string, Named>();
  const diagnostics: Diagnostic[] = [];
  for (const named of names) {
    const before = first.get(named.name);
    if (before === undefined) first.set(named.name, named);
    else {
      const message = `The ${what} ${quote(named.name)} is given twice: first at ${formatPlace(before.place())}.`;
      diagnostics.push({ code: 'duplicate-name', message, place: named.place() });
    }
  }
  return diagnostics;
};
