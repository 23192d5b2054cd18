import { bucketsWorld, clusterWorld, searchWorld, startLab, tablesWorld, type World } from '../../lab/index.ts';

// The lab in a process of its own, so that it and the scan do not share a core. Arguments: what there is (buckets, tables,
// backups, snapshots of one of the two distributions), how many, latency in milliseconds, share of the answers that are throttled.
const [what = 'buckets', count = '1000', latency = '0', throttle = '0'] = process.argv.slice(2);

/** A cluster that makes snapshots just now, however many: the scan goes by the clock. */
const SEARCH = { repositories: 2, policies: 500, indices: 100, now: new Date().toISOString() };

/** With backups go claims of volumes, half as many. */
const WORLDS: Readonly<Record<string, (count: number) => World>> = {
  buckets: bucketsWorld,
  tables: tablesWorld,
  backups: (backups) => clusterWorld({ backups, claims: backups / 2 }),
  elasticsearch: (snapshots) => searchWorld({ ...SEARCH, distribution: 'elasticsearch', snapshots }),
  opensearch: (snapshots) => searchWorld({ ...SEARCH, distribution: 'opensearch', snapshots }),
};
const world = WORLDS[what];
if (!world) throw new RangeError(`no world of ${what}`);
const lab = await startLab(world(Number(count)));
lab.faults = [
  ...(Number(latency) > 0 ? [{ operation: '*', latency: Number(latency) }] : []),
  ...(Number(throttle) > 0 ? [{ operation: '*', throttle: Number(throttle) }] : []),
];

process.on('message', () => {
  process.send?.({ requests: Object.fromEntries(lab.requests) });
  lab.requests.clear();
});
process.on('disconnect', () => process.exit());
process.send?.({ url: lab.url });
