import { load } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../../engine/load/configuration.ts';
import { loadPolicies } from '../../engine/load/policy.ts';
import { loadWaivers } from '../../engine/load/waivers.ts';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import * as validators from '../../generated/validators.js';
import { blocksIn, pages } from './pages.ts';

const test = suite('docs: examples in YAML');

const source = (text: string) => ({ path: '/anywhere/example.yaml', shownAs: 'example.yaml', text });

const HEAD =
  'apiVersion: mlops-dr/v1\nkind: Policy\nmetadata: { name: p, title: P }\ncomponents:\n  - name: c\n    resources: [{ kind: s3/bucket }]\n';

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');

type Load = (text: string) => unknown;

const loadPolicy: Load = (text) => loadPolicies([source(text)], { rules, kinds, validators });

/** How each sort of file is told by its keys, and what must take it. Those of other programs are YAML, and that is all. */
const LOADERS: readonly (readonly [sort: string, is: (value: Record<string, unknown>) => boolean, take: Load])[] = [
  ['policy', ({ kind }) => kind === 'Policy', loadPolicy],
  ['waivers', ({ kind }) => kind === 'Waivers', (text) => loadWaivers([source(text)], { rules, validators })],
  ['configuration', ({ targets }) => targets !== undefined, (text) => loadConfiguration(source(text), { connectors, validators })],
  ['rules of a component', (value) => Object.keys(value).join() === 'rules', (text) => loadPolicy(`${HEAD}${indent(text)}`)],
  ['workflow', ({ jobs }) => jobs !== undefined, load],
  ['Kubernetes object', ({ kind }) => kind === 'CronJob', load],
  ['GitLab pipeline', (value) => 'disaster-recovery' in value, load],
];

const seen = new Set<string>();

for (const { place, text } of pages.flatMap((page) => blocksIn(page, 'yaml'))) {
  const value = load(text) as Record<string, unknown>;
  const found = LOADERS.find(([, is]) => is(value));
  if (found) seen.add(found[0]);
  test(`${place}: ${found?.[0] ?? 'example'} is taken`, () => {
    assert.ok(found, 'nothing knows this sort of file');
    assert.not.throws(() => found?.[2](text));
  });
}

test('every sort of file is shown', () =>
  assert.equal(
    LOADERS.map(([sort]) => sort).filter((sort) => !seen.has(sort)),
    [],
  ));

test.run();
