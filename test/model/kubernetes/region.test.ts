import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PersistentVolumeSpec } from '../../../model/kinds/kubernetes.ts';
import { regionOfName, regionsOfVolumes } from '../../../model/kubernetes/region.ts';

const test = suite('model/kubernetes/region');

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const EBS = 'topology.ebs.csi.aws.com/zone';

type Topology = PersistentVolumeSpec['topology'][number];

const volume = (topology: readonly Topology[], spec: Partial<PersistentVolumeSpec> = {}) => ({
  kind: 'kubernetes/persistent-volume' as const,
  id: 'pv',
  name: 'pv',
  scope: { target: 'test' },
  facets: { spec: { source: 'csi', driver: 'ebs.csi.aws.com', volumeMode: 'Filesystem' as const, topology: [...topology], ...spec } },
});

const at = (key: string, ...values: readonly string[]): Topology => ({ key, values: [...values] });

const VOLUMES: readonly (readonly [string, readonly ReturnType<typeof volume>[], readonly string[]])[] = [
  ['none', [], []],
  ['one that says nothing', [volume([])], []],
  ['a zone of EBS', [volume([at(EBS, 'us-west-2a')])], ['us-west-2']],
  ['a zone of EBS, whatever the driver', [volume([at(EBS, 'us-west-2a')], { driver: 'other' })], ['us-west-2']],
  ['a zone in GovCloud', [volume([at(EBS, 'us-gov-west-1b')])], ['us-gov-west-1']],
  ['a Local Zone', [volume([at(ZONE, 'us-west-2-lax-1a')])], ['us-west-2']],
  ['a Wavelength Zone', [volume([at(ZONE, 'us-east-1-wl1-bos-wlz-1')])], ['us-east-1']],
  ['the id of a zone', [volume([at(ZONE, 'usw2-az1')])], []],
  ['a Region', [volume([at(REGION, 'eu-central-1')])], ['eu-central-1']],
  ['a Region, as the key was before', [volume([at('failure-domain.beta.kubernetes.io/region', 'eu-central-1')])], ['eu-central-1']],
  ['a Region, and a zone of it', [volume([at(REGION, 'eu-central-1'), at(ZONE, 'eu-central-1b')])], ['eu-central-1']],
  ['a zone of an in-tree volume', [volume([at(ZONE, 'us-west-2a')], { source: 'awsElasticBlockStore', driver: '' })], ['us-west-2']],
  ['a zone of EFS', [volume([at(ZONE, 'us-west-2a')], { driver: 'efs.csi.aws.com' })], ['us-west-2']],
  ['a zone of others', [volume([at(ZONE, 'us-central1-a')], { driver: 'pd.csi.storage.gke.io' })], []],
  ['a zone that only looks like one of AWS', [volume([at(ZONE, 'us-west-2a')], { driver: 'rbd.csi.ceph.com' })], []],
  ['another key', [volume([at('kubernetes.io/hostname', 'us-west-2a')])], []],
  [
    'several',
    [volume([at(EBS, 'us-west-2a', 'us-west-2b')]), volume([at(EBS, 'eu-central-1a')]), volume([at(EBS, 'us-west-2c')])],
    ['eu-central-1', 'us-west-2'],
  ],
  ['hostile', [volume([at(EBS, '\u001b[31m'), at(EBS, 'us-west-2a\n')])], []],
];

for (const [name, volumes, regions] of VOLUMES) test(`volumes: ${name}`, () => assert.equal(regionsOfVolumes(volumes), regions));

const NAMES: readonly (readonly [string | undefined, string | undefined])[] = [
  ['arn:aws:eks:us-west-2:111122223333:cluster/prod', 'us-west-2'],
  ['arn:aws-cn:eks:cn-north-1:111122223333:cluster/prod', 'cn-north-1'],
  ['arn:aws:s3:us-west-2:111122223333:cluster/prod', undefined],
  ['arn:aws:eks::111122223333:cluster/prod', undefined],
  ['prod', undefined],
  ['us-west-2', undefined],
  [undefined, undefined],
];

for (const [name, region] of NAMES) test(`the name ${name}`, () => assert.is(regionOfName(name), region));

test.run();
