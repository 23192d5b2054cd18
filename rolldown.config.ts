import type { Plugin, RolldownOptions } from 'rolldown';

/**
 * client-node brings a fetch of its own, which loads a module of Node's that Node warns of. Nothing here makes it fetch: what
 * Node has stands in.
 */
const nodesOwnFetch: Plugin = {
  name: 'nodes-own-fetch',
  resolveId: (id) => (id === 'node-fetch' ? '\0node-fetch' : undefined),
  load: (id) =>
    id === '\0node-fetch'
      ? 'export const { Headers } = globalThis; export class FetchError extends Error {} export class AbortError extends Error {} export default fetch;'
      : undefined,
};

export const options = {
  input: { main: 'commands/main.ts', commands: 'commands/index.ts' },
  platform: 'node',
  plugins: [nodesOwnFetch],
  // Loaded by the command framework where it finds sources beside the bundle, which it does not look for here.
  external: ['typescript'],
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'esm',
    entryFileNames: '[name].js',
    // Beside the entries: what finds its files by the path of its own module counts on that.
    chunkFileNames: '[name]-[hash].js',
    // Names stay, so that a stack trace in a bug report says where it happened.
    minify: { compress: true, mangle: false, codegen: true },
  },
} satisfies RolldownOptions;

export default options;
