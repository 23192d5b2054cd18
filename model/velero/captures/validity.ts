import type { BackupTemplate } from '../../kinds/velero.ts';
import { isAtLeast, type Version } from '../versions.ts';
import { type Answer, allHold, no, unclear, yes } from './answer.ts';
import type { Cluster } from './facts.ts';
import { filterProblem } from './filters.ts';
import { namespaceProblem } from './namespaces.ts';

// What Velero refuses: a backup whose validation fails holds nothing.

type Location = Cluster['snapshotLocations'][number];

const VALID = yes('held', 'Velero accepts the template');

/** `labelSelector` and `orLabelSelectors` exclude each other from 1.9 on, which has the latter. */
const selectorProblem = ({ labelSelector, orLabelSelectors }: BackupTemplate, version: Version): string | undefined =>
  isAtLeast(version, 1, 9) && labelSelector && orLabelSelectors.length > 0
    ? 'labelSelector and orLabelSelectors are used together'
    : undefined;

const namedProblem = (names: readonly string[], locations: readonly Location[]): string | undefined => {
  const missing = names.find((name) => !locations.some((one) => one.name === name));
  if (missing !== undefined) return `there is no volume snapshot location ${missing}`;
  const named = locations.filter(({ name }) => names.includes(name));
  const twice = named.find(({ provider }, index) => named.findIndex((one) => one.provider === provider) !== index);
  return twice && `it names several volume snapshot locations of provider ${twice.provider}`;
};

/** `aws:default,azure:other` */
const defaultsOf = ({ server }: Pick<Cluster, 'server'>): ReadonlyMap<string, string> | undefined =>
  server &&
  new Map(
    (server.flags['default-volume-snapshot-locations'] ?? '')
      .split(',')
      .map((pair) => pair.trim().split(':'))
      .map(([provider = '', name = '']) => [provider, name]),
  );

const judgeProvider = (provider: string, cluster: Pick<Cluster, 'server' | 'snapshotLocations'>): Answer => {
  const defaults = defaultsOf(cluster);
  if (!defaults) return unclear('server', `which of the volume snapshot locations of provider ${provider} is the default one is not known`);
  const name = defaults.get(provider);
  if (name !== undefined && cluster.snapshotLocations.some((one) => one.name === name)) return VALID;
  return no('invalid', `there are several volume snapshot locations of provider ${provider}, and none is named or the default`);
};

/** Up to 1.13 Velero does not look at them where no snapshots are wanted. */
const judgeLocations = ({ volumeSnapshotLocations, snapshotVolumes }: BackupTemplate, cluster: Cluster, version: Version): Answer => {
  if (snapshotVolumes === false && !isAtLeast(version, 1, 14)) return VALID;
  const locations = cluster.snapshotLocations;
  const problem = namedProblem(volumeSnapshotLocations, locations);
  if (problem !== undefined) return no('invalid', problem);
  const named = new Set(locations.filter(({ name }) => volumeSnapshotLocations.includes(name)).map(({ provider }) => provider));
  const open = locations
    .map(({ provider }) => provider)
    .filter((provider, index, all) => all.indexOf(provider) !== index && !named.has(provider));
  return allHold(
    [...new Set(open)].map((provider) => () => judgeProvider(provider, cluster)),
    VALID,
  );
};

const accepted = (problem: string | undefined): Answer => (problem === undefined ? VALID : no('invalid', problem));

/** Whether Velero accepts a template, its storage location aside. */
export const holdsValidation = (template: BackupTemplate, cluster: Cluster, version: Version): Answer => {
  const verdict = allHold(
    [
      () => accepted(filterProblem(template, version)),
      () => accepted(selectorProblem(template, version)),
      () => accepted(namespaceProblem(template, cluster, version)),
      () => judgeLocations(template, cluster, version),
    ],
    VALID,
  );
  return verdict.state === 'no' ? { ...verdict, reason: `validation of the backup fails: ${verdict.reason}` } : verdict;
};
