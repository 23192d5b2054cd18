import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deployment } from '../../../model/velero/examples.ts';
import {
  defaultLocation,
  defaultTtl,
  disablingFlag,
  isSwitchedOn,
  type Server,
  serverDialects,
  serverZone,
  versionDoubt,
} from '../../../model/velero/server.ts';

const test = suite('model/velero/server');

const HOUR = 3_600_000;

const server = (...changes: readonly Parameters<typeof deployment>[0][]): Server => ({
  kind: 'velero/server',
  id: 'k8s://prod/velero.io/velero/Server/velero',
  name: 'velero',
  scope: { target: 'test', cluster: 'prod', namespace: 'velero' },
  facets: { deployments: { deployments: changes.map((change) => deployment(change)) } },
});

for (const [value, on] of [
  ['true', true],
  ['1', true],
  ['T', true],
  ['false', false],
  ['', false],
  ['yes', false],
] as const)
  test(`a switch that is "${value}"`, () => assert.is(isSwitchedOn({ flags: { 'restore-only': value } }, 'restore-only'), on));

for (const [flags, controller, expected] of [
  [{}, 'schedule', undefined],
  [{ 'restore-only': 'true' }, 'schedule', '--restore-only'],
  [{ 'restore-only': 'true' }, 'gc', '--restore-only'],
  [{ 'restore-only': 'true' }, 'backup-finalizer', '--restore-only'],
  [{ 'restore-only': 'true' }, 'restore', undefined],
  [{ 'restore-only': 'true' }, 'backup-sync', undefined],
  [{ 'disable-controllers': 'schedule' }, 'schedule', '--disable-controllers=schedule'],
  [{ 'disable-controllers': 'gc, schedule' }, 'schedule', '--disable-controllers=gc, schedule'],
  [{ 'disable-controllers': 'schedules' }, 'schedule', undefined],
] as const)
  test(`${JSON.stringify(flags)}: ${controller}`, () => assert.is(disablingFlag({ flags }, controller), expected));

for (const [name, told, expected] of [
  ['the default TTL', defaultTtl(server({})), 720 * HOUR],
  ['the TTL of the flag', defaultTtl(server({ flags: { 'default-backup-ttl': '24h' } })), 24 * HOUR],
  ['the default location', defaultLocation(server({})), 'default'],
  ['the location of the flag', defaultLocation(server({ flags: { 'default-backup-storage-location': 'off-site' } })), 'off-site'],
  ['no zone', serverZone(server({})), 'UTC'],
  ['an empty zone', serverZone(server({ timeZone: '' })), 'UTC'],
  ['a zone', serverZone(server({ timeZone: 'Europe/Berlin' })), 'Europe/Berlin'],
  ['a zone with a colon', serverZone(server({ timeZone: ':Europe/Berlin' })), 'Europe/Berlin'],
  ['a zone by its file', serverZone(server({ timeZone: '/usr/share/zoneinfo/Europe/Berlin' })), 'Europe/Berlin'],
  ['a zone that there is not', serverZone(server({ timeZone: 'Mars/Olympus' })), 'UTC'],
  ['two that agree', serverZone(server({}, { timeZone: 'UTC' })), 'UTC'],
] as const)
  test(name, () => assert.equal(told, { value: expected }));

for (const [name, told] of [
  ['no server', serverZone(undefined)],
  ['no deployment', serverZone(server())],
  ['the zone of the node', serverZone(server({ zoneOfNode: true }))],
  ['a zone in another file', serverZone(server({ timeZone: '/etc/zone' }))],
  ['two that do not agree', serverZone(server({}, { timeZone: 'Asia/Tokyo' }))],
  ['a TTL that is none', defaultTtl(server({ flags: { 'default-backup-ttl': '30d' } }))],
] as const)
  test(`${name}: nobody knows`, () => assert.ok('doubt' in told && told.doubt.length > 0));

const [OLD, NEW, UNTOLD] = ['v1.18.2', 'v1.18.3', 'latest'].map((tag) => ({ image: `velero/velero:${tag}` }));
const ANY = ['robfig-v1', 'robfig-v3', 'go-cron'];

for (const [name, found, expected, doubt] of [
  ['one deployment', server(NEW), ['go-cron'], 'its version cannot be told from velero/velero:v1.18.3'],
  [
    'two of versions alike',
    server(NEW, { image: 'velero/velero:v1.18.4' }),
    ['go-cron'],
    'velero/velero:v1.18.3 and velero/velero:v1.18.4',
  ],
  ['two of versions that differ', server(OLD, NEW), ['robfig-v3', 'go-cron'], 'velero/velero:v1.18.2 and velero/velero:v1.18.3'],
  ['one of no version', server(OLD, UNTOLD), ANY, 'velero/velero:latest'],
  ['no deployment', server(), ANY, 'no deployment'],
  ['no server', undefined, ANY, 'no deployment'],
] as const)
  test(`${name}: the dialects that it may read schedules in`, () => {
    assert.equal(serverDialects(found), expected);
    assert.ok(versionDoubt(found).includes(doubt), versionDoubt(found));
  });

test.run();
