/**
 * Which directory may import which: imports point one way. `to` names what is forbidden.
 * scripts/check/boundaries.ts holds that each pattern here matches modules that exist.
 */
const OURS = '^(bin|commands|engine|generated|lab|model|protections|reporters|rules|scanners|scripts|test)/';

/** `directory` imports nothing of ours but itself and `allowed`. */
const only = (directory, ...allowed) => ({
  name: `${directory}-imports-${allowed.join('-and-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^${directory}/` },
  to: { path: OURS, pathNot: [directory, ...allowed].map((name) => `^${name}/`) },
});

module.exports = {
  forbidden: [
    only('model'),
    only('rules', 'model'),
    only('protections', 'model'),
    only('reporters', 'model'),
    only('scanners', 'model'),
    only('engine', 'model'),
    only('lab', 'model'),
    only('commands', 'engine', 'generated', 'lab', 'model', 'reporters'),
    only('generated', 'engine', 'model', 'protections', 'reporters', 'rules', 'scanners'),
    {
      name: 'scripts-and-tests-are-not-imported',
      severity: 'error',
      from: { pathNot: '^(scripts|test|[.]ci)/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'sdks-in-scanners-only',
      severity: 'error',
      from: { path: '^(model|rules|protections|reporters|engine|commands)/' },
      to: { path: 'node_modules/@(aws-sdk|kubernetes|smithy)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '(^|/)dist/main[.]js$' } },
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
