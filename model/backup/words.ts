import type { Scope } from '../resource.ts';
import { fail, type Outcome, unknown } from '../rule.ts';
import { counted } from '../text.ts';
import type { Coverage, CoveringRule } from './coverage.ts';
import { parseVaultArn } from './ids.ts';

// What all rules about the plans that cover an asset say, and how they name what decides.

export const coverageMessages = {
  uncovered: 'No backup plan covers it: {reason}.',
  disputed: 'Whether a backup plan covers it cannot be told: {reason}.',
} as const;
type CoverageMessage = keyof typeof coverageMessages;

const whyUncovered = ({ refusals }: Coverage): string => {
  const reasons = refusals();
  return reasons.length === 0 ? 'nothing in its Region is selected for any plan' : reasons.join('; ');
};

/** That no plan covers the asset, with the reasons of the selections that come closest to none. */
const uncovered = (coverage: Coverage): Outcome<CoverageMessage> => {
  const reason = whyUncovered(coverage);
  return fail('uncovered', { reason }, [{ facet: 'selectionList', observed: reason, expected: 'a selection that covers it' }]);
};

const disputed = (reason: string): Outcome<CoverageMessage> => unknown('disputed', { reason }, [{ facet: 'definition', observed: reason }]);

/** The answers where no rule of a plan is there to judge. */
export const unlessCovered = (coverage: Coverage) => ({ uncovered: () => uncovered(coverage), disputed });

/** `rule daily of plan mlops-daily`. */
export const nameRule = ({ plan, rule }: CoveringRule): string => `rule ${rule.name} of plan ${plan.name}`;

/** `vault Default`, with its Region and account where they are not those of `home`. */
export const nameVault = (arn: string, home: Scope): string => {
  const vault = parseVaultArn(arn);
  if (!vault) return `vault ${arn}`;
  const region = vault.region === home.region ? '' : ` in ${vault.region}`;
  return `vault ${vault.name}${region}${vault.account === home.account ? '' : ` of account ${vault.account}`}`;
};

/** How long something is kept: `for 35 days`, `until somebody deletes them`. */
export const describeKept = (days: number | undefined): string =>
  days === undefined ? 'until somebody deletes them' : `for ${counted(days, 'day')}`;
