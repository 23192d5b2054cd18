import { formatMoment } from '../moment.ts';
import { parseAwsSchedule } from '../schedule/aws.ts';
import { firstDisagreement } from '../schedule/preview.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { CoveringRule } from './coverage.ts';
import { nameRule } from './words.ts';

/** When a covering rule runs, or, as a clause, why nobody can tell. */
export type Runs = { readonly covering: CoveringRule } & ({ readonly schedule: Schedule } | { readonly doubt: string });

/** The next runs of a rule as AWS Backup itself foresees them, in milliseconds since 1970. */
const previewOf = ({ plan, rule }: CoveringRule): readonly number[] =>
  plan.facets.definition.scheduledRuns.filter((run) => run.rule === rule.id).map(({ at }) => Date.parse(at));

const doubtOf = (covering: CoveringRule, schedule: Schedule, takenAt: Date): string | undefined => {
  const preview = previewOf(covering);
  if (preview.some(Number.isNaN)) return `AWS Backup foresees a run of ${nameRule(covering)} that has no date`;
  const disagreement = firstDisagreement(schedule, preview, takenAt.getTime());
  if (!disagreement) return undefined;
  const { previewed, expected } = disagreement;
  const instead = expected === undefined ? 'has no such run' : `says ${formatMoment(expected)}`;
  return `AWS Backup foresees a run of ${nameRule(covering)} at ${formatMoment(previewed)}, but its schedule ${schedule.text} ${instead}`;
};

/** The schedule of a covering rule, if it can be understood and AWS Backup does not contradict it. */
export const runsOf = (covering: CoveringRule, takenAt: Date): Runs => {
  const { schedule: text, timeZone } = covering.rule;
  const parsed = parseAwsSchedule(text, timeZone);
  if ('problem' in parsed) return { covering, doubt: `the schedule ${text} of ${nameRule(covering)} is not understood: ${parsed.problem}` };
  const doubt = doubtOf(covering, parsed.schedule, takenAt);
  return doubt === undefined ? { covering, schedule: parsed.schedule } : { covering, doubt };
};
