import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ReportedResource } from '../../../model/report.ts';
import { fillRemediation, type Step, steps } from '../../../reporters/shared/remediation.ts';
import { bucket } from '../fixtures.ts';

const test = suite('reporters/shared/remediation');

const TEMPLATE = '{name} {id} {account} {region} {other} {"Rules":[]}';

const fills: readonly { name: string; resources: readonly ReportedResource[]; text: string }[] = [
  { name: 'one resource', resources: [bucket('a')], text: 'a arn:aws:s3:::a 111122223333 us-west-2 {other} {"Rules":[]}' },
  { name: 'none', resources: [], text: 'NAME ID ACCOUNT REGION {other} {"Rules":[]}' },
  {
    name: 'two of one account and Region',
    resources: [bucket('a'), bucket('b')],
    text: 'NAME ID 111122223333 us-west-2 {other} {"Rules":[]}',
  },
  {
    name: 'one without account and Region',
    resources: [{ kind: 'velero/schedule', id: 'k8s://prod/velero', name: 'daily', target: 'prod' }],
    text: 'daily k8s://prod/velero ACCOUNT REGION {other} {"Rules":[]}',
  },
  {
    name: 'a name that a shell would run',
    resources: [bucket('$(id)', { id: 'a b' })],
    text: 'NAME ID 111122223333 us-west-2 {other} {"Rules":[]}',
  },
  {
    name: 'a name that is an option',
    resources: [bucket('--force')],
    text: 'NAME arn:aws:s3:::--force 111122223333 us-west-2 {other} {"Rules":[]}',
  },
  { name: 'a name that is a pattern of replace()', resources: [bucket('$&')], text: 'NAME ID 111122223333 us-west-2 {other} {"Rules":[]}' },
];

for (const { name, resources, text } of fills) {
  test(`fills in: ${name}`, () => {
    assert.is(fillRemediation(TEMPLATE, resources), text);
  });
}

const SCHEDULE: ReportedResource = {
  kind: 'velero/schedule',
  id: 'k8s://prod/velero.io/velero/Schedule/daily',
  name: 'daily',
  target: 'prod',
  cluster: 'prod',
  namespace: 'velero',
};

for (const { name, resources, text } of [
  { name: 'an object of a cluster', resources: [SCHEDULE], text: 'velero schedule get daily -n velero --kubecontext prod' },
  {
    name: 'objects in two namespaces',
    resources: [SCHEDULE, { ...SCHEDULE, namespace: 'other' }],
    text: 'velero schedule get daily -n NAMESPACE --kubecontext prod',
  },
]) {
  test(`fills in: ${name}`, () => {
    assert.is(fillRemediation('velero schedule get {name} -n {namespace} --kubecontext {cluster}', resources), text);
  });
}

const prose = (...texts: readonly string[]): Step => ({
  type: 'prose',
  stretches: texts.map((text) => (text.startsWith('`') ? { type: 'code', text: text.slice(1, -1) } : { type: 'prose', text })),
});

const splits: readonly { name: string; text: string; found: readonly Step[] }[] = [
  { name: 'nothing', text: '', found: [] },
  { name: 'a sentence', text: 'Do it.', found: [prose('Do it.')] },
  { name: 'code of two words is part of its sentence', text: 'Set `a: b`.', found: [prose('Set ', '`a: b`', '.')] },
  { name: 'JSON is part of its sentence', text: 'Set `{ "a": 1, "b": 2 }`.', found: [prose('Set ', '`{ "a": 1, "b": 2 }`', '.')] },
  { name: 'a command alone', text: '`aws s3 ls`', found: [{ type: 'command', text: 'aws s3 ls' }] },
  { name: 'a command, its full stop dropped', text: 'Run `aws s3 ls`.', found: [prose('Run '), { type: 'command', text: 'aws s3 ls' }] },
  {
    name: 'two commands and words between them',
    text: '`aws s3 ls`, then `aws s3 rm x`',
    found: [{ type: 'command', text: 'aws s3 ls' }, prose('then '), { type: 'command', text: 'aws s3 rm x' }],
  },
];

for (const { name, text, found } of splits) {
  test(`splits: ${name}`, () => {
    assert.equal(steps(text), found);
  });
}

test.run();
