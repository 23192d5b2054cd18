import type { BackupRule, CopyAction, GetBackupPlanCommandOutput, Lifecycle, ScheduledPlanExecutionMember } from '@aws-sdk/client-backup';
import type { BackupLifecycle, BackupPlanDefinition, BackupPlanRule } from '../../../model/kinds/backup.ts';
import { atLeast, flag, given, object, objects, optionalText, text, time, word } from '../../aws/parse.ts';

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html
const DEFAULT_SCHEDULE = 'cron(0 5 ? * * *)';
const DEFAULT_TIME_ZONE = 'UTC';
const DEFAULT_START_WINDOW = 480;
const DEFAULT_COMPLETION_WINDOW = 10_080;

/** When a plan of either sort runs. */
export const scheduleOf = (plan: {
  readonly ScheduleExpression?: string | undefined;
  readonly ScheduleExpressionTimezone?: string | undefined;
}): { schedule: string; timeZone: string } => ({
  schedule: optionalText('ScheduleExpression', plan.ScheduleExpression) ?? DEFAULT_SCHEDULE,
  timeZone: optionalText('ScheduleExpressionTimezone', plan.ScheduleExpressionTimezone) ?? DEFAULT_TIME_ZONE,
});

const FOREVER = -1;

const daysOf = (least: number, what: string, days: number | undefined): number | undefined =>
  days === FOREVER ? undefined : atLeast(least, what, days);

const lifecycleOf = ({ DeleteAfterDays, MoveToColdStorageAfterDays, DeleteAfterEvent }: Lifecycle): BackupLifecycle => ({
  ...given<Omit<BackupLifecycle, 'deleteAfterCopy'>>({
    deleteAfterDays: daysOf(1, 'DeleteAfterDays', DeleteAfterDays),
    moveToColdStorageAfterDays: daysOf(0, 'MoveToColdStorageAfterDays', MoveToColdStorageAfterDays),
  }),
  deleteAfterCopy: DeleteAfterEvent !== undefined && word('DeleteAfterEvent', DeleteAfterEvent, ['DELETE_AFTER_COPY']) !== undefined,
});

const namesNone = (lifecycle: Lifecycle | undefined): boolean => Object.values(lifecycle ?? {}).every((value) => value === undefined);

/** What is deleted after the copy is the source: a copy that inherits its lifecycle stays. */
const copyLifecycle = (lifecycle: Lifecycle | undefined, source: BackupLifecycle): BackupLifecycle =>
  lifecycle === undefined || namesNone(object('Lifecycle of a copy', lifecycle))
    ? { ...source, deleteAfterCopy: false }
    : lifecycleOf(lifecycle);

const copyOf = ({ DestinationBackupVaultArn, Lifecycle }: CopyAction, source: BackupLifecycle): BackupPlanRule['copies'][number] => ({
  vault: text('DestinationBackupVaultArn', DestinationBackupVaultArn),
  lifecycle: copyLifecycle(Lifecycle, source),
});

const ruleOf = (rule: BackupRule): BackupPlanRule => {
  const lifecycle = lifecycleOf(object('Lifecycle of a rule', rule.Lifecycle ?? {}));
  return {
    id: text('RuleId', rule.RuleId),
    name: text('RuleName', rule.RuleName),
    vault: text('TargetBackupVaultName', rule.TargetBackupVaultName),
    ...given<Pick<BackupPlanRule, 'airGappedVault'>>({
      airGappedVault: optionalText('TargetLogicallyAirGappedBackupVaultArn', rule.TargetLogicallyAirGappedBackupVaultArn),
    }),
    ...scheduleOf(rule),
    startWindow: atLeast(0, 'StartWindowMinutes', rule.StartWindowMinutes) ?? DEFAULT_START_WINDOW,
    completionWindow: atLeast(0, 'CompletionWindowMinutes', rule.CompletionWindowMinutes) ?? DEFAULT_COMPLETION_WINDOW,
    continuous: flag('EnableContinuousBackup', rule.EnableContinuousBackup ?? false),
    lifecycle,
    copies: objects('CopyActions', rule.CopyActions ?? []).map((copy) => copyOf(copy, lifecycle)),
  };
};

const runOf = ({ RuleId, ExecutionTime }: ScheduledPlanExecutionMember): BackupPlanDefinition['scheduledRuns'][number] => ({
  rule: text('RuleId of a scheduled run', RuleId),
  at: time('ExecutionTime of a scheduled run', ExecutionTime),
});

export const planOf = ({ BackupPlan, CreationDate, ScheduledRunsPreview }: GetBackupPlanCommandOutput): BackupPlanDefinition => ({
  createdAt: time('CreationDate of a plan', CreationDate),
  rules: objects('Rules of a plan', object('BackupPlan', BackupPlan).Rules).map(ruleOf),
  scheduledRuns: objects('ScheduledRunsPreview', ScheduledRunsPreview ?? []).map(runOf),
});
