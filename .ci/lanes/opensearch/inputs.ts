import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../generated/rules.ts';
import { searchCluster } from '../../../model/kinds/elasticsearch.ts';
import { isAbout } from '../../../model/rule.ts';
import { REPOSITORY } from './world.ts';

/** What the lane asks for where the defaults would not do. */
const PARAMS: Readonly<Record<string, object>> = {
  'elasticsearch/repository-registered': { repository: REPOSITORY },
  'elasticsearch/snapshot-recent': { maxAge: '1h' },
  'elasticsearch/snapshots-succeed': { window: '1h' },
};

const bindings = [...rules.values()]
  .filter(({ subject }) => isAbout(subject, searchCluster.id))
  .map(({ id }) => ({ rule: id, params: PARAMS[id] ?? {} }));

/** Every rule about such a cluster. */
const policy = {
  apiVersion: 'mlops-dr/v1',
  kind: 'Policy',
  metadata: { name: 'logs', title: 'Logs' },
  components: [{ name: 'logs', resources: [{ kind: searchCluster.id }], rules: bindings }],
};

/** Name of the configuration. */
export const CONFIGURATION = 'logs.yaml';

/** Writes the policy and the configuration. JSON is YAML. @param url where the scanner is to ask */
export const writeInputs = (directory: string, url: string): void => {
  const write = (file: string, content: object): void => writeFileSync(join(directory, file), JSON.stringify(content));
  write('policy.yaml', policy);
  write(CONFIGURATION, { targets: [{ name: 'logs', elasticsearch: { url } }], policies: ['./policy.yaml'] });
};
