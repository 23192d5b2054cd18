import { bucketsWorld, startLab, tablesWorld } from '../../lab/index.ts';

// The lab in a process of its own, so that it and the scan do not share a core. Arguments: what there is (buckets, tables),
// how many, latency in milliseconds, share of the answers that are throttled.
const [what = 'buckets', count = '1000', latency = '0', throttle = '0'] = process.argv.slice(2);
const lab = await startLab(what === 'tables' ? tablesWorld(Number(count)) : bucketsWorld(Number(count)));
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
