import rule from '../../../rules/s3/object-lock-retention.ts';
import { runTable } from '../harness.ts';

const locked = (mode: string, days: number) => ({ objectLock: { enabled: true, defaultRetention: { mode, days } } });
const compliance = { mode: 'compliance' };

runTable(rule, [
  {
    name: 'governance where governance will do',
    facets: locked('GOVERNANCE', 30),
    verdict: 'pass',
    says: 'retained',
    shows: ['30 days', 'governance'],
  },
  { name: 'compliance where governance will do', facets: locked('COMPLIANCE', 30), verdict: 'pass', says: 'retained' },
  {
    name: 'governance where compliance is required',
    facets: locked('GOVERNANCE', 3650),
    params: compliance,
    verdict: 'fail',
    says: 'governance',
  },
  {
    name: 'compliance where compliance is required',
    facets: locked('COMPLIANCE', 30),
    params: compliance,
    verdict: 'pass',
    says: 'retained',
  },
  { name: 'one day short', facets: locked('COMPLIANCE', 29), verdict: 'fail', says: 'short', shows: ['29', '30'] },
  { name: 'a year against 365 days', facets: locked('COMPLIANCE', 365), params: { days: 365 }, verdict: 'pass', says: 'retained' },
  { name: 'a year against 366 days', facets: locked('COMPLIANCE', 365), params: { days: 366 }, verdict: 'fail', says: 'short' },
  { name: 'enabled without a rule', facets: { objectLock: { enabled: true } }, verdict: 'fail', says: 'noDefault' },
  { name: 'not configured', facets: {}, verdict: 'fail', says: 'off' },
  { name: 'unread', facets: { objectLock: 'unread' }, verdict: 'unknown' },
]);
