import { described } from '../../../model/dynamodb/examples.ts';
import rule from '../../../rules/dynamodb/replicated-cross-region.ts';
import { type Row, runTable } from '../harness.ts';

const replicas = (...all: readonly (readonly [region: string, status: string])[]) =>
  described({ replicas: all.map(([region, status]) => ({ region, status })) });

const unfit: readonly Row[] = [
  'CREATING',
  'CREATION_FAILED',
  'UPDATING',
  'DELETING',
  'REGION_DISABLED',
  'INACCESSIBLE_ENCRYPTION_CREDENTIALS',
  'ARCHIVED',
  'active',
].map((status) => ({
  name: `a replica that is ${status}`,
  facets: replicas(['us-east-2', status]),
  verdict: 'fail',
  says: 'inactive',
  shows: [`us-east-2 (${status})`],
}));

runTable(rule, [
  ...unfit,
  { name: 'active', facets: replicas(['us-east-2', 'ACTIVE']), verdict: 'pass', says: 'replicated', shows: ['us-east-2'] },
  { name: 'none', facets: described(), verdict: 'fail', says: 'none' },
  {
    name: 'only a witness',
    facets: described({ witnesses: ['us-east-1'] }),
    verdict: 'fail',
    says: 'none',
    shows: ['witnesses, which hold no data: us-east-1'],
  },
  {
    name: 'a witness, and a replica that is being created',
    facets: described({ replicas: [{ region: 'us-east-2', status: 'CREATING' }], witnesses: ['us-east-1'] }),
    verdict: 'fail',
    says: 'inactive',
  },
  { name: 'the table itself is no replica', facets: replicas(['us-west-2', 'ACTIVE']), verdict: 'fail', says: 'none' },
  {
    name: 'one active of two is enough',
    facets: replicas(['us-east-2', 'CREATING'], ['eu-west-1', 'ACTIVE']),
    verdict: 'pass',
    says: 'replicated',
    shows: ['eu-west-1'],
  },
  {
    name: 'the Region that is required',
    facets: replicas(['us-east-2', 'ACTIVE']),
    params: { region: 'us-east-2' },
    verdict: 'pass',
    says: 'replicated',
  },
  {
    name: 'another Region than the one that is required',
    facets: replicas(['us-east-2', 'ACTIVE']),
    params: { region: 'eu-*' },
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['eu-*', 'us-east-2'],
  },
  {
    name: 'active elsewhere, not where it is required',
    facets: replicas(['us-east-2', 'ACTIVE'], ['eu-west-1', 'CREATING']),
    params: { region: 'eu-*' },
    verdict: 'fail',
    says: 'inactive',
    shows: ['eu-west-1 (CREATING)'],
  },
  { name: 'unread', facets: { description: 'unread' }, verdict: 'unknown' },
]);
