import { described, recoverable, unrecoverable } from '../../../model/dynamodb/examples.ts';
import type { DynamodbContinuousBackups } from '../../../model/kinds/dynamodb.ts';
import rule from '../../../rules/dynamodb/pitr-window.ts';
import { type Row, runTable } from '../harness.ts';

// All rows are looked at on 31 January 2026 at noon, UTC; a week before that is 24 January at noon.
const WEEK_AGO = '2026-01-24T12:00:00Z';

const old = (earliest: string, more: Partial<DynamodbContinuousBackups> = {}) => ({ ...described(), ...recoverable(earliest, more) });
const aged = (createdAt: string, earliest: string) => ({ ...described({ createdAt }), ...recoverable(earliest) });

const reach: readonly Row[] = [
  { name: 'a week to the second', facets: old(WEEK_AGO), verdict: 'pass', says: 'covered', shows: ['7 days'] },
  {
    name: 'a second less than a week',
    facets: old('2026-01-24T12:00:01Z'),
    verdict: 'fail',
    says: 'accruing',
    shows: ['6 days 23 hours', '2026-01-31T12:00:01.000Z'],
  },
  {
    name: 'since five minutes ago',
    facets: old('2026-01-31T11:55:00Z'),
    verdict: 'fail',
    says: 'accruing',
    shows: ['5 minutes so far', '2026-02-07T11:55:00.000Z'],
  },
  {
    name: 'since a moment after it was asked',
    facets: old('2026-01-31T12:00:05Z'),
    verdict: 'fail',
    says: 'accruing',
    shows: ['0 seconds'],
  },
  {
    name: '35 days where 35 are required',
    facets: old('2025-12-27T12:00:00Z'),
    params: { days: 35 },
    verdict: 'pass',
    says: 'covered',
  },
  { name: '34 days where 35 are required', facets: old('2025-12-28T12:00:00Z'), params: { days: 35 }, verdict: 'fail', says: 'accruing' },
  {
    name: 'the whole period of six days, which will never be a week',
    facets: old('2026-01-25T12:00:00Z', { recoveryPeriodInDays: 6 }),
    verdict: 'fail',
    says: 'short',
    shows: ['6 days', '7 days'],
  },
  {
    name: 'a period that was shortened just now',
    facets: old('2025-12-27T12:00:00Z', { recoveryPeriodInDays: 1 }),
    verdict: 'fail',
    says: 'short',
    shows: ['1 day'],
  },
  { name: 'a period of a week', facets: old(WEEK_AGO, { recoveryPeriodInDays: 7 }), verdict: 'pass', says: 'covered' },
  { name: 'disabled', facets: { ...described(), ...unrecoverable }, verdict: 'fail', says: 'disabled', shows: ['DISABLED'] },
  { name: 'disabled, whatever the age', facets: { description: 'unread', ...unrecoverable }, verdict: 'fail', says: 'disabled' },
];

const life: readonly Row[] = [
  {
    name: 'a table of two days, covered five minutes after its creation',
    facets: aged('2026-01-29T12:00:00Z', '2026-01-29T12:05:00Z'),
    verdict: 'pending',
    says: 'young',
    shows: ['2 days', '2026-02-05T12:05:00.000Z'],
  },
  {
    name: 'covered an hour after its creation',
    facets: aged('2026-01-29T12:00:00Z', '2026-01-29T13:00:00Z'),
    verdict: 'pending',
    says: 'young',
  },
  {
    name: 'covered more than an hour after its creation: a part of its life is lost',
    facets: aged('2026-01-29T12:00:00Z', '2026-01-29T13:00:01Z'),
    verdict: 'fail',
    says: 'accruing',
  },
  { name: 'as old as the days that are required', facets: aged(WEEK_AGO, '2026-01-24T12:05:00Z'), verdict: 'fail', says: 'accruing' },
  {
    name: 'a minute younger than that',
    facets: aged('2026-01-24T12:01:00Z', '2026-01-24T12:05:00Z'),
    verdict: 'pending',
    says: 'young',
  },
];

const end: readonly Row[] = [
  {
    name: 'the latest moment is an hour ago',
    facets: old(WEEK_AGO, { latestRestorable: '2026-01-31T11:00:00Z' }),
    verdict: 'pass',
    says: 'covered',
  },
  {
    name: 'the latest moment is more than an hour ago',
    facets: old(WEEK_AGO, { latestRestorable: '2026-01-31T10:59:59Z' }),
    verdict: 'fail',
    says: 'behind',
    shows: ['1 hour'],
  },
  {
    name: 'the latest moment is two days ago, and the earliest is not told',
    facets: { ...described(), continuousBackups: { pointInTimeRecovery: 'ENABLED', latestRestorable: '2026-01-29T12:00:00Z' } },
    verdict: 'fail',
    says: 'behind',
    shows: ['2 days'],
  },
];

// A leap second is a valid time in JSON schemas, and none for the clocks of computers.
const LEAP = '2016-12-31T23:59:60Z';

const untold: readonly Row[] = [
  {
    name: 'no times are told',
    facets: { ...described(), continuousBackups: { pointInTimeRecovery: 'ENABLED', recoveryPeriodInDays: 35 } },
    verdict: 'unknown',
    says: 'untold',
  },
  {
    name: 'no earliest time is told',
    facets: { ...described(), continuousBackups: { pointInTimeRecovery: 'ENABLED', latestRestorable: '2026-01-31T11:55:00Z' } },
    verdict: 'unknown',
    says: 'untold',
    shows: ['period not told, from not told'],
  },
  { name: 'an earliest time that is none', facets: old(LEAP), verdict: 'unknown', says: 'untold' },
  { name: 'a latest time that is none', facets: old(WEEK_AGO, { latestRestorable: LEAP }), verdict: 'unknown', says: 'untold' },
  { name: 'a creation that is no time', facets: aged(LEAP, '2026-01-30T12:00:00Z'), verdict: 'unknown', says: 'untold' },
  { name: 'unread', facets: { ...described(), continuousBackups: 'unread' }, verdict: 'unknown' },
  {
    name: 'far enough, whenever the table was made',
    facets: { description: 'unread', ...recoverable(WEEK_AGO) },
    verdict: 'pass',
    says: 'covered',
  },
  {
    name: 'not far enough, and when the table was made could not be read',
    facets: { description: 'unread', ...recoverable('2026-01-30T12:00:00Z') },
    verdict: 'unknown',
  },
];

runTable(rule, [...reach, ...life, ...end, ...untold]);
