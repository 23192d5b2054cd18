import fc from 'fast-check';
import { dump } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../../../engine/load/configuration.ts';
import { loadInventory } from '../../../engine/load/inventory.ts';
import { loadPolicies } from '../../../engine/load/policy.ts';
import { loadReport } from '../../../engine/load/report.ts';
import { loadWaivers } from '../../../engine/load/waivers.ts';
import { InputError } from '../../../model/errors.ts';
import { connectors, kinds, rules, validators } from './harness.ts';

const test = suite('engine/load/fuzz');

const source = (text: string) => ({ path: '/f', shownAs: 'f', text });

const LOADERS = {
  policy: (text: string) => loadPolicies([source(text)], { rules, kinds, validators }),
  configuration: (text: string) => loadConfiguration(source(text), { connectors, validators }),
  waivers: (text: string) => loadWaivers([source(text)], { rules, validators }),
  inventory: (text: string) => loadInventory(source(text), { kinds, validators }),
  report: (text: string) => loadReport(source(text), { validators }),
} as const;

/** Loads, or is refused with at least one diagnostic, each with a place in the text, a code and a message of one line. */
const readsOrRefuses = (load: (text: string) => unknown, text: string): void => {
  try {
    load(text);
  } catch (error) {
    assert.instance(error, InputError, `${JSON.stringify(text)}: ${(error as Error).stack}`);
    const { diagnostics } = error as InputError;
    assert.ok(diagnostics.length > 0);
    const lines = text.split(/\r\n|\n|\r/);
    for (const { place, code, message } of diagnostics) {
      assert.match(code, /^[a-z-]+$/);
      assert.match(message, /\.$/);
      assert.ok(place && place.line >= 1 && place.line <= lines.length, `${JSON.stringify(text)}: ${JSON.stringify(place)}`);
      assert.ok(
        place && place.column >= 1 && place.column <= (lines[place.line - 1] ?? '').length + 1,
        `${JSON.stringify(text)}: ${JSON.stringify(place)}`,
      );
    }
  }
};

/** Words that mean something to one of the loaders, and others that mean something to JavaScript. */
const word = fc.constantFrom(
  ...[
    'apiVersion',
    'mlops-dr/v1',
    'kind',
    'Policy',
    'Waivers',
    'metadata',
    'name',
    'title',
    'components',
    'resources',
    'objectives',
    'rules',
    'rule',
  ],
  ...[
    'params',
    'severity',
    'critical',
    'tags',
    'optional',
    'rpo',
    '15m',
    'P1M',
    'test/box',
    'test/bag',
    'test/kept',
    'test/lid-closed',
    'days',
    'maxAge',
    'ages',
  ],
  ...['targets', 'shelf', 'url', 'http://x', 'policies', 'waivers', 'resource', 'reason', 'approvedBy', 'expires', '2026-12-31', 'schema'],
  ...[
    'mlops-dr/inventory/v1',
    'tool',
    'takenAt',
    '2026-01-01T00:00:00Z',
    'listings',
    'scope',
    'target',
    'origin',
    'facets',
    'lid',
    'lock',
    'state',
    'read',
  ],
  ...['absent', 'unread', 'gap', 'value', 'id', '', 'constructor', 'toString', 'hasOwnProperty', 'a/b', 'a~b', 'length', '0'],
);
const leaf = fc.oneof(word, fc.constantFrom(null, true, false, 0, 1, -1, 1.5, 1e300), fc.string({ unit: 'binary', maxLength: 8 }));
const { value: tree } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: fc.string() }), tie('value'), { maxKeys: 6 }),
  ),
}));

