import type { Mismatch } from '../check.ts';
import { misnomers, type Spot, strayMismatches } from '../json/regional.ts';
import type { RestOperation } from '../json/rest-json.ts';
import type { Place } from '../json/service.ts';
import { own } from '../own.ts';
import { flat, mapping, moment, structure, text } from '../shape.ts';
import type { Answer, BackupAnswers } from '../world.ts';
import { count, options } from './common.ts';
import { notFound } from './errors.ts';
import { backupArn, backupOf, get, list } from './operation.ts';

/** What the listing says of a restore testing plan, too. */
const PLAN_MEMBERS = {
  CreationTime: moment,
  LastExecutionTime: moment,
  LastUpdateTime: moment,
  RestoreTestingPlanArn: text,
  RestoreTestingPlanName: text,
  ScheduleExpression: text,
  ScheduleExpressionTimezone: text,
  StartWindowHours: count,
};

const PLAN_OUTPUT = structure(
  {
    RestoreTestingPlan: structure({
      ...PLAN_MEMBERS,
      CreatorRequestId: text,
      RecoveryPointSelection: structure({
        Algorithm: text,
        ExcludeVaults: flat(text),
        IncludeVaults: flat(text),
        RecoveryPointTypes: flat(text),
        SelectionWindowDays: count,
      }),
    }),
  },
  'RestoreTestingPlan',
);

/** What the listing says of what a plan tests, too. */
const SELECTION_MEMBERS = {
  CreationTime: moment,
  IamRoleArn: text,
  ProtectedResourceType: text,
  RestoreTestingPlanName: text,
  RestoreTestingSelectionName: text,
  ValidationWindowHours: count,
};

const TAG_MATCHES = flat(structure({ Key: text, Value: text }));

const SELECTION_OUTPUT = structure(
  {
    RestoreTestingSelection: structure({
      ...SELECTION_MEMBERS,
      CreatorRequestId: text,
      ProtectedResourceArns: flat(text),
      ProtectedResourceConditions: structure({ StringEquals: TAG_MATCHES, StringNotEquals: TAG_MATCHES }),
      RestoreMetadataOverrides: options,
    }),
  },
  'RestoreTestingSelection',
);

interface OfPlan {
  readonly RestoreTestingPlanName: string;
}

interface OfSelection extends OfPlan {
  readonly RestoreTestingSelectionName: string;
}

/** A restore testing plan; `undefined` where there is none. AWS adds something random to the ARN, so a world may say what it is. */
const planOf = (name: string, place: Place): Answer | undefined => {
  const plan = own(backupOf(place).GetRestoreTestingPlan, name)?.RestoreTestingPlan as Answer | undefined;
  return plan && { RestoreTestingPlanName: name, RestoreTestingPlanArn: backupArn(place, `restore-testing-plan:${name}`), ...plan };
};

const planNamesOf = (place: Place): readonly string[] => Object.keys(backupOf(place).GetRestoreTestingPlan ?? {});

const selectionNames = (plan: string, name: string): Answer => ({ RestoreTestingPlanName: plan, RestoreTestingSelectionName: name });

/** What a plan tests; `undefined` where it has nothing of this name. */
const selectionOf = (plan: string, name: string, place: Place): Answer | undefined => {
  const selection = own(own(backupOf(place).GetRestoreTestingSelection, plan), name)?.RestoreTestingSelection as Answer | undefined;
  return selection && { ...selectionNames(plan, name), ...selection };
};

const selectionNamesOf = (plan: string, place: Place): readonly string[] =>
  Object.keys(own(backupOf(place).GetRestoreTestingSelection, plan) ?? {});

const noPlan = ({ RestoreTestingPlanName: name }: OfPlan, place: Place) =>
  planOf(name, place) ? undefined : notFound(`Restore testing plan ${name} not found`);

export const TESTING = {
  ListRestoreTestingPlans: list('/restore-testing/plans', {
    member: 'RestoreTestingPlans',
    item: structure(PLAN_MEMBERS),
    items: (_, place) => planNamesOf(place).map((name) => planOf(name, place) ?? {}),
  }),
  GetRestoreTestingPlan: get<OfPlan>('/restore-testing/plans/{RestoreTestingPlanName}', {
    input: structure({ RestoreTestingPlanName: text }, 'RestoreTestingPlanName'),
    output: PLAN_OUTPUT,
    resources: ({ RestoreTestingPlanName: name }) => [name],
    refusal: noPlan,
    answer: ({ RestoreTestingPlanName: name }, place) => ({ RestoreTestingPlan: planOf(name, place) }),
  }),
  ListRestoreTestingSelections: list<OfPlan>('/restore-testing/plans/{RestoreTestingPlanName}/selections', {
    input: { RestoreTestingPlanName: text },
    required: ['RestoreTestingPlanName'],
    member: 'RestoreTestingSelections',
    item: structure(SELECTION_MEMBERS),
    resources: ({ RestoreTestingPlanName: name }) => [name],
    refusal: noPlan,
    items: ({ RestoreTestingPlanName: plan }, place) => selectionNamesOf(plan, place).map((name) => selectionOf(plan, name, place) ?? {}),
  }),
  GetRestoreTestingSelection: get<OfSelection>('/restore-testing/plans/{RestoreTestingPlanName}/selections/{RestoreTestingSelectionName}', {
    input: structure(
      { RestoreTestingPlanName: text, RestoreTestingSelectionName: text },
      'RestoreTestingPlanName',
      'RestoreTestingSelectionName',
    ),
    output: SELECTION_OUTPUT,
    resources: ({ RestoreTestingSelectionName: name }) => [name],
    refusal: ({ RestoreTestingPlanName: plan, RestoreTestingSelectionName: name }, place) =>
      selectionOf(plan, name, place) ? undefined : notFound(`Restore testing selection ${name} not found`),
    answer: ({ RestoreTestingPlanName: plan, RestoreTestingSelectionName: name }, place) => ({
      RestoreTestingSelection: selectionOf(plan, name, place),
    }),
  }),
} satisfies Readonly<Record<string, RestOperation>>;

/** What a world says of restore testing plans, by their names, and of what they test, by the plan's name and its own. */
export const TESTING_ANSWERS = {
  GetRestoreTestingPlan: mapping(PLAN_OUTPUT),
  GetRestoreTestingSelection: mapping(mapping(SELECTION_OUTPUT)),
};

/** What is wrong with the restore testing plans of a Region. */
export const testingMismatches = ({ answers, path }: Spot<BackupAnswers>): readonly Mismatch[] => {
  const { GetRestoreTestingPlan: plans = {}, GetRestoreTestingSelection: selections = {} } = answers;
  return [
    ...Object.entries(plans).flatMap(([name, { RestoreTestingPlan: plan }]) =>
      misnomers([...path, 'GetRestoreTestingPlan', name, 'RestoreTestingPlan'], plan as Answer, { RestoreTestingPlanName: name }),
    ),
    ...strayMismatches([...path, 'GetRestoreTestingSelection'], selections, plans, [
      'a restore testing plan of this Region',
      'GetRestoreTestingPlan',
    ]),
    ...Object.entries(selections).flatMap(([plan, ofPlan]) =>
      Object.entries(ofPlan).flatMap(([name, { RestoreTestingSelection: selection }]) =>
        misnomers(
          [...path, 'GetRestoreTestingSelection', plan, name, 'RestoreTestingSelection'],
          selection as Answer,
          selectionNames(plan, name),
        ),
      ),
    ),
  ];
};
