import { humanDuration } from '../../model/duration.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { formatMoment } from '../../model/moment.ts';
import { duration, params } from '../../model/params.ts';
import { allOf, defineRule, fail, type Outcome, pass, pending, type Subject, unknown } from '../../model/rule.ts';
import { type Backup, backupJoin, backupsOf, holdsRuns, phaseOf, requestedAt } from '../../model/velero/backups.ts';
import { deployment, made, schedule, served } from '../../model/velero/examples.ts';
import { fallsOnDates, idleness, type Runs, runDue, runsOf, type Served } from '../../model/velero/schedules.ts';
import { disablingFlag, type Server, serverJoin, serverOf } from '../../model/velero/server.ts';

const MINUTE = 60_000;

/** The controller looks at every schedule once a minute, and at a new one at once. */
const LOOKED_AT_WITHIN = 5 * MINUTE;

type Schedule = Subject<typeof veleroSchedule, 'metadata' | 'spec' | 'status'>;

const EXPECTED = 'Enabled, not paused';

const evidenceOf = ({ facets: { spec, status } }: Schedule) => [
  { facet: 'spec', observed: `schedule: ${spec.schedule}, paused: ${spec.paused}`, expected: 'a valid expression, not paused' },
  { facet: 'status', observed: `phase: ${status.phase ?? 'none'}`, expected: EXPECTED },
];

/** Whether it could run, by what it says itself. */
const judgeSpec = (subject: Schedule, joined: Served, takenAt: Date): Outcome<Message> => {
  const evidence = evidenceOf(subject);
  const found = idleness(subject, joined);
  if (found && 'doubt' in found) return unknown('undecided', { doubt: found.doubt }, evidence);
  if (found) return fail(found.idle, { why: found.why }, evidence);
  const runs = runsOf(subject, joined);
  const falls = fallsOnDates(runs, takenAt.getTime());
  if (falls === undefined) return unknown('undecided', { doubt: 'doubt' in runs ? runs.doubt() : '' }, evidence);
  return falls ? pass('active') : fail('endless', { expression: subject.facets.spec.schedule }, evidence);
};

const judgePhase = (subject: Schedule, takenAt: Date): Outcome<Message> => {
  const { phase = 'New' } = subject.facets.status;
  const evidence = evidenceOf(subject);
  if (phase === 'Enabled') return pass('active', { expression: subject.facets.spec.schedule }, evidence);
  if (phase !== 'New') return unknown('unclear', { phase }, evidence);
  const age = takenAt.getTime() - Date.parse(subject.facets.metadata.createdAt);
  if (Number.isNaN(age)) return unknown('undated', {}, evidence);
  const values = { age: humanDuration(Math.max(0, age)) };
  return age <= LOOKED_AT_WITHIN ? pending('fresh', values, evidence) : fail('ignored', values, evidence);
};

const judgeSelf = (subject: Schedule, joined: Served, takenAt: Date): Outcome<Message> => {
  const outcome = judgeSpec(subject, joined, takenAt);
  return outcome.verdict === 'pass' ? judgePhase(subject, takenAt) : outcome;
};

/** Somebody has to look at schedules: one deployment that does is enough. */
const judgeServer = (server: Server | undefined): Outcome<Message> => {
  const running = (server?.facets.deployments.deployments ?? []).filter(({ replicas }) => replicas > 0);
  const observed = running.map(({ name, flags }) => `deployment ${name}: ${JSON.stringify(flags)}`).join('; ') || 'no deployment that runs';
  const evidence = [
    { facet: 'deployments', observed, expected: 'one with the controller schedule', ...(server ? { resource: server.id } : {}) },
  ];
  const flags = running.map((deployment) => disablingFlag(deployment, 'schedule'));
  const [flag] = flags;
  if (flags.length === 0) return fail('unserved', {}, evidence);
  return flag !== undefined && !flags.includes(undefined) ? fail('disabled', { flag }, evidence) : pass('active', {}, evidence);
};

/** A backup that holds back others, although the next one should have begun. */
const judgeBackup = (backup: Backup, runs: Runs, tolerance: number, takenAt: Date): Outcome<Message> => {
  const holds = holdsRuns(backup);
  const since = requestedAt(backup);
  const evidence = [
    { facet: 'status', observed: `phase: ${phaseOf(backup)}, since ${formatMoment(since)}`, expected: 'finished', resource: backup.id },
  ];
  const values = { backup: backup.name, phase: phaseOf(backup) };
  const due = runDue(runs, since, takenAt);
  if ('doubt' in due) return unknown('doubtful', { ...values, doubt: due.doubt }, evidence);
  if (due.at + tolerance >= takenAt.getTime()) return pass('active', values, evidence);
  const all = { ...values, due: formatMoment(due.at), age: humanDuration(takenAt.getTime() - since) };
  return holds ? fail('stuck', all, evidence) : unknown('halting', all, evidence);
};

