export { clusterWorld } from './cluster-world.ts';
export { loadWorld } from './load.ts';
export { searchWorld } from './search-world.ts';
export { type Lab, startLab } from './server.ts';
export { tablesWorld } from './tables-world.ts';
export type { Cluster, Fault, Manifest, PrometheusServer, SearchCluster, World } from './world.ts';
export { bucketsWorld } from './worlds.ts';
