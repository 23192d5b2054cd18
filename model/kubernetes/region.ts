import { parseArn } from '../arn.ts';
import type { persistentVolume } from '../kinds/kubernetes.ts';
import type { Subject } from '../rule.ts';

// In which Region a cluster is, by what its objects say of it.

type Volume = Subject<typeof persistentVolume, 'spec'>;

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesioregion, and what it was called before */
const REGION_KEYS: ReadonlySet<string> = new Set(['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region']);

const EBS_ZONE_KEY = 'topology.ebs.csi.aws.com/zone';
const ZONE_KEYS: ReadonlySet<string> = new Set([
  EBS_ZONE_KEY,
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
  'topology.fsx.csi.aws.com/zone',
]);

/** `us-west-2a`; Local Zones and Wavelength Zones bear the name of their Region in front: `us-west-2-lax-1a`. */
const AWS_ZONE = /^([a-z]{2,4}(?:-[a-z]+)+-\d+)(?:[a-z]|-[a-z0-9-]+)$/;

const isOfAws = ({ source, driver = '' }: Volume['facets']['spec'], key: string): boolean =>
  key === EBS_ZONE_KEY || source === 'awsElasticBlockStore' || driver.endsWith('.csi.aws.com');

const regionsOfVolume = ({ facets: { spec } }: Volume): readonly string[] =>
  spec.topology.flatMap(({ key, values }) => {
    if (REGION_KEYS.has(key)) return values;
    return ZONE_KEYS.has(key) && isOfAws(spec, key) ? values.flatMap((zone) => AWS_ZONE.exec(zone)?.[1] ?? []) : [];
  });

/** The Region that the name of an EKS cluster tells, where it is called by its ARN. */
export const regionOfName = (cluster: string | undefined): string | undefined => {
  const arn = parseArn(cluster ?? '');
  return arn?.service === 'eks' && arn.region !== '' ? arn.region : undefined;
};

/** The Regions that volumes can be used in, each once, in the order of the alphabet; none where no volume tells. */
export const regionsOfVolumes = (volumes: readonly Volume[]): readonly string[] => [...new Set(volumes.flatMap(regionsOfVolume))].sort();
