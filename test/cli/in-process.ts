import { evaluateInventory } from '../../commands/compose/evaluate.ts';
import { loadInputs, targetsOf } from '../../commands/compose/inputs.ts';
import type { Clock } from '../../engine/collect/clock.ts';
import { collect } from '../../engine/collect/collect.ts';
import { demandOf } from '../../engine/demand.ts';
import { exitCode } from '../../engine/exit-code.ts';
import { connectors } from '../../generated/connectors.ts';
import { mechanisms } from '../../generated/mechanisms.ts';
import { scanners } from '../../generated/scanners.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { credentials } from './harness.ts';

const SPEED = 20;
const STEPS = 10;

/**
 * A clock that is ahead of the real one. Its timers take several turns of the event loop as well as their time: where the
 * machine is busy answers come late, and a time-out that came all the same would be that of the tests.
 */
const hurried: Clock = {
  now: () => performance.now() * SPEED,
  after: (milliseconds, callback) => {
    let left = STEPS;
    let timer: NodeJS.Timeout | undefined;
    const step = (): void => {
      if (left-- === 0) callback();
      else timer = setTimeout(step, milliseconds / SPEED / STEPS);
    };
    step();
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/** Milliseconds, of the clock, that one attempt may take. */
export const TIMEOUT = 20_000;

/** Credentials of the lab, and a Region for configurations that name none. */
const useTestEnvironment = (): void => {
  for (const [name, value] of Object.entries({ ...credentials({ url: '' }), AWS_REGION: 'us-west-2' })) {
    if (value === undefined || value === '') delete process.env[name];
    else process.env[name] = value;
  }
};

const loaded = Promise.all([...scanners.values()].map(({ load }) => load()));

/** Collects what the policies of the configuration in `cwd` read, as the program does, but within the process of the tests. */
export const collectHere = async (cwd: string, clock: Clock = hurried): Promise<Inventory> => {
  useTestEnvironment();
  const { configuration, policies } = await loadInputs({ cwd, config: undefined, policies: [] });
  return collect({
    tool: { name: 'mlops-dr', version: '0.0.0' },
    targets: await targetsOf(configuration, []),
    connectors,
    scanners: await loaded,
    demand: demandOf(policies, [...mechanisms.values()]),
    takenAt: new Date(),
    concurrency: 64,
    timeout: TIMEOUT,
    signal: new AbortController().signal,
    clock,
  });
};

interface Outcome {
  readonly code: number;
  readonly report: Report;
}

/** Holds an inventory against the policies of the configuration in `cwd`. Gates nothing, as `--fail-on never`. */
export const reportOn = async (inventory: Inventory, cwd: string): Promise<Outcome> => {
  const { report } = evaluateInventory(inventory, await loadInputs({ cwd, config: undefined, policies: [] }));
  return { code: exitCode(report, { failOn: 'never', allowIncomplete: false }), report };
};

/** Scans what the configuration in `cwd` says: a hundred scans then cost no hundred starts, and do not wait for long. */
export const scanHere = async (cwd: string): Promise<Outcome> => reportOn(await collectHere(cwd), cwd);
