import type { GetRestoreTestingPlanCommandOutput, GetRestoreTestingSelectionCommandOutput, KeyValue } from '@aws-sdk/client-backup';
import type { BackupTestingPlanDefinition, BackupTestingSelectionDefinition } from '../../../model/kinds/backup.ts';
import { atLeast, given, object, objects, optionalTime, string, text, texts, time } from '../../aws/parse.ts';
import { scheduleOf } from './plans.ts';

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForGet.html
const DEFAULT_START_WINDOW_HOURS = 24;
const DEFAULT_SELECTION_WINDOW_DAYS = 30;

export const testingPlanOf = ({ RestoreTestingPlan }: GetRestoreTestingPlanCommandOutput): BackupTestingPlanDefinition => {
  const plan = object('RestoreTestingPlan', RestoreTestingPlan);
  const { SelectionWindowDays } = object('RecoveryPointSelection', plan.RecoveryPointSelection);
  return {
    createdAt: time('CreationTime of a restore testing plan', plan.CreationTime),
    ...scheduleOf(plan),
    startWindowHours: atLeast(0, 'StartWindowHours', plan.StartWindowHours) ?? DEFAULT_START_WINDOW_HOURS,
    selectionWindowDays: atLeast(1, 'SelectionWindowDays', SelectionWindowDays) ?? DEFAULT_SELECTION_WINDOW_DAYS,
    ...given<Pick<BackupTestingPlanDefinition, 'lastExecutedAt'>>({
      lastExecutedAt: optionalTime('LastExecutionTime', plan.LastExecutionTime),
    }),
  };
};

const matchOf = ({ Key, Value }: KeyValue): { key: string; value: string } => ({
  key: text('Key of a condition', Key),
  value: string('Value of a condition', Value),
});

export const testingSelectionOf = (answer: GetRestoreTestingSelectionCommandOutput): BackupTestingSelectionDefinition => {
  const selection = object('RestoreTestingSelection', answer.RestoreTestingSelection);
  const { StringEquals, StringNotEquals } = object('ProtectedResourceConditions', selection.ProtectedResourceConditions ?? {});
  return {
    resourceType: text('ProtectedResourceType', selection.ProtectedResourceType),
    resources: [...texts('ProtectedResourceArns', selection.ProtectedResourceArns ?? [])],
    stringEquals: objects('StringEquals', StringEquals ?? []).map(matchOf),
    stringNotEquals: objects('StringNotEquals', StringNotEquals ?? []).map(matchOf),
  };
};
