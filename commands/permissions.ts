import { Command, Flags } from '@oclif/core';
import * as shared from './flags.ts';
import { print } from './print.ts';

export default class Permissions extends Command {
  static override summary = 'Print the least permissions that a scan with these policies needs.';

  static override description =
    `An IAM policy, a ClusterRole of Kubernetes, or a role of Elasticsearch or OpenSearch with what the bound rules read and nothing else: no action writes, and none reads the contents of objects, items, documents, secrets or config maps. Without --policy, the policies of mlops-dr.yaml count, or dr-baseline where there is none. Without --format it is an IAM policy, or a ClusterRole where the policies read nothing of AWS, or a role of Elasticsearch where they read nothing of either.

Where a target has its repositories verified (verifyRepositories), which writes, the roles permit that, too. Where requests to a managed domain are signed, the IAM policy lets GET through to it; what may be read inside, the role says that OpenSearch gives: map it to the identity that signs. Prometheus has no roles: whoever gets through to it may read all that it tells.

Exit codes: 0 printed, 2 usage, configuration or tool error.`;

  static override examples = [
    { description: 'An IAM policy', command: '<%= config.bin %> permissions --policy mlops-platform' },
    { description: 'A policy document for Terraform', command: '<%= config.bin %> permissions --format terraform' },
    { description: 'A ClusterRole, into the cluster', command: '<%= config.bin %> permissions --format cluster-role | kubectl apply -f -' },
    {
      description: 'A role of Elasticsearch, into the cluster',
      command:
        '<%= config.bin %> permissions --format elasticsearch-role | curl -X PUT "$URL/_security/role/mlops-dr" -H "Content-Type: application/json" --data-binary @-',
    },
    {
      description: 'A role of OpenSearch, into the cluster',
      command:
        '<%= config.bin %> permissions --format opensearch-role | curl -X PUT "$URL/_plugins/_security/api/roles/mlops-dr" -H "Content-Type: application/json" --data-binary @-',
    },
  ];

  static override flags = {
    config: shared.config,
    policy: shared.policy,
    format: Flags.option({
      options: ['json', 'terraform', 'cluster-role', 'elasticsearch-role', 'opensearch-role'] as const,
      description:
        'An IAM policy as JSON or as a policy document in the language of Terraform, a ClusterRole of Kubernetes as YAML, or a role of Elasticsearch or OpenSearch as its API takes it.',
    })(),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Permissions);
    const [{ loadInputs }, { permissionsFor }] = await Promise.all([import('./compose/inputs.ts'), import('./compose/permissions.ts')]);
    const { configuration, policies } = await loadInputs({ cwd: process.cwd(), config: flags.config, policies: flags.policy ?? [] });
    const { text, others } = permissionsFor(policies, configuration, flags.format);
    await print(text);
    for (const formats of others)
      this.logToStderr(`These policies read more than that: see mlops-dr permissions --format ${formats.join(' or ')}.`);
  }
}
