import type { BackupTemplate } from '../../../model/kinds/velero.ts';
import {
  type Around,
  deployment,
  located,
  location,
  metadata,
  schedule,
  served,
  template,
  veleroId,
} from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/location-available.ts';
import { type Row, runTable } from '../harness.ts';
import { LEAP } from './around.ts';

type Parts = NonNullable<Parameters<typeof location>[0]>;

const SECOND = veleroId('BackupStorageLocation', 'second');
const FOREIGN = veleroId('BackupStorageLocation', 'default', 'another-velero');

const stored = (storageLocation?: BackupTemplate['storageLocation']) =>
  schedule({ spec: { template: template(storageLocation === undefined ? {} : { storageLocation }) } });

const by = (parts: Parts, flags: Readonly<Record<string, string>> = {}): Around => ({
  ...served(deployment({ flags })),
  ...located(location(parts)),
});

const among = (locations: Readonly<Record<string, unknown>>, flags: Readonly<Record<string, string>> = {}): Around =>
  ({ ...served(deployment({ flags })), 'velero/storage-location': locations }) as Around;

const validated = (lastValidatedAt: string, spec: Parts['spec'] = {}): Parts => ({ spec, status: { lastValidatedAt } });

const unvalidated = (createdAt: string) => {
  const { status: _, ...facets } = location();
  return located({ ...facets, metadata: metadata({ createdAt }), status: {} });
};

const DEFAULT = veleroId('BackupStorageLocation', 'default');
const plain = (parts: Parts = {}) => location({ ...parts, spec: { default: false, ...parts.spec } });
const broken = (parts: Parts = {}) => plain({ ...parts, status: { phase: 'Unavailable' } });

const which: readonly Row[] = [
  {
    name: 'the one that the template names, although another is the default',
    facets: stored('second'),
    around: among({ [DEFAULT]: broken({ spec: { default: true } }), [SECOND]: plain({ spec: { bucket: 'second-bucket' } }) }),
    verdict: 'pass',
    says: 'available',
    shows: ['second (second-bucket)'],
  },
  {
    name: 'named, and the server could not be read',
    facets: stored('second'),
    around: { ...among({ [SECOND]: plain() }), 'velero/server': 'unread' },
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'named, and does not exist',
    facets: stored('third'),
    around: among({ [DEFAULT]: location() }),
    verdict: 'fail',
    says: 'missing',
    shows: ['third'],
  },
  {
    name: 'an empty name is none',
    facets: stored(''),
    around: among({ [DEFAULT]: location() }),
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'the one that is marked, before the one of the server',
    facets: stored(),
    around: among({ [DEFAULT]: broken(), [SECOND]: location() }, { 'default-backup-storage-location': 'default' }),
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'marked, and the server could not be read',
    facets: stored(),
    around: { ...among({ [SECOND]: location() }), 'velero/server': 'unread' },
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'none is marked: the one of the server',
    facets: stored(),
    around: among({ [DEFAULT]: broken(), [SECOND]: plain() }, { 'default-backup-storage-location': 'second' }),
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'none is marked and the server says nothing: default',
    facets: stored(),
    around: among({ [DEFAULT]: plain(), [SECOND]: broken() }),
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'none is marked, and there is no default',
    facets: stored(),
    around: among({ [SECOND]: plain() }),
    verdict: 'fail',
    says: 'missing',
    shows: ['default'],
  },
  { name: 'there is none at all', facets: stored(), around: among({}), verdict: 'fail', says: 'missing' },
  {
    name: 'several are marked',
    facets: stored(),
    around: among({ [DEFAULT]: location(), [SECOND]: location() }),
    verdict: 'unknown',
    says: 'doubtful',
    shows: ['2 storage locations'],
  },
  {
    name: 'none is marked, and the deployments do not agree',
    facets: stored(),
    around: {
      ...among({ [DEFAULT]: plain() }),
      ...served(deployment(), deployment({ flags: { 'default-backup-storage-location': 'second' } })),
    },
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'none is marked, and there is no server',
    facets: stored(),
    around: { ...among({ [DEFAULT]: plain() }), ...served() },
    verdict: 'unknown',
    says: 'doubtful',
  },
  {
    name: 'that of another Velero in the cluster is none',
    facets: stored(),
    around: among({ [FOREIGN]: location() }),
    verdict: 'fail',
    says: 'missing',
  },
  {
    name: 'hostile',
    facets: stored('\u001b[31m'),
    around: among({ [DEFAULT]: location() }),
    verdict: 'fail',
    says: 'missing',
  },
];

