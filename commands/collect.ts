import { Command, Flags } from '@oclif/core';
import * as shared from './flags.ts';

export default class Collect extends Command {
  static override summary = 'Collect the state of the targets into an inventory file, to be evaluated offline.';

  static override description =
    `Reads what the bound rules of the policies need, and nothing else. What could not be read is in the inventory as a gap.

Exit codes: 0 everything was read, 2 usage, configuration or tool error, 3 something could not be read, 130/143 interrupted.`;

  static override examples = [
    { description: 'Collect what the policies of mlops-dr.yaml read', command: '<%= config.bin %> collect --output inventory.json' },
    { description: 'Evaluate it later, or elsewhere', command: '<%= config.bin %> scan --inventory inventory.json' },
  ];

  static override flags = {
    config: shared.config,
    policy: shared.policy,
    target: shared.target,
    output: Flags.string({ char: 'o', description: 'File to write; without it, standard output.', helpValue: 'FILE' }),
    'allow-incomplete': Flags.boolean({ description: 'Exit with 0, not 3, where something could not be read.' }),
    concurrency: shared.concurrency,
    timeout: shared.timeout,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Collect);
    const [{ loadInputs, targetsOf }, { collectInventory }, { listenForInterrupt }, { destination }, { gapsOf }, { EXIT }, { jsonText }] =
      await Promise.all([
        import('./compose/inputs.ts'),
        import('./compose/collect.ts'),
        import('./compose/interrupt.ts'),
        import('./compose/write.ts'),
        import('../engine/evaluate.ts'),
        import('../engine/exit-code.ts'),
        import('../model/text.ts'),
      ]);
    const write = await destination(flags.output, process.cwd());
    const { configuration, policies } = await loadInputs({ cwd: process.cwd(), config: flags.config, policies: flags.policy ?? [] });
    const targets = await targetsOf(configuration, flags.target ?? []);
    const interrupt = listenForInterrupt((message) => this.logToStderr(message));
    try {
      const { concurrency, timeout } = flags;
      const inventory = await collectInventory({
        tool: { name: this.config.name, version: this.config.version },
        targets,
        policies,
        takenAt: new Date(),
        concurrency,
        timeout,
        signal: interrupt.signal,
      });
      await write(jsonText(inventory, 0));
      const incomplete = gapsOf(inventory).length > 0 && !flags['allow-incomplete'];
      process.exitCode = interrupt.code() ?? (incomplete ? EXIT.incomplete : EXIT.ok);
    } finally {
      interrupt.dispose();
    }
  }
}
