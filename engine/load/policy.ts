import { type Document, parseDocument } from '../../model/document.ts';
import type { Policy } from '../../model/policy.ts';
import { record, text } from './loose.ts';
import { policyOf } from './policy/build.ts';
import { checkPolicy } from './policy/check.ts';
import type { PolicyContext } from './policy/context.ts';
import { settle, throwProblems } from './problems.ts';
import type { Source } from './source.ts';
import { type Named, repeated } from './unique.ts';

export type { PolicyContext } from './policy/context.ts';

const namesOf = (document: Document): readonly Named[] => {
  const name = text(record(record(document.value).metadata).name);
  return name === undefined ? [] : [{ name, place: () => document.placeOf(['metadata', 'name']) }];
};

/**
 * Reads policies: one file each, in the order given. Throws `InputError` with everything that is wrong in any of them:
 * file by file, by place. What comes out is complete: params are checked, defaults filled in, durations in milliseconds,
 * and every component is bound to `component/resources-present`, at its own place where the file does not name that rule.
 */
export const loadPolicies = (files: readonly Source[], context: PolicyContext): readonly Policy[] => {
  const read = files.map((file) => ({ file, ...settle(() => parseDocument(file.text, file.shownAs)) }));
  const documents = read.flatMap((one) => ('value' in one ? [{ file: one.file, document: one.value }] : []));
  throwProblems([
    ...read.flatMap((one) => ('diagnostics' in one ? one.diagnostics : checkPolicy(one.value, context))),
    ...repeated(
      'policy',
      documents.flatMap(({ document }) => namesOf(document)),
    ),
  ]);
  return documents.map(({ document, file }) => policyOf(document, file.path, context));
};
