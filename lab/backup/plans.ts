import type { Mismatch } from '../check.ts';
import { misnomers, type Spot, strayMismatches } from '../json/regional.ts';
import type { RestOperation } from '../json/rest-json.ts';
import type { Place } from '../json/service.ts';
import { own } from '../own.ts';
import { flag, flat, integer, mapping, moment, structure, text } from '../shape.ts';
import type { Answer, BackupAnswers } from '../world.ts';
import { ADVANCED_SETTINGS, count, LIFECYCLE, options } from './common.ts';
import { notFound } from './errors.ts';
import { backupArn, backupOf, get, list } from './operation.ts';

const RULE = structure({
  RuleName: text,
  TargetBackupVaultName: text,
  TargetLogicallyAirGappedBackupVaultArn: text,
  ScheduleExpression: text,
  StartWindowMinutes: count,
  CompletionWindowMinutes: count,
  Lifecycle: LIFECYCLE,
  RecoveryPointTags: options,
  RuleId: text,
  CopyActions: flat(structure({ Lifecycle: LIFECYCLE, DestinationBackupVaultArn: text })),
  EnableContinuousBackup: flag,
  ScheduleExpressionTimezone: text,
  IndexActions: flat(structure({ ResourceTypes: flat(text) })),
  ScanActions: flat(structure({ MalwareScanner: text, ScanMode: text })),
});

const PLAN = structure(
  {
    BackupPlanName: text,
    Rules: flat(RULE),
    AdvancedBackupSettings: ADVANCED_SETTINGS,
    ScanSettings: flat(structure({ MalwareScanner: text, ResourceTypes: flat(text), ScannerRoleArn: text })),
  },
  'BackupPlanName',
  'Rules',
);

/** What the listing says of a plan, too. */
const PLAN_MEMBERS = {
  BackupPlanId: text,
  BackupPlanArn: text,
  VersionId: text,
  CreatorRequestId: text,
  CreationDate: moment,
  DeletionDate: moment,
  LastExecutionDate: moment,
  AdvancedBackupSettings: ADVANCED_SETTINGS,
};

const PLAN_OUTPUT = structure(
  {
    BackupPlan: PLAN,
    ...PLAN_MEMBERS,
    ScheduledRunsPreview: flat(structure({ ExecutionTime: moment, RuleId: text, RuleExecutionType: text })),
  },
  'BackupPlan',
);

const TAG_MATCHES = flat(structure({ ConditionKey: text, ConditionValue: text }));

const SELECTION = structure(
  {
    SelectionName: text,
    IamRoleArn: text,
    Resources: flat(text),
    ListOfTags: flat(structure({ ConditionType: text, ConditionKey: text, ConditionValue: text })),
    NotResources: flat(text),
    Conditions: structure({ StringEquals: TAG_MATCHES, StringNotEquals: TAG_MATCHES, StringLike: TAG_MATCHES, StringNotLike: TAG_MATCHES }),
  },
  'SelectionName',
);

/** What the listing says of a selection, too. */
const SELECTION_MEMBERS = { SelectionId: text, BackupPlanId: text, CreationDate: moment, CreatorRequestId: text };

const SELECTION_OUTPUT = structure({ BackupSelection: SELECTION, ...SELECTION_MEMBERS }, 'BackupSelection');

const planNames = (id: string, place: Place): Answer => ({ BackupPlanId: id, BackupPlanArn: backupArn(place, `backup-plan:${id}`) });

/** GetBackupPlan of a plan; `undefined` where there is none. */
const planOf = (id: string, place: Place): Answer | undefined => {
  const plan = own(backupOf(place).GetBackupPlan, id);
  return plan && { ...planNames(id, place), ...plan };
};

const planNameOf = (plan: Answer | undefined): string | undefined => (plan?.BackupPlan as Answer | undefined)?.BackupPlanName as string;

const listedPlan = (plan: Answer): Answer => ({ ...plan, BackupPlanName: planNameOf(plan) });

const plansOf = (place: Place): readonly Answer[] =>
  Object.keys(backupOf(place).GetBackupPlan ?? {}).map((id) => listedPlan(planOf(id, place) ?? {}));

const selectionNames = (plan: string, id: string): Answer => ({ SelectionId: id, BackupPlanId: plan });

/** GetBackupSelection of a selection; `undefined` where the plan has none. */
const selectionOf = (plan: string, id: string, place: Place): Answer | undefined => {
  const selection = own(own(backupOf(place).GetBackupSelection, plan), id);
  return selection && { ...selectionNames(plan, id), ...selection };
};

const selectionsOf = (plan: string, place: Place): readonly Answer[] =>
  Object.keys(own(backupOf(place).GetBackupSelection, plan) ?? {}).map((id) => {
    const selection = selectionOf(plan, id, place);
    return { ...selection, ...(selection?.BackupSelection as Answer) };
  });

