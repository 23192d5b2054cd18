import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clusterOf, isElasticsearchFrom } from '../../../../scanners/elasticsearch/parse/info.ts';
import { classify } from '../../../../scanners/http/failures.ts';
import { ELASTICSEARCH } from '../harness.ts';

const test = suite('scanners/elasticsearch/parse/info');

const outcome = (answer: object): unknown => {
  try {
    const { info } = clusterOf({ ...answer });
    return `${info.distribution} ${info.version}`;
  } catch (error) {
    const { class: failureClass, code } = classify(error);
    return [failureClass, code];
  }
};

const of = (version: unknown) => ({ ...ELASTICSEARCH, version });

for (const [name, answer, expected] of [
  ['Elasticsearch', of({ number: '8.15.3', build_flavor: 'default' }), 'elasticsearch 8.15.3'],
  ['its old build without extras', of({ number: '7.10.2', build_flavor: 'oss' }), 'elasticsearch 7.10.2'],
  ['OpenSearch', of({ number: '2.19.1', distribution: 'opensearch' }), 'opensearch 2.19.1'],
  ['OpenSearch that says it is Elasticsearch 7.10.2', of({ number: '7.10.2', distribution: 'opensearch' }), 'opensearch 7.10.2'],
  ['Elasticsearch Serverless', of({ number: '8.11.0', build_flavor: 'serverless' }), ['rejected', 'Serverless']],
  ['another descendant', of({ number: '1.9.0', distribution: 'easysearch' }), ['rejected', 'UnknownServer']],
  ['another descendant with a flavour', of({ number: '1.9.0', distribution: 'x', build_flavor: 'default' }), ['rejected', 'UnknownServer']],
  ['neither word', of({ number: '7.10.2' }), ['rejected', 'UnknownServer']],
  ['no version', of(undefined), ['transient', 'MalformedAnswer']],
  ['a version without a number', of({ build_flavor: 'default' }), ['transient', 'MalformedAnswer']],
  ['something else', { status: 'ok' }, ['transient', 'MalformedAnswer']],
  ['no master yet', { ...ELASTICSEARCH, cluster_uuid: '_na_' }, ['transient', 'MalformedAnswer']],
  ['a hostile id', { ...ELASTICSEARCH, cluster_uuid: 'a/../b' }, ['transient', 'MalformedAnswer']],
  ['no name', { ...ELASTICSEARCH, cluster_name: '' }, ['transient', 'MalformedAnswer']],
] as const) {
  test(name, () => assert.equal(outcome(answer), expected));
}

test('the id is that of the cluster, not of the address', () => {
  const { id, name } = clusterOf(ELASTICSEARCH);
  assert.equal([id, name], ['elasticsearch://tVXdkIMdToarKMFgRzHAbg', 'logs']);
});

test('what is neither of the two is told what to do', () => {
  try {
    clusterOf(of({ number: '1', distribution: 'o'.repeat(1_000) }));
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, /neither Elasticsearch nor OpenSearch but o{39}…: the address/);
  }
});

for (const [distribution, version, expected] of [
  ['elasticsearch', '7.11.0', true],
  ['elasticsearch', '7.10.2', false],
  ['elasticsearch', '8.0.0', true],
  ['elasticsearch', '8.15.3-SNAPSHOT', true],
  ['elasticsearch', '6.99.0', false],
  ['elasticsearch', 'odd', false],
  ['opensearch', '7.11.0', false],
] as const) {
  test(`${distribution} ${version}, from 7.11`, () => assert.is(isElasticsearchFrom({ distribution, version }, 7, 11), expected));
}

test.run();
