import { type Document, type Path, parseDocument } from '../../model/document.ts';
import type { Diagnostic } from '../../model/errors.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import { MAX_DATA_BYTES } from './files.ts';
import { scannedKinds, unknownKind } from './kinds.ts';
import { items, record, text } from './loose.ts';
import { quote, schemaProblems, throwProblems } from './problems.ts';
import type { Source } from './source.ts';
import { parseTime } from './time.ts';
import { namesIn, repeated } from './unique.ts';
import type { Validators } from './validators.ts';

export interface InventoryContext {
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly validators: Pick<Validators, 'inventory' | 'facets'>;
}

const checkFacets = (resource: unknown, path: Path, document: Document, { kinds, validators }: InventoryContext): readonly Diagnostic[] => {
  const { kind, facets } = record(resource);
  const id = text(kind);
  if (id === undefined) return [];
  const known = scannedKinds(kinds);
  if (!known.includes(id)) return [unknownKind(id, known, document.placeOf([...path, 'kind']))];
  const validate = validators.facets[id];
  if (validate === undefined) throw new Error(`The facets of ${id} are not compiled: the build is older than the kind.`);
  return schemaProblems(validate, document, [...path, 'facets'], record(facets));
};

const checkTarget = (resource: unknown, path: Path, document: Document, targets: ReadonlySet<unknown>): readonly Diagnostic[] => {
  const target = text(record(record(resource).scope).target);
  if (target === undefined || targets.has(target)) return [];
  return [
    {
      code: 'unknown-target',
      message: `The inventory has no target ${quote(target)}.`,
      place: document.placeOf([...path, 'scope', 'target']),
    },
  ];
};

/** The same resource twice would be judged twice, and a join could find either. */
const checkRepeated = (resources: readonly unknown[], document: Document): readonly Diagnostic[] => {
  const seen = new Set<string>();
  return resources.flatMap((resource, index) => {
    const { kind, id, scope } = record(resource);
    const identity = JSON.stringify([kind, id, record(scope).target]);
    if (!seen.has(identity)) {
      seen.add(identity);
      return [];
    }
    return [
      { code: 'duplicate-resource', message: `The resource ${quote(id)} is given twice.`, place: document.placeOf(['resources', index]) },
    ];
  });
};

const checkTime = (takenAt: unknown, document: Document): readonly Diagnostic[] => {
  const written = text(takenAt);
  if (written === undefined || parseTime(written) !== undefined) return [];
  return [
    {
      code: 'invalid-time',
      message: `"takenAt" may not be ${quote(written)}.`,
      hint: 'It is a time like 2026-01-31T12:00:00Z.',
      place: document.placeOf(['takenAt']),
    },
  ];
};

const checkInventory = (document: Document, context: InventoryContext): readonly Diagnostic[] => {
  const { takenAt, targets, resources } = record(document.value);
  const names = new Set(items(targets).map((target) => record(target).name));
  return [
    ...schemaProblems(context.validators.inventory, document),
    ...checkTime(takenAt, document),
    ...repeated('target', namesIn(document, 'targets')),
    ...checkRepeated(items(resources), document),
    ...items(resources).flatMap((resource, index) => {
      const path = ['resources', index];
      return [...checkFacets(resource, path, document, context), ...checkTarget(resource, path, document, names)];
    }),
  ];
};

/** Reads a saved inventory. Throws `InputError` with everything that is wrong in it. */
export const loadInventory = (file: Source, context: InventoryContext): Inventory => {
  const document = parseDocument(file.text, file.shownAs, { maxLength: MAX_DATA_BYTES });
  throwProblems(checkInventory(document, context));
  return document.value as Inventory;
};
