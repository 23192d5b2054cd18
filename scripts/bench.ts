import {
  type BenchLab,
  CLUSTER_CONFIG,
  type Cost,
  clusterFloor,
  type Distribution,
  floor,
  type Holding,
  measured,
  median,
  runNode,
  scan,
  sdk,
  searchConfigFor,
  searchFloor,
  startBenchLab,
} from './bench/measure.ts';

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

const buckets = (count: number): Holding => ({ what: 'buckets', count });
const tables = (count: number): Holding => ({ what: 'tables', count });
const backups = (count: number): Holding => ({ what: 'backups', count });

const withLab = async <T>(holding: Holding, latency: number, use: (lab: BenchLab) => Promise<T>, throttle = 0): Promise<T> => {
  const lab = await startBenchLab(holding, latency, throttle);
  try {
    return await use(lab);
  } finally {
    lab.close();
  }
};

const calls = (count: number) =>
  withLab(buckets(count), 0, async (lab) => {
    await scan(lab);
    const requests = await lab.requests();
    const perBucket = Object.entries(requests).filter(([operation]) => operation !== 's3:ListBuckets' && operation.startsWith('s3:'));
    console.log(`\nCalls, ${count} buckets`);
    line('calls per bucket', figure(perBucket.reduce((sum, [, number]) => sum + number, 0) / count), '4');
    for (const [operation, number] of Object.entries(requests).sort()) line(`  ${operation}`, String(number));
    line('GetBucketLocation', String(requests['s3:GetBucketLocation'] ?? 0), '0');
  });

