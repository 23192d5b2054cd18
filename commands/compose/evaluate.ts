import { evaluate } from '../../engine/evaluate.ts';
import { kinds } from '../../generated/kinds.ts';
import { mechanisms } from '../../generated/mechanisms.ts';
import { formatPlace } from '../../model/errors.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import type { Inputs } from './inputs.ts';

/** The report of an inventory, and notes on waivers that somebody should look at. */
export const evaluateInventory = (
  inventory: Inventory,
  { policies, waivers }: Inputs,
): { readonly report: Report; readonly notes: readonly string[] } => {
  const { report, expiredWaivers, unusedWaivers } = evaluate({ inventory, policies, waivers, kinds, mechanisms: [...mechanisms.values()] });
  const notes = [
    ...expiredWaivers.map(
      ({ place, expires }) => `${formatPlace(place)}: this waiver expired at ${expires.toISOString()}; what it covered counts again.`,
    ),
    ...unusedWaivers.map(({ place }) => `${formatPlace(place)}: this waiver covers nothing.`),
  ];
  return { report, notes };
};