const messages = {
  active: 'Velero runs it: {expression}.',
  fresh: 'It was made {age} ago, and Velero has not looked at it yet.',
  ignored: 'It was made {age} ago, and Velero has not looked at it: its schedule controller does not run.',
  undecided: 'Whether Velero runs it cannot be told: {doubt}.',
  unclear: 'Whether Velero runs it cannot be told: its phase is {phase}.',
  undated: 'Velero has not looked at it, and nothing tells since when it is there.',
  paused: 'It is paused. Its phase does not say so.',
  deleted: 'It is being deleted.',
  invalid: 'Its validation has failed. {why}.',
  refused: 'It never runs. {why}.',
  endless:
    'Its expression {expression} is valid and falls on no date: Velero takes it for due whenever it looks, and makes one backup after the other.',
  unserved: 'No deployment runs the server of Velero in its namespace: nobody looks at schedules.',
  disabled: "Velero's server does not look at schedules: {flag}.",
  stuck: 'Backup {backup} has been {phase} for {age}, and as long as it is, no other begins: the next one had to by {due}.',
  halting: 'Backup {backup} has been {phase} for {age}, a phase that is not known here: whether it holds back others cannot be told.',
  doubtful: 'Backup {backup} is {phase}, and whether it holds back others cannot be told: {doubt}.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'velero/schedule-active',
  title: 'A schedule is active',
  rationale:
    'A schedule that exists protects nothing unless Velero runs it. It can be paused, which its phase hides: a paused schedule stays Enabled. Velero can have refused its expression: which ones it takes changes with its releases. Day 7 of the week is one from v1.18.3 on, a time zone (`TZ=`) from v1.15 on. It cannot read a schedule whose TTL is no duration to Go (`7d`). Kubernetes can refuse its backups, which bear its name as a label: names of more than 63 characters are too long for one. Nobody may be looking at it, since the server runs with `--restore-only` or without its schedule controller, or does not run at all. And one backup that never comes to its end holds back all that follow: as long as a backup of the schedule is New or InProgress, Velero makes no other (or, in old versions, leaves it waiting) and says nothing. One that is under way although the next run was due for longer than the tolerance counts as stuck. Backups that wait in a queue, for plug-ins or for their final steps hold back nothing. Whether the server is ready is asked by velero/server-ready.',
  remediation:
    'See what Velero says of it: `velero schedule describe {name} --namespace {namespace}`. Go on with a paused one: `velero schedule unpause {name} --namespace {namespace}`. Of a backup that hangs, `velero backup describe BACKUP --details --namespace {namespace}` tells where; a restart of the server marks one that is InProgress as failed: `kubectl --namespace {namespace} rollout restart deployment/velero`.',
  references: [
    'https://velero.io/docs/main/api-types/schedule/',
    'https://velero.io/docs/main/backup-reference/#schedule-a-backup',
    'https://velero.io/docs/main/disaster-case/',
  ],
  severity: 'critical',
  subject: veleroSchedule,
  reads: ['metadata', 'spec', 'status'],
  joins: { servers: serverJoin, backups: backupJoin },
  params: params({
    tolerance: duration({
      default: '1h',
      description: 'How long a backup may still be under way after the next run was due, before it counts as stuck.',
    }),
  }),
  messages,
  examples: [
    { name: 'Enabled', facets: schedule(), around: { ...served(deployment()), 'velero/backup': {} }, verdict: 'pass' },
    { name: 'Enabled, and paused', facets: schedule({ spec: { paused: true } }), verdict: 'fail' },
    {
      name: 'Refused: before v1.18.3 there is no day 7 of the week',
      facets: schedule({ spec: { schedule: '0 0 * * 7' }, status: { phase: 'FailedValidation', validationErrors: ['invalid schedule'] } }),
      verdict: 'fail',
    },
    {
      name: 'The server is there for restores only',
      facets: schedule(),
      around: { ...served(deployment({ flags: { 'restore-only': 'true' } })), 'velero/backup': {} },
      verdict: 'fail',
    },
    {
      name: 'A backup has been under way for three days',
      facets: schedule(),
      around: { ...served(deployment()), 'velero/backup': made('2026-01-28T00:00:00Z', { status: { phase: 'InProgress' } }) },
      verdict: 'fail',
    },
    {
      name: 'Backups that could not be listed',
      facets: schedule(),
      around: { ...served(deployment()), 'velero/backup': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { tolerance }, joined, takenAt }) => {
    const runs = runsOf(subject, joined);
    const judgeBackups = () =>
      allOf<Message>([
        () => pass('active'),
        ...backupsOf(subject, joined.backups)
          .filter((backup) => holdsRuns(backup) !== false)
          .map((backup) => () => judgeBackup(backup, runs, tolerance, takenAt)),
      ]);
    return allOf<Message>([() => judgeSelf(subject, joined, takenAt), () => judgeServer(serverOf(subject, joined.servers)), judgeBackups]);
  },
});
