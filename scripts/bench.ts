import { type BenchLab, type Cost, floor, median, runNode, scan, startBenchLab } from './bench/measure.ts';

// npm run bench: what a scan costs, as ratios against a floor that is measured in the same run, in turn with it, so that
// the figures hold on slow and on busy machines. Every figure is that of a whole process, start-up included.

const RUNS = 5;

const figure = (value: number, digits = 2): string => value.toFixed(digits);

const line = (what: string, value: string, aim = ''): void =>
  console.log(`  ${what.padEnd(52)} ${value.padStart(10)}${aim && `   aim: ${aim}`}`);

/** Runs A and B in turn; the median of the ratios of their times, pair by pair. */
const ratio = async (runs: number, a: () => Promise<Cost>, b: () => Promise<Cost>) => {
  const pairs: { readonly a: Cost; readonly b: Cost }[] = [];
  for (let run = 0; run < runs; run++) pairs.push({ b: await b(), a: await a() });
  return {
    ratio: median(pairs.map((pair) => pair.a.seconds / pair.b.seconds)),
    seconds: median(pairs.map((pair) => pair.a.seconds)),
    floor: median(pairs.map((pair) => pair.b.seconds)),
    mebibytes: Math.max(...pairs.map((pair) => pair.a.mebibytes)),
  };
};

const withLab = async <T>(buckets: number, latency: number, use: (lab: BenchLab) => Promise<T>): Promise<T> => {
  const lab = await startBenchLab(buckets, latency);
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
    const result = await ratio(
      RUNS,
      () => scan(lab),
      () => floor(lab),
    );
    console.log(`\n1,000 buckets, ${latency} ms of latency, 64 requests in flight`);
    line('a bare HTTP client, seconds', figure(result.floor));
    line('scan, seconds', figure(result.seconds));
    line('scan over the bare client', `${figure(result.ratio)} ×`, aim);
    line('peak memory, MiB', figure(result.mebibytes, 0), '< 140');
  });

const growth = () =>
  withLab(1000, 0, (small) =>
    withLab(10_000, 0, async (large) => {
      const result = await ratio(
        3,
        () => scan(large),
        () => scan(small),
      );
      console.log('\n10,000 buckets over 1,000, no latency');
      line('time', `${figure(result.ratio, 1)} ×`, '≤ 10.5 ×');
      line('peak memory, MiB', figure(result.mebibytes, 0), '< 256');
    }),
  );

const startUp = async () => {
  const bare = () => runNode(['-e', '0']);
  const version = await ratio(RUNS * 2, () => runNode(['bin/run.js', '--version']), bare);
  const demo = await ratio(RUNS, () => runNode(['bin/run.js', 'scan', '--demo', '--fail-on', 'never', '--allow-incomplete']), bare);
  console.log('\nStart-up over a bare `node -e 0`');
  line('bare Node, seconds', figure(version.floor, 3));
  line('mlops-dr --version', `${figure(version.ratio)} ×`, '≤ 2.2 ×');
  line('mlops-dr scan --demo', `${figure(demo.ratio)} ×`);
};

console.log(`mlops-dr bench, Node ${process.versions.node}`);
await calls(1000);
await overhead(0);
await overhead(40, '≤ 1.15 ×');
await growth();
await startUp();
