import type { S3LifecycleRule } from '../../../model/kinds/s3.ts';
import rule from '../../../rules/s3/no-early-expiration.ts';
import { type Row, runTable } from '../harness.ts';
import { lifecycleRule, neverVersioned, suspended, versioned } from './fixtures.ts';

const by = (...changes: readonly Partial<S3LifecycleRule>[]) => ({ lifecycle: { rules: changes.map(lifecycleRule) } });
const prefix = (text: string) => ({ prefix: text, tags: {} });
const on = (versioning: unknown, ...changes: readonly Partial<S3LifecycleRule>[]) => ({ versioning, ...by(...changes) });
const lock = (days: number) => ({ objectLock: { enabled: true, defaultRetention: { mode: 'COMPLIANCE', days } } });

const onVersioned: readonly Row[] = [
  { name: 'versioned: expiration hides, nothing destroys', facets: on(versioned, { expirationDays: 1 }), verdict: 'pass', says: 'hidden' },
  {
    name: 'versioned: both times add up to enough',
    facets: on(versioned, { expirationDays: 10, noncurrentDays: 20 }),
    verdict: 'pass',
    says: 'hidden',
  },
  {
    name: 'versioned: both times add up to a day less',
    facets: on(versioned, { expirationDays: 10, noncurrentDays: 19 }),
    verdict: 'fail',
    says: 'destroyed',
    shows: ['29', '30'],
  },
  {
    name: 'versioned: the times of two rules add up',
    facets: on(versioned, { expirationDays: 7 }, { noncurrentDays: 1 }),
    verdict: 'fail',
    says: 'destroyed',
    shows: ['8 days'],
  },
  {
    name: 'versioned: rules for the same part',
    facets: on(versioned, { expirationDays: 7, filter: prefix('tmp/') }, { noncurrentDays: 1, filter: prefix('tmp/a/') }),
    verdict: 'fail',
    says: 'partly',
    shows: ['tmp/a/'],
  },
  {
    name: 'versioned: rules for different parts do not meet',
    facets: on(versioned, { expirationDays: 7, filter: prefix('tmp/') }, { noncurrentDays: 1, filter: prefix('logs/') }),
    verdict: 'pass',
    says: 'hidden',
  },
  {
    name: 'versioned: a short noncurrent rule alone destroys nothing that nobody touches',
    facets: on(versioned, { noncurrentDays: 1 }),
    verdict: 'pass',
    says: 'unexpired',
  },
  {
    name: 'versioned: late enough without the noncurrent days',
    facets: on(versioned, { expirationDays: 30, noncurrentDays: 1 }),
    verdict: 'pass',
    says: 'late',
  },
  {
    name: 'versioned: kept versions without days promise nothing',
    facets: on(versioned, { expirationDays: 7, newerNoncurrentVersions: 5 }),
    verdict: 'fail',
    says: 'destroyed',
  },
];

const onOthers: readonly Row[] = [
  {
    name: 'unversioned: expiration destroys',
    facets: on(neverVersioned, { expirationDays: 29 }),
    verdict: 'fail',
    says: 'unversioned',
    shows: ['29', 'NeverEnabled'],
  },
  { name: 'unversioned: exactly late enough', facets: on(neverVersioned, { expirationDays: 30 }), verdict: 'pass', says: 'late' },
  {
    name: 'unversioned: noncurrent days help nothing',
    facets: on(neverVersioned, { expirationDays: 7, noncurrentDays: 90 }),
    verdict: 'fail',
    says: 'unversioned',
  },
  {
    name: 'suspended: the null version is destroyed',
    facets: on(suspended, { expirationDays: 7 }),
    verdict: 'fail',
    says: 'unversioned',
    shows: ['Suspended'],
  },
  { name: 'a disabled rule', facets: on(suspended, { expirationDays: 1, status: 'Disabled' }), verdict: 'pass', says: 'unexpired' },
  {
    name: 'a rule that no object can match',
    facets: on(suspended, { expirationDays: 1, filter: { ...prefix(''), objectSizeLessThan: 0 } }),
    verdict: 'pass',
    says: 'unexpired',
  },
  { name: 'no lifecycle', facets: { versioning: suspended }, verdict: 'pass', says: 'unexpired' },
];

const dates: readonly Row[] = [
  {
    name: 'a date in the past: everything expires at once, for ever',
    facets: on(suspended, { expirationDate: '2020-01-01T00:00:00Z' }),
    verdict: 'fail',
    says: 'unversioned',
    shows: ['after 0 days'],
  },
  {
    name: 'a date in the past on a versioned bucket: the noncurrent days are left',
    facets: on(versioned, { expirationDate: '2020-01-01T00:00:00Z', noncurrentDays: 29 }),
    verdict: 'fail',
    says: 'destroyed',
  },
  {
    name: 'a date in the past on a versioned bucket: enough noncurrent days',
    facets: on(versioned, { expirationDate: '2020-01-01T00:00:00Z', noncurrentDays: 30 }),
    verdict: 'pass',
    says: 'hidden',
  },
  {
    name: 'a date exactly far enough away',
    facets: on(suspended, { expirationDate: '2026-03-02T12:00:00Z' }),
    verdict: 'pass',
    says: 'late',
  },
  {
    name: 'a date a second too near',
    facets: on(suspended, { expirationDate: '2026-03-02T11:59:59Z' }),
    verdict: 'fail',
    says: 'unversioned',
    shows: ['after 29 days'],
  },
  { name: 'a date that is none', facets: on(suspended, { expirationDate: 'soon' }), verdict: 'unknown', says: 'untold' },
];

const locks: readonly Row[] = [
  {
    name: 'Object Lock would hold new versions long enough: nobody can tell for the others',
    facets: { ...on(versioned, { expirationDays: 7, noncurrentDays: 1 }), ...lock(30) },
    verdict: 'unknown',
    says: 'locked',
    shows: ['30 days'],
  },
  {
    name: 'Object Lock is too short, too',
    facets: { ...on(versioned, { expirationDays: 7, noncurrentDays: 1 }), ...lock(29) },
    verdict: 'fail',
    says: 'destroyed',
    shows: ['29 days'],
  },
  {
    name: 'Object Lock without a default holds nothing',
    facets: { ...on(versioned, { expirationDays: 7, noncurrentDays: 1 }), objectLock: { enabled: true } },
    verdict: 'fail',
    says: 'destroyed',
  },
];

const unread: readonly Row[] = [
  { name: 'lifecycle unread', facets: { versioning: versioned, lifecycle: 'unread' }, verdict: 'unknown' },
  { name: 'versioning unread where it decides', facets: on('unread', { expirationDays: 7 }), verdict: 'unknown' },
  {
    name: 'versioning unread, but late enough whatever it is',
    facets: on('unread', { expirationDays: 30 }),
    verdict: 'pass',
    says: 'late',
  },
  {
    name: 'versioning unread, but too early whatever it is',
    facets: on('unread', { expirationDays: 7, noncurrentDays: 1 }),
    verdict: 'fail',
    says: 'destroyed',
  },
  {
    name: 'Object Lock unread where it decides',
    facets: { ...on(versioned, { expirationDays: 7, noncurrentDays: 1 }), objectLock: 'unread' },
    verdict: 'unknown',
  },
  {
    name: 'Object Lock unread where it decides nothing',
    facets: { ...on(versioned, { expirationDays: 7 }), objectLock: 'unread' },
    verdict: 'pass',
    says: 'hidden',
  },
];

runTable(rule, [...onVersioned, ...onOthers, ...dates, ...locks, ...unread]);
