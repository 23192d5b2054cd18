import { subjectOf } from './selection/claims.ts';
import { compileSelection } from './selection/compile.ts';
import { isRuledOut, judgeSelection } from './selection/judge.ts';
import { reachOf } from './selection/reach.ts';
import type { BackupSelection, Candidate, Missing, Resolution } from './selection/types.ts';
import { resolutionOf } from './selection/words.ts';

export type { BackupSelection, Candidate, Missing, Resolution, TagMatch } from './selection/types.ts';

/** Which selections cover a resource; numbers are positions in the list that was compiled. Those not named do not cover it. */
export interface Coverage {
  readonly covering: readonly number[];
  /** Those that may cover it, and what has to be read to know. */
  readonly open: readonly { readonly index: number; readonly missing: Missing }[];
}

export interface CompiledSelections {
  /** Looks at those selections only that the resource is in question for. */
  readonly resolve: (candidate: Candidate) => Coverage;
  /** The answer of one selection with its reason. Throws a `RangeError` where there is no such selection. */
  readonly explain: (index: number, candidate: Candidate) => Resolution;
}

/**
 * Prepares selections of one Region for the question which of them cover a resource. Per selection:
 * `(Resources or ListOfTags match, or both are empty) and all Conditions hold and no NotResources match`, and the type is
 * opted in where the match needs that. A plan covers what any of its selections covers.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
export const compileSelections = (selections: readonly BackupSelection[]): CompiledSelections => {
  const compiled = selections.map(compileSelection);
  const reach = reachOf(compiled);
  return {
    resolve: (candidate) => {
      const subject = subjectOf(candidate);
      const covering: number[] = [];
      const open: { index: number; missing: Missing }[] = [];
      for (const index of reach(candidate)) {
        const selection = compiled[index];
        if (!selection || isRuledOut(selection, subject)) continue;
        const { selected, missing } = judgeSelection(selection, subject);
        if (missing !== undefined) open.push({ index, missing });
        else if (selected) covering.push(index);
      }
      return { covering, open };
    },
    explain: (index, candidate) => {
      const selection = compiled[index];
      if (!selection) throw new RangeError(`no selection ${index}`);
      return resolutionOf(selection, candidate, judgeSelection(selection, subjectOf(candidate)));
    },
  };
};

/**
 * Whether a plan comes from a backup policy of AWS Organizations. Such plans stand in the listings of member accounts like
 * others, with an id that begins with `orgs/`; AWS refuses to delete them as "created by organizations".
 */
export const isOrganizationalPlan = (planId: string): boolean => planId.startsWith('orgs/');
