import { type BackupTestingSelectionDefinition, backupRestoreTestingPlan, backupRestoreTestingSelection } from '../kinds/backup.ts';
import { dynamodbTable } from '../kinds/dynamodb.ts';
import { s3Bucket } from '../kinds/s3.ts';
import { every, type Joined, namedBy, type Subject, self, unlessUnread } from '../rule.ts';
import { parseAwsSchedule } from '../schedule/aws.ts';
import { firstStartDue } from '../schedule/schedule.ts';
import { type Asset, resourceTypeOf } from './assets.ts';
import { selectionId } from './ids.ts';
import { compileConditions, conditionHolds } from './selection/conditions.ts';

// Which restore testing plans test an asset, and since when.

const HOUR = 3_600_000;

type Plan = Subject<typeof backupRestoreTestingPlan, 'definition' | 'selectionList'>;
type Selection = Subject<typeof backupRestoreTestingSelection, 'definition'>;

interface Testing {
  readonly testingPlans: readonly Plan[];
  readonly testingSelections: readonly Selection[];
}

const hasConditions = ({ stringEquals, stringNotEquals }: BackupTestingSelectionDefinition): boolean =>
  stringEquals.length + stringNotEquals.length > 0;

/** Whether the tags of resources of the asset's type can matter to some selection. */
const looksAtTags = (asset: Asset, { testingSelections }: Testing): boolean =>
  testingSelections.some(({ facets }) =>
    unlessUnread(() => facets.definition.resourceType === resourceTypeOf(asset) && hasConditions(facets.definition), false),
  );

/** What `testsAsset` looks at. Tags are asked for only where a selection has conditions. */
export const testingJoins = {
  testingPlans: every(backupRestoreTestingPlan, ['definition', 'selectionList'], 'region'),
  testingSelections: namedBy('testingPlans', backupRestoreTestingSelection, ['definition'], ({ id, facets }: Plan) =>
    facets.selectionList.selections.map(({ name }) => selectionId(id, name)),
  ),
  testedTable: self(dynamodbTable, ['tags'], (asset: Asset, _: unknown, facts: Testing) => looksAtTags(asset, facts)),
  testedBucket: self(s3Bucket, ['tagging'], (asset: Asset, _: unknown, facts: Testing) => looksAtTags(asset, facts)),
} as const;

export type TestingFacts = Joined<typeof testingJoins>;

const tagsOf = ({ testedTable, testedBucket }: TestingFacts): Readonly<Record<string, string>> =>
  testedTable[0]?.facets.tags ?? testedBucket[0]?.facets.tagging ?? {};

/**
 * Whether a selection takes the asset in: by its ARN or as one of all, and if all conditions hold. [inference] That every
 * condition must hold is how selections of backup plans read theirs; of those for restore tests AWS does not say it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html
 */
const selects = (definition: BackupTestingSelectionDefinition, asset: Asset, facts: TestingFacts): boolean => {
  const { resourceType, resources, stringEquals, stringNotEquals } = definition;
  const named = resources.includes('*') || resources.includes(asset.id) || (resources.length === 0 && hasConditions(definition));
  if (resourceType !== resourceTypeOf(asset) || !named) return false;
  const conditions = compileConditions({ stringEquals, stringNotEquals, stringLike: [], stringNotLike: [] });
  return conditions.every((condition) => conditionHolds(condition, tagsOf(facts)) === true);
};

/** Whether one of several is true; what cannot be read matters only where none is. */
const some = (looks: readonly (() => boolean)[]): boolean =>
  looks.some((look) => unlessUnread(look, false)) || looks.some((look) => look());

/**
 * Whether a restore testing plan tests the asset.
 * @throws UnreadFact where that hangs on something that could not be read
 */
export const testsAsset = ({ id, facets }: Plan, asset: Asset, facts: TestingFacts): boolean => {
  const ids = new Set(
    facets.selectionList.selections
      .filter(({ resourceType }) => resourceType === resourceTypeOf(asset))
      .map(({ name }) => selectionId(id, name)),
  );
  const selections = facts.testingSelections.filter((selection) => ids.has(selection.id));
  return some(selections.map((selection) => () => selects(selection.facets.definition, asset, facts)));
};

/**
 * By when the first test must have started of what is there since `from`, in milliseconds since 1970; `Infinity` = the
 * plan never runs. A text says as a clause why that cannot be told.
 */
export const firstTestDue = ({ name, facets }: Plan, from: number): number | string => {
  const { createdAt, schedule, timeZone, startWindowHours } = facets.definition;
  const parsed = parseAwsSchedule(schedule, timeZone);
  if ('problem' in parsed) return `the schedule ${schedule} of restore testing plan ${name} is not understood: ${parsed.problem}`;
  const start = Math.max(from, Date.parse(createdAt));
  if (Number.isNaN(start)) return `since when restore testing plan ${name} tests it has no date`;
  return firstStartDue(parsed.schedule, start, startWindowHours * HOUR) ?? Number.POSITIVE_INFINITY;
};
