import {
  type Around,
  covered,
  PLAN,
  PROTECTED_TABLE,
  planFacets,
  planRule,
  REGION,
  selection,
  TABLE,
} from '../../../model/backup/examples.ts';
import { selectionId } from '../../../model/backup/ids.ts';
import type { BackupSelectionDefinition } from '../../../model/kinds/backup.ts';
import { HOME, type Row } from '../harness.ts';

export const SELECTION = selectionId(PLAN, 's-1');

/** The one selection of the one plan selects this. */
export const selecting = (definition: Partial<BackupSelectionDefinition>, more: Around = {}): Around =>
  covered([planRule()], { 'backup/selection': { [SELECTION]: { definition: selection(definition) } }, ...more });

export const byTag = (more: Around = {}): Around => selecting({ listOfTags: [{ key: 'backup', value: 'daily' }] }, more);

export const settings = (optIn: Readonly<Record<string, boolean>>, management: Readonly<Record<string, boolean>> = {}): Around => ({
  'backup/region': { [REGION]: { settings: { optIn, management } } },
});

/** AWS documents patterns with a star in front of a suffix both ways: only jobs tell. */
const disputed = (backupJobs: unknown): Around =>
  selecting(
    { resources: ['arn:aws:dynamodb:us-west-2:111122223333:table/*-metadata'] },
    { 'backup/protected-resource': { [PROTECTED_TABLE]: { backupJobs } } },
  );

const daily = { tags: { backup: 'daily' } };

/** What holds of every rule that asks which plans cover an asset: nothing that could not be read becomes a verdict. */
export const coverageRows: readonly Row[] = [
  { name: 'coverage: nothing is planned', facets: {}, around: { 'backup/plan': {} }, verdict: 'fail', says: 'uncovered' },
  {
    name: 'coverage: another table is selected',
    facets: {},
    around: selecting({ resources: [`${TABLE}-2`] }),
    verdict: 'fail',
    says: 'uncovered',
    shows: ['not selected by selection MLOpsTables of plan plan-1: nothing in Resources matches'],
  },
  {
    name: 'coverage: by tag, which the table does not bear',
    facets: { tags: { backup: 'weekly' } },
    around: byTag(),
    verdict: 'fail',
    says: 'uncovered',
    shows: ['tag backup is weekly, not daily'],
  },
  {
    name: 'coverage: by tag only, and tables are not opted in',
    facets: daily,
    around: byTag(settings({ DynamoDB: false })),
    verdict: 'fail',
    says: 'uncovered',
    shows: ['DynamoDB is not opted in'],
  },
  {
    name: 'coverage: the plan is in another Region',
    facets: {},
    around: covered(),
    joinedScopes: { [PLAN]: { ...HOME, region: 'us-east-2' } },
    verdict: 'fail',
    says: 'uncovered',
  },
  { name: 'coverage: plans could not be listed', facets: {}, around: { 'backup/plan': 'unread' }, verdict: 'unknown' },
  {
    name: 'coverage: selections could not be listed',
    facets: {},
    around: { 'backup/plan': { [PLAN]: { ...planFacets(), selectionList: 'unread' } } },
    verdict: 'unknown',
  },
  {
    name: 'coverage: the selection could not be read',
    facets: {},
    around: covered([planRule()], { 'backup/selection': { [SELECTION]: { definition: 'unread' } } }),
    verdict: 'unknown',
  },
  {
    name: 'coverage: the plan could not be read',
    facets: {},
    around: covered([], { 'backup/plan': { [PLAN]: { ...planFacets(), definition: 'unread' } } }),
    verdict: 'unknown',
  },
  { name: 'coverage: tags of the table could not be read', facets: { tags: 'unread' }, around: byTag(), verdict: 'unknown' },
  {
    name: 'coverage: tags of the bucket could not be read',
    kind: 's3/bucket',
    facets: { tagging: 'unread', versioning: { status: 'Enabled', mfaDelete: 'NeverSet' } },
    around: byTag(),
    verdict: 'unknown',
  },
  {
    name: 'coverage: the opt-in could not be read',
    facets: daily,
    around: byTag({ 'backup/region': { [REGION]: { settings: 'unread' } } }),
    verdict: 'unknown',
  },
  { name: 'coverage: disputed, and no job tells', facets: {}, around: disputed({ jobs: [] }), verdict: 'unknown', says: 'disputed' },
  { name: 'coverage: disputed, and jobs could not be read', facets: {}, around: disputed('unread'), verdict: 'unknown' },
];
