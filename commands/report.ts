import { Args, Command } from '@oclif/core';
import * as shared from './flags.ts';

export default class Report extends Command {
  static override summary = 'Turn a saved JSON report into other formats.';

  static override description =
    'Nothing is scanned or judged again: the verdicts are those of the report. Exit codes: 0 written, 2 the report or the usage is wrong.';

  static override examples = [
    { description: 'Read a report that a pipeline kept', command: '<%= config.bin %> report report.json' },
    {
      description: 'Make SARIF of it, in both profiles',
      command: '<%= config.bin %> report report.json --format sarif=full.sarif --format sarif-github=dr.sarif',
    },
  ];

  static override args = { file: Args.string({ description: 'The report, as --format json wrote it.', required: true }) };

  static override flags = { format: shared.format };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Report);
    const [{ outputsOf }, { reportOf }, { writeReports }] = await Promise.all([
      import('./compose/formats.ts'),
      import('./compose/inputs.ts'),
      import('./compose/write.ts'),
    ]);
    const outputs = await outputsOf(flags.format ?? ['terminal'], process.cwd());
    await writeReports(await reportOf(args.file, process.cwd()), outputs);
  }
}