const phases: readonly Row[] = [
  {
    name: 'available, with all that was looked at',
    facets: schedule(),
    around: by({}),
    verdict: 'pass',
    says: 'available',
    shows: ['phase: Available', 'accessMode: ReadWrite', '2026-01-31T11:59:30Z', '30 seconds'],
  },
  {
    name: 'unavailable, with the reason',
    facets: schedule(),
    around: by({ status: { phase: 'Unavailable', message: 'NoSuchBucket' } }),
    verdict: 'fail',
    says: 'unavailable',
    shows: ['NoSuchBucket'],
  },
  {
    name: 'unavailable, without one',
    facets: schedule(),
    around: by({ status: { phase: 'Unavailable' } }),
    verdict: 'fail',
    says: 'unavailable',
  },
  {
    name: 'a word that nobody knows is not Available',
    facets: schedule(),
    around: by({ status: { phase: 'available' } }),
    verdict: 'fail',
    says: 'unavailable',
  },
  { name: 'new, for five minutes', facets: schedule(), around: unvalidated('2026-01-31T11:55:00Z'), verdict: 'pending', says: 'fresh' },
  { name: 'new, for a second more', facets: schedule(), around: unvalidated('2026-01-31T11:54:59Z'), verdict: 'fail', says: 'ignored' },
  { name: 'new, since when has no date', facets: schedule(), around: unvalidated(LEAP), verdict: 'unknown', says: 'undated' },
  {
    name: 'new and read-only',
    facets: schedule(),
    around: located({
      ...location({ spec: { accessMode: 'ReadOnly' } }),
      metadata: metadata({ createdAt: '2026-01-31T11:59:00Z' }),
      status: {},
    }),
    verdict: 'fail',
    says: 'readOnly',
  },
  { name: 'read-only', facets: schedule(), around: by({ spec: { accessMode: 'ReadOnly' } }), verdict: 'fail', says: 'readOnly' },
  {
    name: 'read-only is the only mode that refuses backups',
    facets: schedule(),
    around: by({ spec: { accessMode: 'WriteOnly' } }),
    verdict: 'pass',
    says: 'available',
  },
];

const ages: readonly Row[] = [
  { name: 'validated an hour ago', facets: schedule(), around: by(validated('2026-01-31T11:00:00Z')), verdict: 'pass', says: 'available' },
  {
    name: 'validated an hour and a second ago',
    facets: schedule(),
    around: by(validated('2026-01-31T10:59:59Z')),
    verdict: 'fail',
    says: 'stale',
    shows: ['1 hour'],
  },
  {
    name: 'another limit',
    facets: schedule(),
    around: by(validated('2026-01-31T10:59:59Z')),
    params: { maxAge: '2h' },
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'validated in the future: clocks differ',
    facets: schedule(),
    around: by(validated('2026-01-31T12:00:07Z')),
    verdict: 'pass',
    says: 'available',
    shows: ['0 seconds'],
  },
  { name: 'validated at no date', facets: schedule(), around: by(validated(LEAP)), verdict: 'unknown', says: 'undated' },
  {
    name: 'available, and nothing tells since when',
    facets: schedule(),
    around: located({ ...location(), status: { phase: 'Available' } }),
    verdict: 'unknown',
    says: 'undated',
  },
  {
    name: 'validated once, long ago',
    facets: schedule(),
    around: by(validated('2025-10-01T08:00:05Z', { validationFrequency: '0s' })),
    verdict: 'fail',
    says: 'frozen',
  },
  {
    name: 'validated once, a moment ago',
    facets: schedule(),
    around: by(validated('2026-01-31T11:59:00Z', { validationFrequency: '0' })),
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'never again, as the server says',
    facets: schedule(),
    around: by(validated('2025-10-01T08:00:05Z'), { 'store-validation-frequency': '0' }),
    verdict: 'fail',
    says: 'frozen',
  },
  {
    name: 'never again, as the server says, for one below zero',
    facets: schedule(),
    around: by(validated('2025-10-01T08:00:05Z', { validationFrequency: '-1m' }), { 'store-validation-frequency': '0s' }),
    verdict: 'fail',
    says: 'frozen',
  },
  {
    name: 'the location goes before the server',
    facets: schedule(),
    around: by(validated('2025-10-01T08:00:05Z', { validationFrequency: '5m' }), { 'store-validation-frequency': '0s' }),
    verdict: 'fail',
    says: 'stale',
  },
  {
    name: 'too old, whatever the server says',
    facets: schedule(),
    around: { ...by(validated('2025-10-01T08:00:05Z')), 'velero/server': 'unread' },
    verdict: 'fail',
    says: 'stale',
  },
];

const unread: readonly Row[] = [
  { name: 'its spec is unread', facets: { spec: 'unread' }, around: by({}), verdict: 'unknown' },
  {
    name: 'locations could not be listed',
    facets: schedule(),
    around: { ...by({}), 'velero/storage-location': 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'spec of the location unread',
    facets: stored('default'),
    around: located({ ...location(), spec: 'unread' }),
    verdict: 'unknown',
  },
  { name: 'status of the location unread', facets: schedule(), around: located({ ...location(), status: 'unread' }), verdict: 'unknown' },
  {
    name: 'status of the location unread, and it is read-only',
    facets: schedule(),
    around: located({ ...location({ spec: { accessMode: 'ReadOnly' } }), status: 'unread' }),
    verdict: 'fail',
    says: 'readOnly',
  },
  {
    name: 'since when it is there is unread, and it was never validated',
    facets: schedule(),
    around: located({ ...location(), metadata: 'unread', status: {} }),
    verdict: 'unknown',
  },
  {
    name: 'since when it is there matters only before the first validation',
    facets: schedule(),
    around: located({ ...location(), metadata: 'unread' }),
    verdict: 'pass',
    says: 'available',
  },
  {
    name: 'deployments unread, and they decide which it is',
    facets: stored(),
    around: { ...among({ [DEFAULT]: plain() }), 'velero/server': { [veleroId('Server', 'velero')]: { deployments: 'unread' } } },
    verdict: 'unknown',
  },
];

runTable(rule, [...which, ...phases, ...ages, ...unread]);