const overhead = (latency: number, aim?: string) =>
  withLab(buckets(1000), latency, async (lab) => {
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
  withLab(buckets(1000), 0, (small) =>
    withLab(buckets(10_000), 0, async (large) => {
      const costs = await inTurn(3, { small: () => scan(small), large: () => scan(large) });
      console.log('\n10,000 buckets over 1,000, no latency');
      line('time', `${figure(ratio(costs.large, costs.small), 1)} ×`, '≤ 10.5 ×');
      line('peak memory, MiB', figure(peak(costs.large), 0), '< 256');
    }),
  );

const THROTTLED = 0.3;

const throttling = () =>
  withLab(buckets(200), 0, (calm) =>
    withLab(
      buckets(200),
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

/** Of each plan, in the lab. */
const SELECTIONS = 3;
const PLANS = 5;

const tableCalls = (count: number) =>
  withLab(tables(count), 0, async (lab) => {
    const cost = await scan(lab, 'policy-tables.yaml');
    const requests = await lab.requests();
    const of = (...operations: readonly string[]) => operations.reduce((sum, operation) => sum + (requests[operation] ?? 0), 0);
    console.log(`\nCalls, ${count} tables behind ${PLANS} plans with ${SELECTIONS} selections each`);
    const perTable = of('dynamodb:DescribeTable', 'dynamodb:DescribeContinuousBackups', 'dynamodb:ListTagsOfResource');
    line('calls per table to DynamoDB', figure(perTable / count), '3');
    line('calls per table to AWS Backup', figure(of('backup:ListRecoveryPointsByResource') / count), '1');
    const perPlan = of('backup:GetBackupPlan', 'backup:ListBackupSelections', 'backup:GetBackupSelection');
    line('calls per plan', figure(perPlan / PLANS), String(2 + SELECTIONS));
    for (const [operation, number] of Object.entries(requests).sort()) line(`  ${operation}`, String(number));
    line('seconds, at the published rates (8 a second)', figure(cost.seconds), `≥ ${figure(count / 8)}`);
  });

const clusterScan = (lab: BenchLab) => scan(lab, 'policy-cluster.yaml', CLUSTER_CONFIG);

const cluster = () =>
  withLab(backups(1000), 0, (small) =>
    withLab(backups(10_000), 0, async (large) => {
      await clusterScan(large);
      const requests = await large.requests();
      const costs = await inTurn(3, { floor: () => clusterFloor(large), small: () => clusterScan(small), large: () => clusterScan(large) });
      console.log('\nA cluster with 10,000 backups and 5,000 claims, each with its volume and pod; and one of a tenth of it');
      for (const [operation, number] of Object.entries(requests).sort()) line(`  ${operation}`, String(number));
      line('a bare HTTP client that parses every page, seconds', figure(seconds(costs.floor)));
      line('scan, seconds', figure(seconds(costs.large)));
      line('scan over the bare client', `${figure(ratio(costs.large, costs.floor))} ×`);
      line('scan over that of a tenth', `${figure(ratio(costs.large, costs.small), 1)} ×`, '≤ 10.5 ×');
      line('peak memory of a tenth, MiB', figure(peak(costs.small), 0));
      line('peak memory, MiB', figure(peak(costs.large), 0), '< 256');
    }),
  );

const snapshots = (what: Distribution, count: number): Holding => ({ what, count });

const searchScan = (lab: BenchLab) => scan(lab, 'policy-search.yaml', searchConfigFor(lab));

/** Each facet is asked for once, whichever rules read it. What there is several of: */
const TABLES = '2: one a repository';
const DETAILS = '6: the last snapshot of every policy, 88 in a line';
const SEARCH_CALLS: Readonly<Record<string, string>> = {
  'search:get /_cat/snapshots/{repository}': TABLES,
  'search:get /_snapshot/{repository}/{snapshot}': DETAILS,
  'search:get /_plugins/_sm/policies': '5: 100 a page',
  'search:other': '1: whether the user may see every index',
};

const ofSearch = (requests: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(requests)
    .filter(([operation]) => operation.startsWith('search:'))
    .map(([operation, number]) => `${number} ${operation}`)
    .sort();

/** A floor that asks for something else than the scan is none. */
const assertSameCalls = async (lab: BenchLab, distribution: Distribution, scanned: Readonly<Record<string, number>>): Promise<void> => {
  await searchFloor(lab, distribution);
  const [floored, own] = [ofSearch(await lab.requests()), ofSearch(scanned)];
  if (floored.join() !== own.join()) throw new Error(`The bare client sends ${floored.join(', ')}; the scan ${own.join(', ')}.`);
};

const search = (what: Distribution) =>
  withLab(snapshots(what, 2000), 0, (small) =>
    withLab(snapshots(what, 20_000), 0, (large) =>
      withLab(snapshots(what, 100_000), 0, async (huge) => {
        await searchScan(large);
        const requests = await large.requests();
        await assertSameCalls(large, what, requests);
        const costs = await inTurn(3, {
          floor: () => searchFloor(large, what),
          small: () => searchScan(small),
          large: () => searchScan(large),
          huge: () => searchScan(huge),
        });
        console.log(`\nA cluster of ${what} with 20,000 snapshots in 2 repositories and 500 policies, by every rule`);
        for (const [operation, number] of Object.entries(requests).sort())
          line(`  ${operation}`, String(number), SEARCH_CALLS[operation] ?? '1');
        line('a bare HTTP client that parses every answer, seconds', figure(seconds(costs.floor)));
        line('scan, seconds', figure(seconds(costs.large)));
        line('scan over the bare client', `${figure(ratio(costs.large, costs.floor))} ×`);
        line('peak memory with 2,000 snapshots, MiB', figure(peak(costs.small), 0));
        line('peak memory with 20,000 snapshots, MiB', figure(peak(costs.large), 0), '< 160');
        line('peak memory with 100,000 snapshots, MiB', figure(peak(costs.huge), 0), '< 256');
        line(
          '  for each snapshot more, bytes (about 240 are kept)',
          figure(((peak(costs.huge) - peak(costs.small)) * 2 ** 20) / 98_000, 0),
        );
      }),
    ),
  );

const selectionThroughput = () => {
  const { seconds: taken, floor: least, covered } = measured<{ seconds: number; floor: number; covered: number }>('selections.ts');
  console.log('\nSelections: 100,000 resources by 200 selections');
  line('seconds', figure(taken));
  line('over comparing one text for each pair', `${figure(taken / least, 1)} ×`);
  line('resources per second', Math.round(100_000 / taken).toLocaleString('en'));
  line('assignments found', covered.toLocaleString('en'));
};

const evaluation = () => {
  const small = measured<{ seconds: number; mebibytes: number }>('evaluate.ts', '10000');
  const large = measured<{ seconds: number; mebibytes: number }>('evaluate.ts', '100000');
  console.log('\nEvaluation: twenty rules on each resource, 40 plans with 5 selections each');
  line('10,000 resources, seconds', figure(small.seconds));
  line('100,000 resources, seconds', figure(large.seconds));
  line('growth', `${figure(large.seconds / small.seconds, 1)} ×`, '≤ 10.5 ×');
  line('verdicts per second', Math.round(2_000_000 / large.seconds).toLocaleString('en'));
  line('peak memory of 10,000, MiB', figure(small.mebibytes, 0));
  line('peak memory of 100,000, MiB', figure(large.mebibytes, 0));
};

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
await tableCalls(100);
await cluster();
await search('opensearch');
await search('elasticsearch');
selectionThroughput();
evaluation();
await startUp();
