import { BUCKET, covered, PLAN, planFacets, planRule, selection, TABLE } from '../../../model/backup/examples.ts';
import { selectionId } from '../../../model/backup/ids.ts';
import type { BackupSelectionDefinition } from '../../../model/kinds/backup.ts';
import rule from '../../../rules/backup/protected-by-plan.ts';
import { HOME, type Row, runTable } from '../harness.ts';
import { coverageRows, SELECTION, selecting, settings } from './coverage.ts';

const UNREAD = 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-2';

/** A second plan of which nobody knows what it selects; the first one selects this. */
const besideUnread = (definition: Partial<BackupSelectionDefinition>) => ({
  ...selecting(definition),
  'backup/plan': { [PLAN]: planFacets(), [UNREAD]: { ...planFacets(), selectionList: 'unread' } },
});

const versioning = (status: string) => ({ versioning: { status, mfaDelete: 'NeverSet' } });
const bucket = (facets: Row['facets'], around = covered()) => ({ kind: 's3/bucket', facets, around });

runTable(rule, [
  // That a plan has rules need not be read to know that it covers.
  ...coverageRows.filter(({ name }) => name !== 'coverage: the plan could not be read'),
  {
    name: 'the plan could not be read, but the selection says all',
    facets: {},
    around: covered([], { 'backup/plan': { [PLAN]: { ...planFacets(), definition: 'unread' } } }),
    verdict: 'pass',
    says: 'protected',
  },
  {
    name: 'the plan could not be read, but the selection is not the one that is wanted',
    facets: {},
    around: covered([], { 'backup/plan': { [PLAN]: { ...planFacets(), definition: 'unread' } } }),
    params: { selection: 'gold' },
    verdict: 'fail',
    says: 'elsewhere',
  },
  {
    name: 'by its ARN',
    facets: {},
    around: covered(),
    verdict: 'pass',
    says: 'protected',
    shows: ['It is selected by selection MLOpsTables of plan plan-1: exact ARN.'],
  },
  {
    name: 'by its ARN, although tables are not opted in',
    facets: {},
    around: covered([planRule()], settings({ DynamoDB: false })),
    verdict: 'pass',
    says: 'protected',
  },
  {
    name: 'by one tag of two',
    facets: { tags: { team: 'ml' } },
    around: selecting({
      listOfTags: [
        { key: 'backup', value: 'daily' },
        { key: 'team', value: 'ml' },
      ],
    }),
    verdict: 'pass',
    says: 'protected',
    shows: ['tag team=ml'],
  },
  {
    name: 'an empty selection takes in all that is opted in',
    facets: {},
    around: selecting({}),
    verdict: 'pass',
    says: 'protected',
    shows: ['every resource'],
  },
  {
    name: 'excluded by its own selection',
    facets: {},
    around: selecting({ resources: ['*'], notResources: [TABLE] }),
    verdict: 'fail',
    says: 'uncovered',
    shows: ['excluded by NotResources'],
  },
  {
    name: 'excluded by one selection, taken in by another',
    facets: {},
    around: covered([planRule()], {
      'backup/plan': {
        [PLAN]: {
          ...planFacets(),
          selectionList: {
            selections: [
              { id: 's-1', name: 'All' },
              { id: 's-2', name: 'Again' },
            ],
          },
        },
      },
      'backup/selection': {
        [SELECTION]: { definition: selection({ resources: ['*'], notResources: [TABLE] }) },
        [selectionId(PLAN, 's-2')]: { definition: selection({ resources: [TABLE] }) },
      },
    }),
    verdict: 'pass',
    says: 'protected',
    shows: ['selection Again'],
  },
  { name: 'by the plan that is required', facets: {}, around: covered(), params: { plan: 'plan-1' }, verdict: 'pass', says: 'protected' },
  {
    name: 'by another plan than the one that is required',
    facets: {},
    around: covered(),
    params: { plan: 'MLOps*' },
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['selected by selection MLOpsTables of plan plan-1', 'selection * of plan MLOps* is required'],
  },
  {
    name: 'by the selection that is required',
    facets: {},
    around: covered(),
    params: { plan: 'plan-?', selection: 'MLOps*' },
    verdict: 'pass',
    says: 'protected',
  },
  {
    name: 'by another selection of the plan that is required',
    facets: {},
    around: covered(),
    params: { plan: 'plan-1', selection: 'Tables' },
    verdict: 'fail',
    says: 'elsewhere',
  },
  {
    name: 'a second plan is unread, and not needed',
    facets: {},
    around: besideUnread({ resources: [TABLE] }),
    verdict: 'pass',
    says: 'protected',
  },
  { name: 'a second plan is unread, and may cover', facets: {}, around: besideUnread({ resources: [BUCKET] }), verdict: 'unknown' },
  {
    name: 'a second plan is unread, but another one is required',
    facets: {},
    around: besideUnread({ resources: [BUCKET] }),
    params: { plan: 'gold-*' },
    verdict: 'fail',
    says: 'uncovered',
  },
  {
    name: 'a second plan is unread, and it is the one that is required',
    facets: {},
    around: besideUnread({ resources: [TABLE] }),
    params: { plan: 'plan-2' },
    verdict: 'unknown',
  },
  {
    name: 'nobody knows the Region',
    facets: {},
    scope: { target: 'test', account: '111122223333' },
    around: covered(),
    verdict: 'unknown',
  },
  { name: 'a bucket with versioning', ...bucket(versioning('Enabled')), verdict: 'pass', says: 'protected' },
  {
    name: 'a bucket with suspended versioning',
    ...bucket(versioning('Suspended')),
    verdict: 'fail',
    says: 'unversioned',
    shows: ['Suspended', 'cannot back it up'],
  },
  { name: 'a bucket that never was versioned', ...bucket(versioning('NeverEnabled')), verdict: 'fail', says: 'unversioned' },
  { name: 'a bucket of which versioning is unread', ...bucket({ versioning: 'unread' }), verdict: 'unknown' },
  {
    name: 'a bucket that nothing selects, and versioning is unread',
    ...bucket({ versioning: 'unread' }, selecting({ resources: [TABLE] })),
    verdict: 'fail',
    says: 'uncovered',
  },
  {
    name: 'a bucket without versioning, and its plan is unread',
    ...bucket(versioning('Suspended'), besideUnread({ resources: [TABLE] })),
    verdict: 'fail',
    says: 'unversioned',
  },
  {
    name: 'a bucket in another Region than the plan',
    ...bucket(versioning('Enabled')),
    scope: { ...HOME, region: 'us-east-2' },
    joinedScopes: { [PLAN]: HOME },
    verdict: 'unknown',
  },
]);