interface OfPlan {
  readonly backupPlanId: string;
}

interface VersionOfPlan extends OfPlan {
  readonly versionId?: string;
  readonly MaxScheduledRunsPreview?: number;
}

interface OfSelection extends OfPlan {
  readonly selectionId: string;
}

const noPlan = (id: string) => notFound(`Cannot find Backup plan with id ${id}`);

const namesOfPlan = ({ backupPlanId: id }: OfPlan, place: Place) => [id, planNameOf(planOf(id, place))];

/** No more of the coming runs than were asked for, which is none unless a request says so. */
const withRuns = ({ ScheduledRunsPreview: runs, ...plan }: Answer, most = 0): Answer =>
  runs === undefined || most === 0 ? plan : { ...plan, ScheduledRunsPreview: (runs as readonly unknown[]).slice(0, most) };

export const PLANS = {
  ListBackupPlans: list<{ readonly includeDeleted?: boolean }>('/backup/plans/', {
    input: { includeDeleted: flag },
    member: 'BackupPlansList',
    item: structure({ ...PLAN_MEMBERS, BackupPlanName: text }),
    items: ({ includeDeleted = false }, place) => plansOf(place).filter(({ DeletionDate }) => includeDeleted || DeletionDate === undefined),
  }),
  GetBackupPlan: get<VersionOfPlan>('/backup/plans/{backupPlanId}/', {
    input: structure({ backupPlanId: text, versionId: text, MaxScheduledRunsPreview: integer(0, 10) }, 'backupPlanId'),
    output: PLAN_OUTPUT,
    resources: namesOfPlan,
    refusal: ({ backupPlanId: id, versionId }, place) => {
      const plan = planOf(id, place);
      if (!plan) return noPlan(id);
      return versionId === undefined || versionId === plan.VersionId ? undefined : notFound(`Cannot find version ${versionId} of ${id}`);
    },
    answer: ({ backupPlanId: id, MaxScheduledRunsPreview: most }, place) => withRuns(planOf(id, place) ?? {}, most),
  }),
  ListBackupSelections: list<OfPlan>('/backup/plans/{backupPlanId}/selections/', {
    input: { backupPlanId: text },
    required: ['backupPlanId'],
    member: 'BackupSelectionsList',
    item: structure({ ...SELECTION_MEMBERS, SelectionName: text, IamRoleArn: text }),
    resources: namesOfPlan,
    refusal: ({ backupPlanId: id }, place) => (planOf(id, place) ? undefined : noPlan(id)),
    items: ({ backupPlanId: id }, place) => selectionsOf(id, place),
  }),
  GetBackupSelection: get<OfSelection>('/backup/plans/{backupPlanId}/selections/{selectionId}', {
    input: structure({ backupPlanId: text, selectionId: text }, 'backupPlanId', 'selectionId'),
    output: SELECTION_OUTPUT,
    resources: ({ backupPlanId, selectionId }, place) => [
      selectionId,
      (selectionOf(backupPlanId, selectionId, place)?.BackupSelection as Answer | undefined)?.SelectionName as string,
    ],
    refusal: ({ backupPlanId, selectionId }, place) =>
      selectionOf(backupPlanId, selectionId, place) ? undefined : notFound(`Cannot find selection ${selectionId} of ${backupPlanId}`),
    answer: ({ backupPlanId, selectionId }, place) => selectionOf(backupPlanId, selectionId, place) ?? {},
  }),
} satisfies Readonly<Record<string, RestOperation>>;

/** What a world says of plans, by their ids, and of selections, by the plan's id and their own. The listings are made of it. */
export const PLAN_ANSWERS = { GetBackupPlan: mapping(PLAN_OUTPUT), GetBackupSelection: mapping(mapping(SELECTION_OUTPUT)) };

/** What is wrong with the plans of a Region. */
export const planMismatches = ({ answers, path, ...place }: Spot<BackupAnswers>): readonly Mismatch[] => {
  const { GetBackupPlan: plans = {}, GetBackupSelection: selections = {} } = answers;
  return [
    ...Object.entries(plans).flatMap(([id, plan]) => misnomers([...path, 'GetBackupPlan', id], plan, planNames(id, place))),
    ...strayMismatches([...path, 'GetBackupSelection'], selections, plans, ['a plan of this Region', 'GetBackupPlan']),
    ...Object.entries(selections).flatMap(([plan, ofPlan]) =>
      Object.entries(ofPlan).flatMap(([id, selection]) =>
        misnomers([...path, 'GetBackupSelection', plan, id], selection, selectionNames(plan, id)),
      ),
    ),
  ];
};
