import { type BenchLab, type Cost, floor, median, runNode, scan, sdk, startBenchLab } from './bench/measure.ts';

// npm run bench: what a scan costs, as ratios against a floor that is measured in the same run, in turn with it, so that
// the figures hold on slow and on busy machines. Every figure is that of a whole process, start-up included.

const RUNS = 5;

const figure = (value: number, digits = 2): string => value.toFixed(digits);

const line = (what: string, value: string, aim = ''): void =>
  console.log(`  ${what.padEnd(52)} ${value.padStart(10)}${aim && `   aim: ${aim}`}`);

/** Runs programs in turn, so often; each one's costs in the order of the runs. */
const inTurn = async <N extends string>(runs: number, programs: Readonly<Record<N, () => Promise<Cost>>>): Promise<Record<N, Cost[]>> => {
  const names = Object.keys(programs) as N[];
  const costs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<N, Cost[]>;
  for (let run = 0; run < runs; run++) for (const name of names) costs[name].push(await programs[name]());
  return costs;
};

const seconds = (costs: readonly Cost[]): number => median(costs.map((cost) => cost.seconds));
const peak = (costs: readonly Cost[]): number => Math.max(...costs.map(({ mebibytes }) => mebibytes));

/** The median of the ratios of two programs' times, run by run. */
const ratio = (a: readonly Cost[], b: readonly Cost[]): number =>
  median(a.map((cost, run) => cost.seconds / (b[run]?.seconds ?? Number.NaN)));

const withLab = async <T>(buckets: number, latency: number, use: (lab: BenchLab) => Promise<T>, throttle = 0): Promise<T> => {
  const lab = await startBenchLab(buckets, latency, throttle);
  try {
    return await use(lab);
  } finally {
    lab.close();
  }
};

const calls = (buckets: number) =>
  withLab(buckets, 0, async (lab) => {
    await scan(lab);
    const requests = await lab.requests();
    const perBucket = Object.entries(requests).filter(([operation]) => operation !== 's3:ListBuckets' && operation.startsWith('s3:'));
    console.log(`\nCalls, ${buckets} buckets`);
    line('calls per bucket', figure(perBucket.reduce((sum, [, count]) => sum + count, 0) / buckets), '4');
    for (const [operation, count] of Object.entries(requests).sort()) line(`  ${operation}`, String(count));
    line('GetBucketLocation', String(requests['s3:GetBucketLocation'] ?? 0), '0');
  });

const overhead = (latency: number, aim?: string) =>
  withLab(1000, latency, async (lab) => {
    const costs = await inTurn(RUNS, { floor: () => floor(lab), sdk: () => sdk(lab), scan: () => scan(lab) });
    console.log(`\n1,000 buckets, ${latency} ms of latency, 64 requests in flight`);
    line('a bare HTTP client, seconds', figure(seconds(costs.floor)));
    line('the bare AWS SDK, seconds', figure(seconds(costs.sdk)));
    line('scan, seconds', figure(seconds(costs.scan)));
    line('the bare AWS SDK over the bare client', `${figure(ratio(costs.sdk, costs.floor))} ×`);
    line('scan over the bare client', `${figure(ratio(costs.scan, costs.floor))} ×`, aim);
    line('scan over the bare AWS SDK', `${figure(ratio(costs.scan, costs.sdk))} ×`);
    line('peak memory, MiB', figure(peak(costs.scan), 0), '< 140');
  });

const growth = () =>
  withLab(1000, 0, (small) =>
    withLab(10_000, 0, async (large) => {
      const costs = await inTurn(3, { small: () => scan(small), large: () => scan(large) });
      console.log('\n10,000 buckets over 1,000, no latency');
      line('time', `${figure(ratio(costs.large, costs.small), 1)} ×`, '≤ 10.5 ×');
      line('peak memory, MiB', figure(peak(costs.large), 0), '< 256');
    }),
  );

const THROTTLED = 0.3;

const throttling = () =>
  withLab(200, 0, (calm) =>
    withLab(
      200,
      0,
      async (throttled) => {
        const costs = await inTurn(3, { calm: () => scan(calm), throttled: () => scan(throttled) });
        console.log('\n200 buckets, 30 % of all answers throttled; a read that is lost ends the bench');
        line('calm, seconds', figure(seconds(costs.calm)));
        line('throttled, seconds', figure(seconds(costs.throttled)), `≤ ${figure(4 * seconds(costs.calm) + 10)}`);
      },
      THROTTLED,
    ),
  );

const DEMO = ['bin/run.js', 'scan', '--demo', '--fail-on', 'never', '--allow-incomplete'];

const startUp = async () => {
  const costs = await inTurn(RUNS * 2, {
    bare: () => runNode(['-e', '0']),
    version: () => runNode(['bin/run.js', '--version']),
    demo: () => runNode(DEMO),
  });
  console.log('\nStart-up over a bare `node -e 0`');
  line('bare Node, seconds', figure(seconds(costs.bare), 3));
  line('mlops-dr --version', `${figure(ratio(costs.version, costs.bare))} ×`, '≤ 2.2 ×');
  line('mlops-dr scan --demo', `${figure(ratio(costs.demo, costs.bare))} ×`);
};

console.log(`mlops-dr bench, Node ${process.versions.node}`);
await calls(1000);
await overhead(0);
await overhead(40, '≤ 1.15 ×');
await growth();
await throttling();
await startUp();
