import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { objectId, parseObjectId } from '../../../model/kubernetes/ids.ts';

const test = suite('model/kubernetes/ids');

for (const { name, object, id } of [
  {
    name: 'an object in a namespace',
    object: { cluster: 'prod', group: 'velero.io', namespace: 'velero', kind: 'Schedule', name: 'daily' },
    id: 'k8s://prod/velero.io/velero/Schedule/daily',
  },
  {
    name: 'an object of the core group and of the whole cluster',
    object: { cluster: 'prod', group: '', namespace: '', kind: 'Namespace', name: 'mlops' },
    id: 'k8s://prod///Namespace/mlops',
  },
  {
    name: 'a cluster of EKS, whose name is an ARN',
    object: { cluster: 'arn:aws:eks:us-west-2:123456789012:cluster/mlops', group: '', namespace: 'mlops', kind: 'Pod', name: 'a.b' },
    id: 'k8s://arn:aws:eks:us-west-2:123456789012:cluster%2Fmlops//mlops/Pod/a.b',
  },
  {
    name: 'a cluster with a per cent sign and a space',
    object: { cluster: '50%/ a', group: 'g', namespace: 'n', kind: 'K', name: 'x' },
    id: 'k8s://50%25%2F%20a/g/n/K/x',
  },
]) {
  test(`${name}: there and back`, () => {
    assert.is(objectId(object), id);
    assert.equal(parseObjectId(id), object);
  });
}

for (const text of [
  '',
  'arn:aws:s3:::bucket',
  'k8s://prod',
  'k8s:///g/n/K/x',
  'k8s://prod/g/n/K/',
  'k8s://prod/g/n/K/x/y',
  'k8s://%E0%A4%A/g/n/K/x',
])
  test(`${JSON.stringify(text)} is no id of an object`, () => assert.is(parseObjectId(text), undefined));

test.run();
