import { Command, Flags } from '@oclif/core';
import * as shared from './flags.ts';
import { print } from './print.ts';

export default class Permissions extends Command {
  static override summary = 'Print the least permissions that a scan with these policies needs.';

  static override description =
    `An IAM policy with what the bound rules read and nothing else: no action writes, and none reads the contents of objects, items or secrets. Without --policy, the policies of mlops-dr.yaml count, or dr-baseline where there is none.

Exit codes: 0 printed, 2 usage, configuration or tool error.`;

  static override examples = [
    { description: 'An IAM policy', command: '<%= config.bin %> permissions --policy mlops-platform' },
    { description: 'A policy document for Terraform', command: '<%= config.bin %> permissions --format terraform' },
  ];

  static override flags = {
    config: shared.config,
    policy: shared.policy,
    format: Flags.option({
      options: ['json', 'terraform'] as const,
      description: 'An IAM policy as JSON, or a policy document in the language of Terraform.',
      default: 'json' as const,
    })(),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Permissions);
    const [{ loadInputs }, { awsActions, PERMISSION_FORMATS }] = await Promise.all([
      import('./compose/inputs.ts'),
      import('./compose/permissions.ts'),
    ]);
    const { configuration, policies } = await loadInputs({ cwd: process.cwd(), config: flags.config, policies: flags.policy ?? [] });
    await print(PERMISSION_FORMATS[flags.format](awsActions(policies, configuration)));
  }
}
