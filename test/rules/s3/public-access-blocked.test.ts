import rule from '../../../rules/s3/public-access-blocked.ts';
import { type Row, runTable } from '../harness.ts';

const all = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };

const withoutOne = Object.keys(all).map(
  (setting): Row => ({
    name: `${setting} off`,
    facets: { publicAccessBlock: { ...all, [setting]: false } },
    verdict: 'fail',
    says: 'open',
    shows: [setting.slice(1)],
  }),
);

runTable(rule, [
  { name: 'all four on', facets: { publicAccessBlock: all }, verdict: 'pass', says: 'blocked' },
  ...withoutOne,
  {
    name: 'not configured',
    facets: {},
    verdict: 'fail',
    says: 'open',
    shows: ['BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets are'],
  },
  { name: 'unread', facets: { publicAccessBlock: 'unread' }, verdict: 'unknown' },
]);
