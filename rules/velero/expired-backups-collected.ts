import { humanDuration } from '../../model/duration.ts';
import { veleroBackup, veleroDeleteRequest, veleroServer, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { duration, params } from '../../model/params.ts';
import {
  allOf,
  defineRule,
  every,
  fail,
  notApplicable,
  type Outcome,
  pass,
  type Subject,
  unknown,
  unlessUnread,
} from '../../model/rule.ts';
import { counted } from '../../model/text.ts';
import { deployment, located, location, made, server, uninstalled } from '../../model/velero/examples.ts';
import { collectionPeriod, disablingFlag } from '../../model/velero/server.ts';
import type { Evidence } from '../../model/verdict.ts';

const SHOWN = 3;

type Server = Subject<typeof veleroServer, 'api' | 'deployments'>;
type Backup = Subject<typeof veleroBackup, 'metadata' | 'spec' | 'status'>;
type Location = Subject<typeof veleroStorageLocation, 'spec' | 'status'>;
type Request = Subject<typeof veleroDeleteRequest, 'spec' | 'status'>;

/** What may tell why a backup is still there. Looked at for the message only. */
interface Circumstances {
  readonly server: Server;
  readonly joined: { readonly locations: readonly Location[]; readonly requests: readonly Request[] };
}

/** The server that would do it. */
const serverProblem = ({ facets }: Server): string | undefined => {
  const running = facets.deployments.deployments.filter(({ replicas }) => replicas > 0);
  const flags = ['gc', 'backup-deletion'].flatMap((controller) => running.map((one) => disablingFlag(one, controller)));
  if (running.length === 0) return "Velero's server does not run";
  const flag = flags.find((one) => one !== undefined);
  return flag === undefined ? undefined : `Velero's server runs with ${flag}`;
};

const locationProblem = ({ facets: { spec } }: Backup, locations: readonly Location[]): string | undefined => {
  const name = spec.storageLocation ?? 'without a name';
  const location = locations.find((one) => one.name === spec.storageLocation);
  if (!location) return `storage location ${name} does not exist`;
  if (location.facets.spec.accessMode === 'ReadOnly') return `storage location ${name} is ReadOnly`;
  const { phase = 'not validated' } = location.facets.status;
  return phase === 'Available' ? undefined : `storage location ${name} is ${phase}`;
};

const requestProblem = ({ name }: Backup, requests: readonly Request[]): string | undefined => {
  const own = requests.filter(({ facets }) => facets.spec.backup === name);
  const errors = own.flatMap(({ facets }) => facets.status.errors).slice(0, SHOWN);
  if (errors.length > 0) return `its deletion failed: ${errors.join('; ')}`;
  const [request] = own;
  return request && `its deletion request is ${request.facets.status.phase ?? 'New'}`;
};

/** Why a backup is still there, as far as anything tells. */
const whyKept = (backup: Backup, { server, joined }: Circumstances): string => {
  const isNear = ({ scope }: Pick<Subject, 'scope'>) => scope.namespace === server.scope.namespace;
  const looks = [
    () => serverProblem(server),
    () => locationProblem(backup, joined.locations.filter(isNear)),
    () => requestProblem(backup, joined.requests.filter(isNear)),
  ];
  return looks.reduce<string | undefined>((why, look) => why ?? unlessUnread(look, undefined), undefined) ?? 'nothing tells why';
};

interface Question {
  readonly grace: number;
  readonly takenAt: Date;
  readonly server: Server;
}

/** For how long it has been there in spite of having expired: since then, or since its object came into the cluster. `NaN`: no date. */
const overdueOf = ({ facets }: Backup, expiresAt: number, takenAt: Date): number =>
  takenAt.getTime() - Math.max(expiresAt, Date.parse(facets.metadata.createdAt));

const evidenceOf = ({ id, name, facets: { status } }: Backup, expected: string): Evidence => ({
  facet: 'status',
  observed: `${name}: ${status.phase ?? 'without a phase'}, expired ${status.expiresAt}`,
  expected,
  resource: id,
});

const judgeBackup = (backup: Backup, { grace, takenAt, server }: Question): Outcome<Message> => {
  const { expiresAt } = backup.facets.status;
  const expires = Date.parse(expiresAt ?? '');
  if (expiresAt === undefined || expires > takenAt.getTime()) return pass('collected');
  const evidence = [evidenceOf(backup, `gone within ${humanDuration(grace)} after its collection`)];
  const overdue = overdueOf(backup, expires, takenAt);
  if (Number.isNaN(overdue)) return unknown('undated', { backup: backup.name }, evidence);
  if (overdue <= grace) return pass('collected');
  const told = collectionPeriod(server);
  if ('doubt' in told) return unknown('doubtful', { backup: backup.name, doubt: told.doubt }, evidence);
  const values = { backup: backup.name, overdue: humanDuration(overdue), limit: humanDuration(told.value + grace) };
  return overdue > told.value + grace ? fail('stalled', values, evidence) : pass('collected');
};

/** All that fail, and why the first of them does. */
const describeStall = (first: Outcome<Message>, stalled: readonly Backup[], around: Circumstances): Outcome<Message> => {
  const [backup] = stalled;
  if (!backup) return first;
  const why = whyKept(backup, around);
  const evidence = stalled.slice(0, SHOWN).map((one) => evidenceOf(one, 'no longer listed'));
  return { ...first, values: { ...first.values, count: counted(stalled.length, 'expired backup'), why }, evidence };
};

const messages = {
  collected: '{count} listed; none of them expired for longer than garbage collection takes.',
  stalled: '{count} of Velero stay: {backup} has been expired for {overdue}, {limit} is the limit ({why}).',
  undated: 'When backup {backup} expired has no date.',
  doubtful: 'Backup {backup} has expired; whether it should be gone cannot be told: {doubt}.',
  absent: 'Velero is not installed.',
};
type Message = keyof typeof messages;

const expired = made('2026-01-20T00:00:00Z');

const around = (backups: Readonly<Record<string, Readonly<Record<string, unknown>>>>, locations = located()) => ({
  'velero/backup': backups,
  ...locations,
  'velero/delete-request': {},
});

export default defineRule({
  id: 'velero/expired-backups-collected',
  title: 'Expired backups are collected',
  rationale:
    'Velero deletes a backup that has expired, with all of its data, when it next looks: every hour by default. Where expired backups stay, garbage collection stalls. Data is kept for longer than anybody promised, storage fills up, and the list holds backups that may vanish at any moment: an expired one is no recovery point. Most often the storage location is at fault (not Available, ReadOnly or gone), or the server runs without the controllers `gc` and `backup-deletion`, or a deletion fails each time and its request keeps the errors. Every expired backup of this Velero counts, those synchronised in from other clusters included: Velero collects those, too, and their time runs from when their objects came into the cluster. A location that is ReadOnly here leaves the work to the cluster that owns it; that expired backups stay then shows that nobody does it. Failed deletions leave a backup in the phase Deleting.',
  remediation:
    'See what the location and the deletion requests say: `velero backup-location get --namespace {namespace}` and `kubectl --namespace {namespace} get deletebackuprequests.velero.io --output yaml`. Ask for the deletion again once the cause is gone: `velero backup delete BACKUP --namespace {namespace}`.',
  references: ['https://velero.io/docs/main/how-velero-works/#set-a-backup-to-expire', 'https://velero.io/docs/main/api-types/backup/'],
  severity: 'medium',
  subject: veleroServer,
  reads: ['api', 'deployments'],
  joins: {
    backups: every(veleroBackup, ['metadata', 'spec', 'status'], 'cluster'),
    locations: every(veleroStorageLocation, ['spec', 'status'], 'cluster'),
    requests: every(veleroDeleteRequest, ['spec', 'status'], 'cluster'),
  },
  params: params({
    grace: duration({
      default: '2h',
      description: 'For how long a deletion may take once garbage collection was due. Its period comes on top: an hour by default.',
    }),
  }),
  messages,
  examples: [
    { name: 'Nothing has expired', facets: server(deployment()), around: around(made('2026-01-31T00:00:00Z')), verdict: 'pass' },
    { name: 'Expired four days ago', facets: server(deployment()), around: around(expired), verdict: 'fail' },
    {
      name: 'The storage location is ReadOnly',
      facets: server(deployment()),
      around: around(expired, located(location({ spec: { accessMode: 'ReadOnly' } }))),
      verdict: 'fail',
    },
    { name: 'Velero is not installed', facets: uninstalled, around: around({}), verdict: 'not-applicable' },
    {
      name: 'Backups that could not be listed',
      facets: server(deployment()),
      around: { ...around({}), 'velero/backup': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { grace }, joined, takenAt }) => {
    if (subject.facets.api.versions.length === 0) return notApplicable('absent');
    const own = joined.backups.filter(({ scope }) => scope.namespace === subject.scope.namespace);
    const judgeOne = (backup: Backup) => judgeBackup(backup, { grace, takenAt, server: subject });
    const count = counted(own.length, 'backup is', 'backups are');
    const nothing = pass<Message>('collected', { count }, [
      { facet: 'api', observed: `${count} listed`, expected: 'none of them expired' },
    ]);
    const outcome = allOf<Message>([() => nothing, ...own.map((backup) => () => judgeOne(backup))]);
    if (outcome.verdict !== 'fail') return outcome;
    const stalled = own.filter((backup) => unlessUnread(() => judgeOne(backup).verdict, 'unknown') === 'fail');
    return describeStall(outcome, stalled, { server: subject, joined });
  },
});
