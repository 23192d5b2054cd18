import type { Diagnostic, Place } from '../../model/errors.ts';
import { componentSelector } from '../../model/kinds/component.ts';
import { suggest } from '../suggest.ts';
import { quote } from './problems.ts';

/** The kinds that users may name: those that are scanned. The engine makes the selectors of components by itself. */
export const scannedKinds = (kinds: ReadonlyMap<string, unknown>): readonly string[] =>
  [...kinds.keys()].filter((id) => id !== componentSelector.id);

export const unknownKind = (id: string, known: readonly string[], place: Place): Diagnostic => ({
  code: 'unknown-kind',
  message: `There is no kind of resource ${quote(id)}. Known kinds: ${known.join(', ')}.`,
  ...suggest(id, known),
  place,
});
