import { allHold } from '../../model/judge.ts';
import { kubernetesNamespace } from '../../model/kinds/kubernetes.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { params } from '../../model/params.ts';
import { anyOf, defineRule, every, fail, type Outcome, pass, pending, type Subject, self, unknown } from '../../model/rule.ts';
import { captures } from '../../model/velero/captures/captures.ts';
import { namespace, namespaces, pod, schedules, surroundings } from '../../model/velero/captures/examples.ts';
import { type CaptureFacts, captureJoins, clusterOf } from '../../model/velero/captures/joins.ts';
import { type Kind, kindsParam, type Thing, thingsOf } from '../../model/velero/captures/things.ts';
import { schedule, template } from '../../model/velero/examples.ts';
import { idleness } from '../../model/velero/schedules.ts';

type Namespace = Subject<typeof kubernetesNamespace>;
type Schedule = Subject<typeof veleroSchedule, 'metadata' | 'spec' | 'status'>;

/** What one schedule does for the namespace, thing by thing, the same things in the same order for all. */
interface Coverage {
  readonly schedule: Schedule;
  readonly things: readonly Thing[];
}

interface Facts extends CaptureFacts {
  readonly contents: readonly Subject<typeof kubernetesNamespace, 'pods' | 'claims'>[];
}

const coverageOf = ({ name }: Pick<Namespace, 'name'>, kinds: readonly Kind[], facts: Facts, one: Schedule): Coverage => {
  const cluster = clusterOf(one.scope.namespace, facts, () => facts.contents);
  const captured = captures(one.facets.spec.template, cluster, name);
  // The namespace itself comes first: one without claims is scheduled no more than any other where nothing runs for it.
  return { schedule: one, things: [{ name: `namespace ${name}`, answer: captured.namespace }, ...thingsOf(name, captured, kinds)] };
};

const judgeActivity = (one: Schedule, thing: string, facts: Facts): Outcome<Message> => {
  const { phase = 'New' } = one.facets.status;
  const evidence = [{ facet: 'status', observed: `${one.name}: phase ${phase}`, expected: 'Enabled', resource: one.id }];
  const found = idleness(one, facts);
  if (found && 'doubt' in found) return unknown('unclear', { thing, schedule: one.name, why: found.doubt }, evidence);
  if (found)
    return fail('lost', { thing, why: `${one.name}: ${found.why}` }, [
      { facet: 'spec', observed: `${one.name}: ${found.why}`, resource: one.id },
    ]);
  if (phase === 'Enabled') return pass('scheduled', { schedules: one.name }, evidence);
  if (phase === 'New') return pending('fresh', { thing, schedule: one.name }, evidence);
  return unknown('unclear', { thing, schedule: one.name, why: `its phase is ${phase}` }, evidence);
};

const judgeThing = (one: Schedule, { name, answer }: Thing): Outcome<Message> => {
  const evidence = [{ facet: 'spec', observed: `${one.name}: ${answer.reason}`, expected: `holds ${name}`, resource: one.id }];
  if (answer.state === 'yes') return pass('scheduled', { schedules: one.name }, evidence);
  if (answer.state === 'no') return fail('lost', { thing: name, why: `${one.name}: ${answer.reason}` }, evidence);
  if (answer.unread) throw answer.unread;
  return unknown('unclear', { thing: name, schedule: one.name, why: answer.reason }, evidence);
};

/** Whether one schedule holds a thing, and runs. */
const judgeBy = (one: Schedule, thing: Thing, facts: Facts): Outcome<Message> =>
  allHold<Message>([() => judgeActivity(one, thing.name, facts), () => judgeThing(one, thing)]);

const SHOWN = 3;

/** No schedule holds a thing, as far as is known now: one that is new may yet. Otherwise the first few of them say why. */
const judgeLost = (outcomes: readonly Outcome<Message>[], thing: string): Outcome<Message> => {
  const fresh = outcomes.find(({ verdict }) => verdict === 'pending');
  const shown = outcomes.slice(0, SHOWN);
  const why = shown.map(({ values }) => values.why).join('; ');
  return (
    fresh ??
    fail(
      'lost',
      { thing, why },
      shown.flatMap(({ evidence }) => evidence),
    )
  );
};

/** One schedule is enough for a thing, whichever it is. */
const judgeAny = (coverages: readonly Coverage[], index: number, facts: Facts): Outcome<Message> => {
  const judgements = coverages.flatMap(({ schedule: one, things }) => {
    const thing = things[index];
    return thing ? [{ name: thing.name, judge: () => judgeBy(one, thing, facts) }] : [];
  });
  const outcome = anyOf<Message>(judgements.map(({ judge }) => judge));
  if (outcome.verdict === 'pass' || outcome.verdict === 'unknown') return outcome;
  return judgeLost(
    judgements.map(({ judge }) => judge()),
    judgements[0]?.name ?? '',
  );
};

