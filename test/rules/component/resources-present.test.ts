import rule from '../../../rules/component/resources-present.ts';
import { runTable } from '../harness.ts';

const found = (count: number, more: object = {}) => ({
  matches: { count, optional: false, selector: 's3/bucket, name mlops-models', elsewhere: [], ...more },
});

runTable(rule, [
  { name: 'one', facets: found(1), verdict: 'pass', says: 'present', shows: ['mlops-models'] },
  { name: 'many', facets: found(500), verdict: 'pass', says: 'present', shows: ['500'] },
  { name: 'one, though none is needed', facets: found(1, { optional: true }), verdict: 'pass', says: 'present' },
  { name: 'none', facets: found(0), verdict: 'fail', says: 'none', shows: ['mlops-models'] },
  {
    name: 'none here, one in another Region',
    facets: found(0, { elsewhere: ['mlops-models in eu-west-1'] }),
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['mlops-models in eu-west-1'],
  },
  { name: 'none, and none is needed', facets: found(0, { optional: true }), verdict: 'not-applicable', says: 'optional' },
  { name: 'the listing unread', facets: { matches: 'unread' }, verdict: 'unknown' },
]);
