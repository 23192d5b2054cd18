import type { Reporter } from '../model/reporter.ts';
import { jsonText } from '../model/text.ts';
import { sarifLog } from './sarif/log.ts';
import { GITHUB } from './sarif/profile.ts';

const reporter: Reporter = {
  id: 'sarif-github',
  description: 'SARIF 2.1.0 for GitHub code scanning: an alert for what failed and for what could not be evaluated.',
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  render: (report, context) => jsonText(sarifLog(report, context, GITHUB)),
};

export default reporter;
