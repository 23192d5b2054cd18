import { Type } from 'typebox';
import { kubernetesNamespace } from '../../model/kinds/kubernetes.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { nameGlob, params } from '../../model/params.ts';
import { defineRule, fail, join, notApplicable, type Outcome, pass, type Subject, unknown, unlessUnread } from '../../model/rule.ts';
import { no } from '../../model/velero/captures/answer.ts';
import { type Captures, captures } from '../../model/velero/captures/captures.ts';
import { claim, namespace, namespaces, pod, serving, surroundings } from '../../model/velero/captures/examples.ts';
import { type CaptureFacts, captureJoins, clusterOf } from '../../model/velero/captures/joins.ts';
import { idsFor, namesFor } from '../../model/velero/captures/meant.ts';
import { type Kind, kindsParam, listThings, type Thing, thingEvidence, thingsOf } from '../../model/velero/captures/things.ts';
import { schedule, template } from '../../model/velero/examples.ts';

type Schedule = Subject<typeof veleroSchedule, 'spec'>;

interface Params {
  readonly kinds: readonly Kind[];
  readonly namespace?: string;
}

/** What is known of one namespace. Throws where a fact that decides could not be read. */
const judgeThings = (things: readonly Thing[]): Outcome<Message> => {
  const lost = things.filter(({ answer }) => answer.state === 'no');
  if (lost.length > 0) return fail('lost', { things: listThings(lost) }, thingEvidence(lost, 'spec'));
  const open = things.filter(({ answer }) => answer.state === 'unknown');
  const unread = open.find(({ answer }) => answer.unread)?.answer.unread;
  if (unread) throw unread;
  if (open.length > 0) return unknown('unclear', { things: listThings(open) }, thingEvidence(open, 'spec'));
  return pass('held', { count: things.length }, thingEvidence(things, 'spec'));
};

/** What is asked of each namespace; of one that is not there, all is lost. */
const thingsFor = (
  names: readonly string[],
  there: ReadonlySet<string>,
  kinds: readonly Kind[],
  ask: (name: string) => Captures,
): readonly Thing[] =>
  names.flatMap((name) =>
    there.has(name)
      ? thingsOf(name, ask(name), kinds)
      : [{ name: `namespace ${name}`, answer: no('namespace-missing', 'the cluster has no such namespace') }],
  );

