import { parseDocument } from '../../model/document.ts';
import type { Report } from '../../model/report.ts';
import { MAX_DATA_BYTES } from './files.ts';
import { schemaProblems, throwProblems } from './problems.ts';
import type { Source } from './source.ts';
import type { Validators } from './validators.ts';

/** Reads a saved JSON report. Throws `InputError` with everything that is wrong in it. */
export const loadReport = (file: Source, { validators }: { readonly validators: Pick<Validators, 'report'> }): Report => {
  const document = parseDocument(file.text, file.shownAs, { maxLength: MAX_DATA_BYTES });
  throwProblems(schemaProblems(validators.report, document));
  return document.value as Report;
};
