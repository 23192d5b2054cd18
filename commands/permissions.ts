import { Command, Flags } from '@oclif/core';
import * as shared from './flags.ts';
import { print } from './print.ts';

export default class Permissions extends Command {
  static override summary = 'Print the least permissions that a scan with these policies needs.';

  static override description =
    `An IAM policy or a ClusterRole of Kubernetes with what the bound rules read and nothing else: no action writes, and none reads the contents of objects, items, secrets or config maps. Without --policy, the policies of mlops-dr.yaml count, or dr-baseline where there is none. Without --format it is an IAM policy, or a ClusterRole where the policies read nothing of AWS.

Exit codes: 0 printed, 2 usage, configuration or tool error.`;

  static override examples = [
    { description: 'An IAM policy', command: '<%= config.bin %> permissions --policy mlops-platform' },
    { description: 'A policy document for Terraform', command: '<%= config.bin %> permissions --format terraform' },
    { description: 'A ClusterRole, into the cluster', command: '<%= config.bin %> permissions --format cluster-role | kubectl apply -f -' },
  ];

  static override flags = {
    config: shared.config,
    policy: shared.policy,
    format: Flags.option({
      options: ['json', 'terraform', 'cluster-role'] as const,
      description: 'An IAM policy as JSON or as a policy document in the language of Terraform, or a ClusterRole of Kubernetes as YAML.',
    })(),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Permissions);
    const [{ loadInputs }, { permissionsFor }] = await Promise.all([import('./compose/inputs.ts'), import('./compose/permissions.ts')]);
    const { configuration, policies } = await loadInputs({ cwd: process.cwd(), config: flags.config, policies: flags.policy ?? [] });
    const { text, others } = permissionsFor(policies, configuration, flags.format);
    await print(text);
    for (const other of others) this.logToStderr(`These policies read more than that: see mlops-dr permissions --format ${other}.`);
  }
}