const messages = {
  held: 'A backup of it holds all that is asked for ({count} looked at).',
  lost: 'A backup of it does not hold {things}.',
  unclear: 'Whether a backup of it holds {things} cannot be told.',
  unmatched: 'No namespace is called {namespace}.',
  nothing: 'The cluster has no namespace that a backup of it is to hold.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'velero/captures',
  title: 'The backups of a schedule hold what they are for',
  rationale:
    'A backup can be Completed and hold nothing that matters. Filters of resources leave out ConfigMaps or Secrets; a label on the namespace leaves out all of it; filters that contradict each other make every backup fail its validation. Volumes are left out most easily: unless the template says otherwise, a pod has to name its volumes in an annotation (which Velero splits at commas without trimming), has to be running and to mount them, and a node agent has to run on its node, with the label that this release knows its agents by; snapshots need a driver, a class, a plug-in that takes that kind of volume. Nothing of this makes a backup fail. It is worked out here as the release of Velero in the cluster does it, for the cluster as it is now. What is not seen: the labels of single ConfigMaps and Secrets, which are never read (a label selector leaves them open, `velero.io/exclude-from-backup` on one of them does not), and what a resource policy says.',
  remediation:
    'See what the template says: `velero schedule describe {name} --namespace {namespace}`, and change it: `kubectl --namespace {namespace} edit schedules.velero.io {name}`. Have the volumes of a pod copied, best in its template: `kubectl --namespace APPLICATION annotate pod/POD backup.velero.io/backup-volumes=VOLUME1,VOLUME2`, or all of them: `kubectl --namespace {namespace} patch schedules.velero.io {name} --type merge --patch \'{"spec":{"template":{"defaultVolumesToFsBackup":true}}}\'`. Both need the node agent: `velero install --use-node-agent`.',
  references: [
    'https://velero.io/docs/main/resource-filtering/',
    'https://velero.io/docs/main/file-system-backup/',
    'https://velero.io/docs/main/csi/',
    'https://velero.io/docs/main/csi-snapshot-data-movement/',
  ],
  severity: 'critical',
  subject: veleroSchedule,
  reads: ['spec'],
  joins: {
    ...captureJoins,
    contents: join(kubernetesNamespace, ['pods', 'claims'], (subject: Schedule, wanted: Params, joined: CaptureFacts) =>
      // Only for the volumes in them.
      wanted.kinds.includes('volumes') ? unlessUnread(() => idsFor(subject, wanted.namespace, joined.namespaces), []) : [],
    ),
  },
  params: params({
    kinds: kindsParam(['configmaps', 'secrets', 'volumes']),
    namespace: Type.Optional(
      nameGlob({
        description:
          'Name of the namespace that has to be held; `*` and `?` are wildcards. Without it every namespace that the template includes by name or pattern; where it includes all, every one but those of Kubernetes and Velero and those that are left out by name or label.',
      }),
    ),
  }),
  messages,
  examples: [
    { name: 'A pod opts in its volume', facets: schedule(), around: surroundings(), verdict: 'pass' },
    {
      name: 'Secrets are left out',
      facets: schedule({ spec: { template: template({ excludedResources: ['secrets'] }) } }),
      around: surroundings(),
      verdict: 'fail',
    },
    {
      name: 'Secrets are left out, and only ConfigMaps are asked for',
      facets: schedule({ spec: { template: template({ excludedResources: ['secrets'] }) } }),
      params: { kinds: ['configmaps'] },
      around: surroundings(),
      verdict: 'pass',
    },
    {
      name: 'No pod opts in the volume, and nothing takes snapshots',
      facets: schedule(),
      around: surroundings(namespaces({ mlops: namespace({ pods: [pod({ annotations: {} })] }) })),
      verdict: 'fail',
    },
    {
      name: 'The second volume is named with a blank before it',
      facets: schedule(),
      around: surroundings(
        namespaces({
          mlops: namespace({
            pods: [
              pod({
                annotations: { 'backup.velero.io/backup-volumes': 'cache, data' },
              }),
            ],
            claims: [claim()],
          }),
        }),
      ),
      verdict: 'fail',
    },
    { name: 'No node agent runs on the node', facets: schedule(), around: surroundings(serving({}, [])), verdict: 'fail' },
    {
      name: 'The namespace is labelled to be left out',
      facets: schedule(),
      around: surroundings(namespaces({ mlops: namespace({ labels: { 'velero.io/exclude-from-backup': 'true' } }) })),
      verdict: 'fail',
    },
    {
      name: 'A label selector, and nobody reads the labels of ConfigMaps',
      facets: schedule({ spec: { template: template({ labelSelector: { matchLabels: { app: 'train' }, matchExpressions: [] } }) } }),
      params: { kinds: ['configmaps'] },
      around: surroundings(),
      verdict: 'unknown',
    },
    {
      name: 'Namespaces that could not be listed',
      facets: schedule(),
      around: surroundings({ 'kubernetes/namespace': 'unread' }),
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: wanted, joined }) => {
    const { template } = subject.facets.spec;
    const names = namesFor(subject, wanted.namespace, () => joined.namespaces);
    const evidence = [{ facet: 'spec', observed: `includedNamespaces [${template.includedNamespaces.join(', ')}]` }];
    if (names.length === 0 && wanted.namespace !== undefined) return fail('unmatched', { namespace: wanted.namespace }, evidence);
    if (names.length === 0) return notApplicable('nothing', {}, evidence);
    const cluster = clusterOf(subject.scope.namespace, joined, () => joined.contents);
    const there = new Set(joined.namespaces.map(({ name }) => name));
    return judgeThings(thingsFor(names, there, wanted.kinds, (name) => captures(template, cluster, name)));
  },
});
