import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  dialectsOf,
  goesWith,
  imageName,
  isAtLeast,
  pluginName,
  serversFor,
  serverVersion,
  tagVersion,
  type Version,
  versionText,
} from '../../../model/velero/versions.ts';

const test = suite('model/velero/versions');

const tagged = (text: string): Version => tagVersion(`velero/velero:${text}`) as Version;

const IMAGES: readonly (readonly [string, string, string | undefined])[] = [
  ['velero/velero:v1.16.2', 'velero', 'v1.16.2'],
  ['velero/velero:1.16.2', 'velero', 'v1.16.2'],
  ['velero', 'velero', undefined],
  ['velero/velero:v1.9', 'velero', 'v1.9.0'],
  ['bitnami/velero:1.15.0-debian-12-r3', 'velero', 'v1.15.0'],
  ['velero/velero:v1.17.0-rc.1', 'velero', 'v1.17.0'],
  ['registry.local:5000/mirror/velero/velero:v1.14.1', 'velero', 'v1.14.1'],
  ['registry.local:5000/velero', 'velero', undefined],
  ['velero/velero:latest', 'velero', undefined],
  ['velero/velero:main', 'velero', undefined],
  ['velero/velero:v1', 'velero', undefined],
  ['velero/velero:v1.x', 'velero', undefined],
  ['velero/velero:v1.16.2.1', 'velero', undefined],
  ['velero/velero:v1.16.2@sha256:abcdef', 'velero', 'v1.16.2'],
  ['velero/velero@sha256:abcdef', 'velero', undefined],
  ['quay.io/konveyor/velero:oadp-1.4', 'velero', undefined],
  ['velero/velero-plugin-for-aws:v1.2.0', 'velero-plugin-for-aws', 'v1.2.0'],
  ['', '', undefined],
  [':v1.2.3', '', undefined],
  ['a:b:c', '', undefined],
];

for (const [image, name, version] of IMAGES) {
  test(`image "${image}"`, () => {
    assert.is(imageName(image), name);
    const found = tagVersion(image);
    assert.is(found && versionText(found), version);
  });
}

test('a server of another name has versions of its own', () => {
  assert.is(serverVersion({ image: 'registry.redhat.io/oadp/oadp-velero-rhel9:1.4.1' }), undefined);
  assert.equal(serverVersion({ image: 'velero/velero:v1.16.2' }), { major: 1, minor: 16, patch: 2 });
});

const BOUNDS: readonly (readonly [string, number, number, boolean])[] = [
  ['v1.11.9', 1, 12, false],
  ['v1.12.0', 1, 12, true],
  ['v1.13.0', 1, 12, true],
  ['v2.0.0', 1, 12, true],
  ['v0.99.0', 1, 12, false],
];
for (const [version, major, minor, is] of BOUNDS)
  test(`${version} is ${is ? '' : 'not '}at least ${major}.${minor}`, () => assert.is(isAtLeast(tagged(version), major, minor), is));

const ANY = ['robfig-v1', 'robfig-v3', 'go-cron'];

/** By the `go.mod` of each release. */
const SPOKEN: readonly (readonly [image: string, dialects: readonly string[]])[] = [
  ['velero/velero:v0.11.1', ['robfig-v1']],
  ['velero/velero:v1.6.3', ['robfig-v1']],
  ['velero/velero:v1.14.1', ['robfig-v1']],
  ['bitnami/velero:1.14', ['robfig-v1']],
  ['velero/velero:v1.15.0', ['robfig-v3']],
  ['bitnami/velero:1.15', ['robfig-v3']],
  ['velero/velero:v1.17.2', ['robfig-v3']],
  ['velero/velero:v1.18.2', ['robfig-v3']],
  ['velero/velero:v1.18.3', ['go-cron']],
  ['velero/velero:v1.18.3@sha256:abcdef', ['go-cron']],
  ['velero/velero:v1.18.10', ['go-cron']],
  ['velero/velero:v1.19.0', ['go-cron']],
  ['velero/velero:v2.0.0', ['go-cron']],
  ['bitnami/velero:1.18', ['robfig-v3', 'go-cron']],
  ['bitnami/velero:1.19', ['go-cron']],
  ['velero/velero:latest', ANY],
  ['velero/velero@sha256:abcdef', ANY],
  ['registry.redhat.io/oadp/oadp-velero-rhel9:1.4.1', ANY],
];

for (const [image, dialects] of SPOKEN)
  test(`${image} reads schedules in ${dialects.join(' or ')}`, () => assert.equal(dialectsOf({ image }), dialects));

test('plug-ins by the names of their images', () => {
  assert.is(pluginName('velero/velero-plugin-for-aws:v1.12.2'), 'aws');
  assert.is(pluginName('velero/velero-plugin-for-gcp@sha256:abcdef'), 'gcp');
  assert.is(pluginName('registry.local:5000/velero-plugin-for-microsoft-azure:v1.12.0'), 'azure');
  assert.is(pluginName('velero/velero-plugin-for-csi:v0.7.1'), 'csi');
  assert.is(pluginName('openebs/velero-plugin:3.6.0'), undefined);
});

const PAIRS: readonly (readonly ['aws' | 'gcp' | 'azure' | 'csi', string, string, boolean | undefined])[] = [
  ['aws', 'v1.2.0', 'v1.6.3', true],
  ['aws', 'v1.2.1', 'v1.5.4', false],
  ['aws', 'v1.2.0', 'v1.7.0', false],
  ['aws', 'v1.2.0', 'v1.17.1', false],
  ['aws', 'v1.3.0', 'v1.7.0', true],
  ['aws', 'v1.13.0', 'v1.17.2', true],
  ['aws', 'v1.14.0', 'v1.18.0', true],
  ['aws', 'v1.14.0', 'v1.17.2', false],
  ['aws', 'v1.0.1', 'v1.2.0', true],
  ['aws', 'v1.0.1', 'v1.3.9', true],
  ['aws', 'v1.1.0', 'v1.5.0', true],
  ['aws', 'v1.1.0', 'v1.6.0', false],
  ['aws', 'v1.15.0', 'v1.18.0', undefined],
  ['aws', 'v1.15.0', 'v1.19.0', undefined],
  ['aws', 'v1.14.0', 'v1.19.0', undefined],
  ['aws', 'v2.0.0', 'v1.18.0', undefined],
  ['aws', 'v1.14.0', 'v2.0.0', undefined],
  ['gcp', 'v1.12.0', 'v1.16.0', true],
  ['azure', 'v1.12.0', 'v1.15.0', false],
  ['csi', 'v0.2.0', 'v1.7.0', true],
  ['csi', 'v0.2.0', 'v1.8.1', true],
  ['csi', 'v0.2.0', 'v1.9.0', false],
  ['csi', 'v0.7.1', 'v1.13.2', true],
  ['csi', 'v0.7.1', 'v1.14.0', false],
  ['csi', 'v0.9.0', 'v1.20.0', false],
  ['csi', 'v0.9.0', 'v1.13.0', undefined],
];

for (const [plugin, version, server, fits] of PAIRS)
  test(`${plugin} ${version} with ${server}: ${fits}`, () => assert.is(goesWith(plugin, tagged(version), tagged(server)), fits));

test('which servers a plug-in goes with, in words', () => {
  assert.is(serversFor('aws', tagged('v1.2.0')), 'v1.6.x');
  assert.is(serversFor('csi', tagged('v0.2.0')), 'v1.7.x and v1.8.x');
  assert.is(serversFor('aws', tagged('v1.99.0')), undefined);
});

test.run();
