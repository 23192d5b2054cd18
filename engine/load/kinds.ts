import type { Diagnostic, Place } from '../../model/errors.ts';
import type { AnyKind } from '../../model/kind.ts';
import { componentSelector } from '../../model/kinds/component.ts';
import { suggest } from '../suggest.ts';
import { quote } from './problems.ts';

/** The kinds that inventories hold. The engine makes the selectors of components by itself. */
export const scannedKinds = (kinds: ReadonlyMap<string, AnyKind>): readonly string[] =>
  [...kinds.keys()].filter((id) => id !== componentSelector.id);

/** The kinds that selectors may name: those that listings hold. */
export const selectableKinds = (kinds: ReadonlyMap<string, AnyKind>): readonly string[] =>
  scannedKinds(kinds).filter((id) => kinds.get(id)?.onlyJoined !== true);

export const unknownKind = (id: string, known: readonly string[], place: Place): Diagnostic => ({
  code: 'unknown-kind',
  message: `There is no kind of resource ${quote(id)}. Known kinds: ${known.join(', ')}.`,
  ...suggest(id, known),
  place,
});
