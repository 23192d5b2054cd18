import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadWorld } from '../../../lab/index.ts';
import { InputError } from '../../../model/errors.ts';

const test = suite('lab/search/load');

const problems = (source: string): readonly string[] => {
  try {
    loadWorld(source, 'w.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.diagnostics.map(({ place, message, hint, code }) =>
      [`${place?.file}:${place?.line}:${place?.column}:`, message, hint, `[${code}]`].filter(Boolean).join(' '),
    );
  }
};

const CLUSTER = 'search:\n  - { name: c, distribution: elasticsearch, version: 8.15.3, cluster_uuid: u';
const OPEN = 'search:\n  - { name: c, distribution: opensearch, version: 2.19.1, cluster_uuid: u';
const SNAPSHOT = 'snapshot: s, state: SUCCESS, start_time: 2026-01-01T00:00:00Z';

const CASES: readonly (readonly [name: string, source: string, says: readonly string[]])[] = [
  ['no more than it needs', `${CLUSTER} }`, []],
  ['nothing at all', '{}', ['w.yaml:1:1: A world lacks the key accounts. [missing-key]']],
  ['no cluster', 'search: []', ['w.yaml:1:1: "accounts" has to be a list with an account in it. [invalid-value]']],
  [
    'what every cluster needs',
    'search: [{}]',
    ['name', 'distribution', 'version', 'cluster_uuid'].map((key) => `w.yaml:1:10: Item 1 of "search" lacks the key ${key}. [missing-key]`),
  ],
  [
    'a version that YAML takes for a number',
    'search: [{ name: c, distribution: solr, version: 8.15, cluster_uuid: u }]',
    [
      'w.yaml:1:35: "distribution" has to be elasticsearch or opensearch. [invalid-value]',
      'w.yaml:1:50: "version" has to be a text such as 8.15.3. Put it in quotes. [invalid-value]',
    ],
  ],
  [
    'two clusters of one name',
    `${CLUSTER} }\n  - { name: c, distribution: opensearch, version: 2.19.1, cluster_uuid: u }`,
    ['w.yaml:3:13: "c" is given twice. [invalid-value]'],
  ],
  [
    'what the other distribution has',
    `${OPEN}, slm: {} }`,
    ['w.yaml:2:76: "slm" has to be left out: opensearch has no such thing. [invalid-value]'],
  ],
  [
    'what the other distribution has, of Elasticsearch',
    `${CLUSTER}, sm: {} }`,
    ['w.yaml:2:79: "sm" has to be left out: elasticsearch has no such thing. [invalid-value]'],
  ],
  [
    'a snapshot without an end, twice, and one in a repository that is not there',
    `${CLUSTER},\n      repositories: { r: { type: fs, settings: {} } },\n      snapshots: { r: [{ ${SNAPSHOT} }, { ${SNAPSHOT}, end_time: 2026-01-01T00:00:00Z }], gone: [] } }`,
    [
      'w.yaml:4:191: "gone" means nothing here. Accepted: r. [unknown-key]',
      'w.yaml:4:103: "s" is given twice. [invalid-value]',
      'w.yaml:4:24: Item 1 of "r" lacks the key end_time. [missing-key]',
    ],
  ],
  [
    'a snapshot under way needs no end',
    `${CLUSTER}, repositories: { r: { type: fs, settings: {} } },\n      snapshots: { r: [{ snapshot: s, state: IN_PROGRESS, start_time: 2026-01-01T00:00:00Z }] } }`,
    [],
  ],
  [
    'a state that there is not',
    `${CLUSTER}, repositories: { r: { type: fs, settings: {} } },\n      snapshots: { r: [{ snapshot: s, state: DONE, start_time: 2026-01-01T00:00:00Z }] } }`,
    ['w.yaml:3:46: "state" has to be SUCCESS or PARTIAL or FAILED or IN_PROGRESS or INCOMPATIBLE. [invalid-value]'],
  ],
  [
    'a policy without what it would do, and an explanation of none',
    `${CLUSTER},\n      slm: { policies: { p: { modified_date: today } }, operation_mode: PAUSED } }`,
    [
      'w.yaml:3:29: "p" lacks the key policy. [missing-key]',
      'w.yaml:3:29: "p" lacks the key next_execution. [missing-key]',
      'w.yaml:3:46: "modified_date" has to be an ISO 8601 time. [invalid-value]',
      'w.yaml:3:73: "operation_mode" has to be RUNNING or STOPPING or STOPPED. [invalid-value]',
    ],
  ],
  [
    'an explanation of no policy',
    `${OPEN},\n      sm: { policies: {}, explanations: { p: {} } } }`,
    ['w.yaml:3:43: "p" means nothing here. Nothing is accepted here. [unknown-key]'],
  ],
  [
    'a recovery of no index',
    `${CLUSTER},\n      recoveries: { i: [] } }`,
    ['w.yaml:3:21: "i" means nothing here. Nothing is accepted here. [unknown-key]'],
  ],
  [
    'operations of faults',
    `${CLUSTER} }\nfaults:\n  - { operation: "search:get /_slm/policy", deny: true }\n  - { operation: "search:*", hang: true }`,
    [],
  ],
];

for (const [name, source, says] of CASES) {
  test(name, () => {
    assert.equal(problems(source), says);
  });
}

test('an operation that is none', () => {
  const [problem = ''] = problems(`${CLUSTER} }\nfaults:\n  - { operation: "search:get /_slm", deny: true }`);
  assert.match(
    problem,
    /^w\.yaml:4:18: "operation" has to be an operation that the lab knows\. Accepted: search:get \/, search:get \/_snapshot, /,
  );
});

test.run();
