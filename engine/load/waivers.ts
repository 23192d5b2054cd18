import { type Document, type Path, parseDocument } from '../../model/document.ts';
import type { Diagnostic } from '../../model/errors.ts';
import { isGlob, matchesGlob } from '../../model/glob.ts';
import type { Waiver } from '../../model/policy.ts';
import type { WaiversText } from '../../model/schemas/waivers.ts';
import { suggest } from '../suggest.ts';
import { items, record, text } from './loose.ts';
import { quote, schemaProblems, settle, throwProblems } from './problems.ts';
import type { Source } from './source.ts';
import { parseExpiry } from './time.ts';
import type { Validators } from './validators.ts';

export interface WaiversContext {
  /** By id. */
  readonly rules: ReadonlyMap<string, unknown>;
  readonly validators: Pick<Validators, 'waivers'>;
}

const checkRule = (rule: string | undefined, path: Path, document: Document, known: readonly string[]): readonly Diagnostic[] => {
  if (rule === undefined || known.some((id) => matchesGlob(rule, id))) return [];
  const place = document.placeOf([...path, 'rule']);
  if (isGlob(rule))
    return [{ code: 'unknown-rule', message: `No rule matches ${quote(rule)}.`, hint: 'All rules: mlops-dr rules list.', place }];
  const { hint = 'All rules: mlops-dr rules list.' } = suggest(rule, known);
  return [{ code: 'unknown-rule', message: `There is no rule ${quote(rule)}.`, hint, place }];
};

const checkExpiry = (expires: string | undefined, path: Path, document: Document): readonly Diagnostic[] => {
  if (expires === undefined || parseExpiry(expires) !== undefined) return [];
  const hint = 'Write a date (2026-12-31: holds to the end of that day, UTC) or a time with its offset (2026-12-31T12:00:00Z).';
  return [
    { code: 'invalid-time', message: `"expires" may not be ${quote(expires)}.`, hint, place: document.placeOf([...path, 'expires']) },
  ];
};

const checkWaivers = (document: Document, { rules, validators }: WaiversContext): readonly Diagnostic[] => {
  const known = [...rules.keys()];
  const waivers = items(record(document.value).waivers).flatMap((waiver, index) => {
    const { rule, expires } = record(waiver);
    const path = ['waivers', index];
    return [...checkRule(text(rule), path, document, known), ...checkExpiry(text(expires), path, document)];
  });
  return [...schemaProblems(validators.waivers, document), ...waivers];
};

const waiverOf = ({ expires, ...waiver }: WaiversText['waivers'][number], index: number, document: Document): Waiver => ({
  ...waiver,
  expires: parseExpiry(expires) ?? new Date(Number.NaN),
  place: document.placeOf(['waivers', index]),
});

/** Reads waivers, in the order of the files. Throws `InputError` with everything that is wrong in any of them. */
export const loadWaivers = (files: readonly Source[], context: WaiversContext): readonly Waiver[] => {
  const read = files.map((file) => settle(() => parseDocument(file.text, file.shownAs)));
  throwProblems(read.flatMap((one) => ('diagnostics' in one ? one.diagnostics : checkWaivers(one.value, context))));
  const documents = read.flatMap((one) => ('value' in one ? [one.value] : []));
  return documents.flatMap((document) => (document.value as WaiversText).waivers.map((waiver, index) => waiverOf(waiver, index, document)));
};
