import { Args, Command } from '@oclif/core';
import * as shared from '../flags.ts';

export default class PolicyValidate extends Command {
  static override summary = 'Check policies, and the configuration and waivers beside them, without scanning.';

  static override description =
    'Every problem is told at once, with file, line and column. Exit codes: 0 all is well, 2 something is wrong.';

  static override examples = [
    { description: 'Check the policies of mlops-dr.yaml', command: '<%= config.bin %> policy validate' },
    { description: 'Check one file', command: '<%= config.bin %> policy validate policies/mlops-platform.yaml' },
  ];

  static override strict = false;

  static override args = {
    file: Args.string({ description: 'Policy files, or names of those that ship (default: those of the configuration).', required: false }),
  };

  static override flags = { config: shared.config };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(PolicyValidate);
    const { loadInputs, policiesOf } = await import('../compose/inputs.ts');
    const files = argv as string[];
    const policies =
      files.length > 0
        ? await policiesOf(files, process.cwd())
        : (await loadInputs({ cwd: process.cwd(), config: flags.config, policies: [] })).policies;
    for (const { name, file, components } of policies) {
      const bindings = components.reduce((sum, component) => sum + component.bindings.length, 0);
      this.log(`${components[0]?.place.file ?? file}: ${name} is valid (${components.length} components, ${bindings} bound rules).`);
    }
  }
}