/** All things are needed; where they are held, the evidence is that of all. */
const judgeAll = (coverages: readonly Coverage[], count: number, facts: Facts): Outcome<Message> => {
  const judgements = Array.from({ length: count }, (_, index) => () => judgeAny(coverages, index, facts));
  const outcome = allHold<Message>(judgements);
  if (outcome.verdict !== 'pass') return outcome;
  const held = judgements.map((judge) => judge());
  const names = [...new Set(held.map(({ values }) => values.schedules))].join(', ');
  return pass('scheduled', { schedules: names }, outcome.evidence);
};

const messages = {
  scheduled: 'Schedules hold all that is asked for: {schedules}.',
  lost: 'No active schedule holds {thing}. {why}.',
  fresh: 'Schedule {schedule}, which Velero has not looked at yet, is the only one to hold {thing}.',
  unclear: 'Whether schedule {schedule} holds {thing} cannot be told: {why}.',
  unscheduled: 'No schedule of Velero is there that could hold it.',
};
type Message = keyof typeof messages;

/** Around the namespace: Velero with these schedules. */
const around = (all: Readonly<Record<string, ReturnType<typeof schedule>>>) => surroundings(namespaces({}), schedules(all));

const withoutSecrets = schedule({ spec: { template: template({ excludedResources: ['secrets'] }) } });

export default defineRule({
  id: 'velero/namespace-scheduled',
  title: 'An active Velero schedule holds a namespace',
  rationale:
    'Nothing brings back what no backup holds, and a namespace that is new comes into no schedule that names others. That a schedule names it is not enough: its filters must not leave out what matters, the label `velero.io/exclude-from-backup` must not leave out the namespace, and the schedule must run, which one that is paused does not although its phase is Enabled. It is worked out for each thing as the release of Velero in the cluster does it; one schedule may hold the configuration and another one the volumes. ConfigMaps and Secrets are asked for unless the parameters say otherwise: without them no namespace comes back, while its claims may hold caches that nobody misses. How often the schedules run and whether their backups succeed are the questions of other rules.',
  remediation:
    'Make a schedule: `velero schedule create {name}-daily --schedule "@daily" --include-namespaces {name} --ttl 168h --namespace velero`. Or go on with one that is paused: `velero schedule unpause SCHEDULE --namespace velero`. Take away a label that leaves it out: `kubectl label namespace {name} velero.io/exclude-from-backup-`.',
  references: [
    'https://velero.io/docs/main/resource-filtering/',
    'https://velero.io/docs/main/backup-reference/#schedule-a-backup',
    'https://velero.io/docs/main/api-types/schedule/',
  ],
  severity: 'critical',
  subject: kubernetesNamespace,
  reads: [],
  joins: {
    ...captureJoins,
    schedules: every(veleroSchedule, ['metadata', 'spec', 'status'], 'cluster'),
    contents: self(kubernetesNamespace, ['pods', 'claims'], (_: Namespace, { kinds }: { readonly kinds: readonly Kind[] }) =>
      kinds.includes('volumes'),
    ),
  },
  params: params({ kinds: kindsParam(['configmaps', 'secrets']) }),
  messages,
  examples: [
    { name: 'A daily schedule of it', facets: namespace(), around: around({ daily: schedule() }), verdict: 'pass' },
    {
      name: 'The only schedule is paused',
      facets: namespace(),
      around: around({ daily: schedule({ spec: { paused: true } }) }),
      verdict: 'fail',
    },
    { name: 'The only schedule leaves out Secrets', facets: namespace(), around: around({ daily: withoutSecrets }), verdict: 'fail' },
    {
      name: 'One schedule leaves out Secrets, another one does not',
      facets: namespace(),
      around: around({ daily: withoutSecrets, weekly: schedule() }),
      verdict: 'pass',
    },
    { name: 'No schedule', facets: namespace(), around: around({}), verdict: 'fail' },
    {
      name: 'Its volume is asked for, and no pod opts it in',
      facets: namespace({ pods: [pod({ annotations: {} })] }),
      params: { kinds: ['volumes'] },
      around: around({ daily: schedule() }),
      verdict: 'fail',
    },
    {
      name: 'Schedules that could not be listed',
      facets: namespace(),
      around: { ...around({}), 'velero/schedule': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { kinds }, joined }) => {
    if (joined.schedules.length === 0)
      return fail('unscheduled', {}, [{ facet: 'schedules', observed: 'no schedule', expected: 'one that holds it' }]);
    const coverages = joined.schedules.map((one) => coverageOf(subject, kinds, joined, one));
    const count = Math.max(...coverages.map(({ things }) => things.length));
    return judgeAll(coverages, count, joined);
  },
});
