import type { Reporter } from '../model/reporter.ts';
import { jsonText } from '../model/text.ts';
import { sarifLog } from './sarif/log.ts';
import { FULL } from './sarif/profile.ts';

const reporter: Reporter = {
  id: 'sarif',
  description: 'SARIF 2.1.0 as specified: every verdict, suppressions, notifications and taxonomies.',
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  render: (report, context) => jsonText(sarifLog(report, context, FULL)),
};

export default reporter;
