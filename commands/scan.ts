import { Command, Flags } from '@oclif/core';
import type { Inventory } from '../model/inventory.ts';
import type { Demo } from './compose/demo.ts';
import type { Output } from './compose/formats.ts';
import type { Inputs } from './compose/inputs.ts';
import type { Interrupt } from './compose/interrupt.ts';
import * as shared from './flags.ts';

type ScanFlags = Awaited<ReturnType<Scan['parseFlags']>>;

export default class Scan extends Command {
  static override summary = 'Collect the state of the targets, hold it against the policies and report.';

  static override description = `Standard output carries the report; progress and notes go to standard error.

Exit codes: 0 nothing failed and nothing is unknown, 1 something failed, 2 usage, configuration or tool error, 3 nothing failed but something could not be evaluated, 130/143 interrupted.`;

  static override examples = [
    { description: 'Look at a platform with believable mistakes', command: '<%= config.bin %> scan --demo' },
    { description: 'Scan the targets of mlops-dr.yaml', command: '<%= config.bin %> scan' },
    {
      description: 'Hold one target against a policy',
      command: '<%= config.bin %> scan --target prod --policy policies/mlops-platform.yaml',
    },
    {
      description: 'Gate a pipeline, and keep the findings for code scanning',
      command: '<%= config.bin %> scan --fail-on high --format terminal --format sarif-github=dr.sarif',
    },
    { description: 'Evaluate a saved inventory, offline', command: '<%= config.bin %> scan --inventory inventory.json --format json' },
  ];

  static override flags = {
    config: shared.config,
    policy: shared.policy,
    target: shared.target,
    format: shared.format,
    'fail-on': shared.failOn,
    'allow-incomplete': shared.allowIncomplete,
    concurrency: shared.concurrency,
    timeout: shared.timeout,
    inventory: Flags.string({ description: 'Evaluate a saved inventory instead of scanning.', helpValue: 'FILE', exclusive: ['demo'] }),
    demo: Flags.boolean({
      description: 'Scan the embedded lab: the platform of the shipped policy mlops-platform, a year on.',
      exclusive: ['config', 'target', 'inventory'],
    }),
  };

  async run(): Promise<void> {
    const flags = await this.parseFlags();
    const [{ outputsOf }, { listenForInterrupt }] = await Promise.all([import('./compose/formats.ts'), import('./compose/interrupt.ts')]);
    const outputs = await outputsOf(flags.format ?? ['terminal'], process.cwd());
    const interrupt = listenForInterrupt((message) => this.logToStderr(message));
    const demo = flags.demo ? await (await import('./compose/demo.ts')).startDemo() : undefined;
    try {
      process.exitCode = await this.scan(flags, outputs, interrupt, demo);
    } finally {
      interrupt.dispose();
      await demo?.close();
    }
  }

  private async parseFlags() {
    return (await this.parse(Scan)).flags;
  }

  private async scan(flags: ScanFlags, outputs: readonly Output[], interrupt: Interrupt, demo: Demo | undefined): Promise<number> {
    const { loadInputs, policiesOf } = await import('./compose/inputs.ts');
    const cwd = process.cwd();
    const inputs: Inputs = demo
      ? { configuration: undefined, policies: await policiesOf(flags.policy ?? [demo.policy], cwd), waivers: [] }
      : await loadInputs({ cwd, config: flags.config, policies: flags.policy ?? [] });
    const inventory = await this.inventory(flags, inputs, interrupt.signal, demo);
    const [{ evaluateInventory }, { writeReports }, { exitCode }] = await Promise.all([
      import('./compose/evaluate.ts'),
      import('./compose/write.ts'),
      import('../engine/exit-code.ts'),
    ]);
    const { report, notes } = evaluateInventory(inventory, inputs);
    for (const note of notes) this.logToStderr(note);
    await writeReports(report, outputs);
    return interrupt.code() ?? exitCode(report, { failOn: flags['fail-on'], allowIncomplete: flags['allow-incomplete'] });
  }

  private async inventory(
    flags: ScanFlags,
    { configuration, policies }: Inputs,
    signal: AbortSignal,
    demo: Demo | undefined,
  ): Promise<Inventory> {
    const { inventoryOf, targetsOf, restrictTo } = await import('./compose/inputs.ts');
    if (flags.inventory !== undefined) return restrictTo(await inventoryOf(flags.inventory, process.cwd()), flags.target ?? []);
    const targets = demo?.targets ?? (await targetsOf(configuration, flags.target ?? []));
    const { collectInventory } = await import('./compose/collect.ts');
    return collectInventory({
      tool: { name: this.config.name, version: this.config.version },
      targets,
      policies,
      takenAt: demo?.takenAt ?? new Date(),
      concurrency: flags.concurrency,
      timeout: flags.timeout,
      signal,
    });
  }
}