/** Documents that are right, for mutation. */
const RIGHT: Readonly<Record<keyof typeof LOADERS, unknown>> = {
  policy: {
    apiVersion: 'mlops-dr/v1',
    kind: 'Policy',
    metadata: { name: 'p', title: 'P' },
    components: [
      {
        name: 'a',
        resources: [{ kind: 'test/box', tags: { a: 'b' } }],
        objectives: { rpo: '15m', copies: 2 },
        rules: ['test/lid-closed', { rule: 'test/kept', severity: 'low', params: { days: 3, maxAge: '1d', ages: ['1d'] } }],
      },
    ],
  },
  configuration: { targets: [{ name: 'a', shelf: { url: 'http://x', depth: 1 } }], policies: ['p.yaml'], waivers: ['w.yaml'] },
  waivers: {
    apiVersion: 'mlops-dr/v1',
    kind: 'Waivers',
    waivers: [{ rule: 'test/kept', resource: '*', policy: 'p', component: 'a', reason: 'r', approvedBy: 'b', expires: '2026-12-31' }],
  },
  report: {
    schema: 'mlops-dr/report/v1',
    tool: { name: 'mlops-dr', version: '1' },
    takenAt: '2026-01-01T00:00:00Z',
    summary: { pass: 1, fail: 0, unknown: 0, pending: 0, notApplicable: 0, waived: 0 },
    findings: [
      {
        fingerprint: '0'.repeat(64),
        rule: 's3/versioning-enabled',
        policy: 'p',
        component: 'c',
        resource: { kind: 's3/bucket', id: 'arn:aws:s3:::a', name: 'a', target: 't' },
        verdict: 'pass',
        severity: 'high',
        message: 'Versioning is enabled.',
        evidence: [{ facet: 'versioning', observed: 'Enabled' }],
        waiver: null,
        location: { file: 'f', line: 1, column: 1 },
      },
    ],
    gaps: [],
    recovery: [],
  },
  inventory: {
    schema: 'mlops-dr/inventory/v1',
    tool: { name: 'mlops-dr', version: '1' },
    takenAt: '2026-01-01T00:00:00Z',
    targets: [{ name: 't', type: 'aws', listings: [{ kind: 'test/box', state: 'unread', gap: { action: 'a', code: 'c', message: 'm' } }] }],
    resources: [
      {
        kind: 'test/box',
        id: 'i',
        name: 'n',
        scope: { target: 't' },
        origin: 'listed',
        facets: { lid: { state: 'read', value: { status: 's' } }, lock: { state: 'absent' } },
      },
    ],
  },
};

/** The same data with one node, chosen by `path`, replaced. */
const replaced = (node: unknown, path: readonly number[], by: unknown): unknown => {
  const [step, ...rest] = path;
  if (step === undefined || typeof node !== 'object' || node === null) return by;
  const keys = Object.keys(node);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return by;
  const member = replaced((node as Record<string, unknown>)[key], rest, by);
  return Array.isArray(node) ? node.map((item, index) => (String(index) === key ? member : item)) : { ...node, [key]: member };
};

const written = fc.constantFrom<(value: unknown) => string>(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, '\t'),
  (value) => dump(value),
  (value) => dump(value).replaceAll('\n', '\r\n'),
);

for (const [name, load] of Object.entries(LOADERS)) {
  test(`${name}: what is right is read`, () => {
    load(JSON.stringify(RIGHT[name as keyof typeof LOADERS]));
    load(dump(RIGHT[name as keyof typeof LOADERS]));
  });

  test(`${name}: arbitrary bytes`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readsOrRefuses(load, new TextDecoder().decode(bytes))),
      { numRuns: 400 },
    );
  });

  test(`${name}: arbitrary data as YAML and JSON`, () => {
    fc.assert(
      fc.property(tree, written, (value, write) => readsOrRefuses(load, write(value))),
      { numRuns: 400 },
    );
  });

  test(`${name}: one node of a good file replaced`, () => {
    const path = fc.array(fc.nat({ max: 7 }), { maxLength: 7 });
    fc.assert(
      fc.property(path, tree, written, (steps, by, write) =>
        readsOrRefuses(load, write(replaced(RIGHT[name as keyof typeof LOADERS], steps, by))),
      ),
      { numRuns: 600 },
    );
  });

  test(`${name}: a good file cut short, or with a character changed`, () => {
    const text = dump(RIGHT[name as keyof typeof LOADERS]);
    const change = fc.tuple(
      fc.nat({ max: text.length }),
      fc.constantFrom('', ':', '-', ' ', '\n', '\t', '"', '{', '&a', '*a', '\0', '\u0085', '\uD800'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(change, ([at, character, cut]) => readsOrRefuses(load, text.slice(0, at) + character + (cut ? '' : text.slice(at + 1)))),
      { numRuns: 400 },
    );
  });
}

test.run();
