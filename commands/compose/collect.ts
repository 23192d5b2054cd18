import { collect } from '../../engine/collect/collect.ts';
import type { Target } from '../../engine/collect/target.ts';
import { demandOf } from '../../engine/demand.ts';
import { connectors } from '../../generated/connectors.ts';
import { mechanisms } from '../../generated/mechanisms.ts';
import { scanners } from '../../generated/scanners.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import { progressLine } from './progress.ts';

export interface CollectJob {
  readonly tool: Inventory['tool'];
  readonly targets: readonly Target[];
  readonly policies: readonly Policy[];
  readonly takenAt: Date;
  readonly concurrency: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Reads what the policies want of the targets, with progress on standard error. Only the scanners that are needed are loaded. */
export const collectInventory = async ({ policies, targets, ...job }: CollectJob): Promise<Inventory> => {
  const demand = demandOf(policies, [...mechanisms.values()]);
  const types = new Set(targets.map(({ type }) => type));
  const needed = [...scanners.values()].filter(
    ({ target, kinds }) => types.has(target) && Object.keys(kinds).some((kind) => demand.kinds.has(kind)),
  );
  const progress = progressLine(process.stderr);
  try {
    return await collect({
      ...job,
      targets,
      demand,
      connectors,
      scanners: await Promise.all(needed.map(({ load }) => load())),
      onProgress: progress.update,
    });
  } finally {
    progress.done();
  }
};
