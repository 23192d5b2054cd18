import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from './platform.ts';
import { BUCKETS, PLANS, TABLES, VAULTS } from './verdicts.ts';
import { AWAY, HOME } from './world.ts';

/** Ids of the rules about a kind, whichever there are. */
const rulesAbout = async ({ scanner }: Platform, kind: string): Promise<readonly string[]> => {
  const { stdout } = await scanner('rules', 'list', '--kind', kind, '--json');
  const rules: readonly { readonly id: string }[] = JSON.parse(stdout);
  return rules.map(({ id }) => id);
};

const named = (kind: string, names: readonly string[]) => names.map((name) => ({ kind, name }));

/** A policy that binds every rule to everything that it is about. */
const everyRule = async (platform: Platform): Promise<object> => ({
  apiVersion: 'mlops-dr/v1',
  kind: 'Policy',
  metadata: { name: 'every-rule', title: 'Every rule' },
  components: [
    { name: 'buckets', resources: named('s3/bucket', BUCKETS), rules: await rulesAbout(platform, 's3/bucket') },
    { name: 'tables', resources: named('dynamodb/table', TABLES), rules: await rulesAbout(platform, 'dynamodb/table') },
    { name: 'plans', resources: named('backup/plan', PLANS), rules: await rulesAbout(platform, 'backup/plan') },
    // No rule is about vaults themselves: those about assets look at the vaults of their plans.
    { name: 'vaults', resources: named('backup/vault', VAULTS) },
    { name: 'tagged', resources: [{ kind: 'dynamodb/table', tags: { backup: 'daily' } }], rules: ['dynamodb/pitr-enabled'] },
  ],
});

const configuration = (aws: object): object => ({
  targets: [{ name: 'moto', aws }],
  policies: ['mlops-platform', './every-rule.yaml'],
});

/** A configuration that names no Regions. */
export const WITHOUT_REGIONS = 'without-regions.yaml';

/** Writes the policy and the configurations. JSON is YAML. */
export const writeInputs = async (platform: Platform, directory: string): Promise<void> => {
  const write = (file: string, content: object): void => writeFileSync(join(directory, file), JSON.stringify(content));
  write('every-rule.yaml', await everyRule(platform));
  write('mlops-dr.yaml', configuration({ regions: [HOME, AWAY] }));
  write(WITHOUT_REGIONS, configuration({}));
};
