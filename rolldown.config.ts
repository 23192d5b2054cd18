import type { RolldownOptions } from 'rolldown';

export const options = {
  input: { main: 'commands/main.ts', commands: 'commands/index.ts' },
  platform: 'node',
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
