import { REGION } from '../../../model/backup/examples.ts';
import rule from '../../../rules/backup/service-opted-in.ts';
import { type Row, runTable } from '../harness.ts';
import { settings } from './coverage.ts';
import { PLACELESS } from './known.ts';

const bucket = (optIn: Readonly<Record<string, boolean>>): Pick<Row, 'kind' | 'facets' | 'around'> => ({
  kind: 's3/bucket',
  facets: {},
  around: settings(optIn),
});

runTable(rule, [
  {
    name: 'tables are opted in',
    facets: {},
    around: settings({ DynamoDB: true, S3: false }),
    verdict: 'pass',
    says: 'in',
    shows: ['DynamoDB', REGION],
  },
  { name: 'tables are opted out', facets: {}, around: settings({ DynamoDB: false, S3: true }), verdict: 'fail', says: 'out' },
  { name: 'buckets are opted in', ...bucket({ DynamoDB: false, S3: true }), verdict: 'pass', says: 'in', shows: ['S3'] },
  { name: 'buckets are opted out', ...bucket({ DynamoDB: true, S3: false }), verdict: 'fail', says: 'out', shows: ['S3: opted out'] },
  { name: 'a type that is not named', ...bucket({ DynamoDB: true }), verdict: 'unknown', says: 'untold', shows: ['S3: not named'] },
  { name: 'settings unread', facets: {}, around: { 'backup/region': { [REGION]: { settings: 'unread' } } }, verdict: 'unknown' },
  { name: 'settings not in the inventory', facets: {}, verdict: 'unknown' },
  {
    name: 'the Region is not known',
    facets: {},
    around: settings({ DynamoDB: true }),
    scope: PLACELESS,
    verdict: 'unknown',
    says: 'untold',
  },
]);
