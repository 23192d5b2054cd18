import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode } from '../../engine/exit-code.ts';
import { type Fault, startLab } from '../../lab/index.ts';
import type { Report } from '../../model/report.ts';
import { inParallel, sandbox, toldBy } from './harness.ts';
import { scanHere } from './in-process.ts';
import {
  COMPONENTS,
  filesFor,
  KUBERNETES_POLICY,
  kubernetesPlatform,
  OBJECTIVES,
  RULES,
  SOUND,
  SOUND_ALONE,
  SOUND_POLICY,
  type Subjects,
  TOKEN,
  WEAK,
} from './kubernetes-platform.ts';

const test = suite('cli/kubernetes-denial');

type Verdicts = Readonly<Record<string, string>>;

type Component = keyof typeof COMPONENTS;
const BOTH = Object.keys(COMPONENTS) as Component[];

type Kind = keyof typeof RULES;
const KINDS_OF_RULES = Object.keys(RULES) as Kind[];

const NAMES: Readonly<Record<Component, Subjects>> = {
  sound: { 'velero/schedule': 'nightly', 'velero/server': 'velero', 'kubernetes/namespace': 'mlops' },
  weak: { 'velero/schedule': 'rarely', 'velero/server': 'velero', 'kubernetes/namespace': 'drafts' },
};

/** What `toldBy` calls the finding of a rule. */
const told = (component: Component, rule: string): string => {
  const kind = KINDS_OF_RULES.find((one) => rule in RULES[one]) as Kind;
  return `${component} ${rule} ${NAMES[component][kind]}`;
};

/** What it calls the finding of a selector. */
const selector = (component: Component, kind: Kind): string =>
  `${component} component/resources-present ${kind}, namespace ${COMPONENTS[component][kind]}`;
const selectors = (kind: Kind): readonly string[] => BOTH.map((component) => selector(component, kind));

/** What it calls the objectives of the components, which are about namespaces. */
const objectives = (component: Component): readonly string[] =>
  Object.keys(OBJECTIVES).map((objective) => `${component} ${objective} of ${NAMES[component]['kubernetes/namespace']}`);

const SELECTORS = KINDS_OF_RULES.flatMap(selectors);
const RULES_OF_ALL = KINDS_OF_RULES.flatMap((kind) => Object.keys(RULES[kind]));

/** What a full answer to every question leads to: the sound Velero passes whatever it is asked, the weak one nothing. */
const BASELINE: Verdicts = {
  ...Object.fromEntries(SELECTORS.map((finding) => [finding, 'pass'])),
  ...Object.fromEntries([...RULES_OF_ALL.map((rule) => told('sound', rule)), ...objectives('sound')].map((finding) => [finding, 'pass'])),
  ...Object.fromEntries([...RULES_OF_ALL.map((rule) => told('weak', rule)), ...objectives('weak')].map((finding) => [finding, 'fail'])),
};

/** Findings about both Veleros. */
const both = (...rules: readonly string[]): readonly string[] =>
  BOTH.flatMap((component) => rules.map((rule) => told(component, `velero/${rule}`)));
const sound = (...rules: readonly string[]): readonly string[] => rules.map((rule) => told('sound', `velero/${rule}`));
const weak = (...rules: readonly string[]): readonly string[] => rules.map((rule) => told('weak', `velero/${rule}`));

const ofSchedules = (finding: string): boolean => / (nightly|rarely)$/.test(finding);
const ofNamespaces = (finding: string): boolean => / (mlops|drafts)$/.test(finding) && !finding.includes('resources-present');

interface Row {
  readonly operation: string;
  /** The findings that nobody can decide without it; everything else stays as it is. */
  readonly unknown: readonly string[];
  /** Findings that do not exist where there is nothing to judge. */
  readonly gone?: (finding: string) => boolean;
  /** What the gaps name, where it is not the operation. */
  readonly actions?: readonly string[];
  /** A fact of each Velero by itself. Of lists a namespace takes those of both: either Velero may hold it. */
  readonly isApart?: true;
}

const VELERO_V1 = [
  'list backuprepositories.velero.io',
  'list backups.velero.io',
  'list backupstoragelocations.velero.io',
  'list deletebackuprequests.velero.io',
  'list podvolumebackups.velero.io',
  'list restores.velero.io',
  'list schedules.velero.io',
  'list volumesnapshotlocations.velero.io',
];
const DATA_UPLOADS = 'list datauploads.velero.io';
const SNAPSHOT_CLASSES = 'list volumesnapshotclasses.snapshot.storage.k8s.io';

/** What is installed hangs on discovery. The weak server is seen to do without its schedule controller, whatever is served. */
const ON_DISCOVERY = [...sound('server-ready'), ...both('plugin-compatible', 'expired-backups-collected')];
const ON_VELERO_V1 = [
  ...selectors('velero/schedule'),
  ...ON_DISCOVERY,
  ...both('repository-maintained', 'namespace-scheduled'),
  ...BOTH.flatMap(objectives),
];
/** All that hangs on what the volumes of the sound schedule come to. The weak one leaves out Secrets, and its location is lost. */
const ON_VOLUMES = [...sound('captures', 'location-off-site'), ...objectives('sound')];

/** Lists in Velero's own namespace: each can be refused for one of the two alone. */
const IN_VELERO: readonly Row[] = [
  {
    operation: 'list schedules.velero.io',
    unknown: [...selectors('velero/schedule'), ...both('namespace-scheduled'), ...BOTH.flatMap(objectives)],
    gone: ofSchedules,
  },
  {
    operation: 'list backups.velero.io',
    unknown: [
      // The weak schedule has nobody who runs it, and too much time between its runs however short its backups are.
      ...sound('schedule-active', 'schedule-frequency'),
      // What the newest one shows; the weak ones lie in the Region of the cluster, or nowhere.
      ...sound('location-off-site'),
      ...objectives('sound'),
      ...both('backup-recent', 'backups-succeed', 'cadence-kept', 'expired-backups-collected'),
    ],
  },
  {
    operation: 'list backupstoragelocations.velero.io',
    unknown: [
      ...both('location-available', 'location-protected', 'location-off-site'),
      ...BOTH.flatMap(objectives),
      // Of the weak ones no location would make a recovery point: they have failed, or expired.
      ...sound('backup-recent'),
      // The plug-in of the weak server is wrong already.
      ...sound('plugin-compatible'),
    ],
  },
  { operation: 'list restores.velero.io', unknown: [...both('restore-tested'), 'sound restoreTestedWithin of mlops'] },
  { operation: 'list backuprepositories.velero.io', unknown: both('repository-maintained') },
  // With two of one provider, and no default, no backup would pass its validation. What is left out is left out by any.
  {
    operation: 'list volumesnapshotlocations.velero.io',
    unknown: [...ON_VOLUMES, ...sound('namespace-scheduled')],
  },
  // It would only tell why an expired backup is still there.
  { operation: 'list deletebackuprequests.velero.io', unknown: [] },
  // What the newest backup has moved. Only servers from 1.19 on refuse to restore some of them.
  { operation: 'list podvolumebackups.velero.io', unknown: sound('location-off-site') },
  { operation: DATA_UPLOADS, unknown: sound('location-off-site') },
  {
    operation: 'list deployments.apps',
    isApart: true,
    unknown: [
      ...both('schedule-active', 'server-ready', 'plugin-compatible'),
      // By whose clock it is midnight: where that skips one, there may be runs on days beside those that are asked for.
      ...both('schedule-frequency', 'cadence-kept'),
      // Filters and volumes are taken by its version. Secrets that are excluded are left out by every one.
      ...ON_VOLUMES,
      // The weak schedule leaves to the server how long its backups are kept.
      ...weak('schedule-retention', 'restore-tested'),
      // How often it collects. Of the sound ones none has expired.
      ...weak('expired-backups-collected'),
    ],
  },
];

const ROWS: readonly Row[] = [
  {
    operation: 'get /apis',
    unknown: ON_VELERO_V1,
    gone: ofSchedules,
    actions: ['get /apis', SNAPSHOT_CLASSES, DATA_UPLOADS, ...VELERO_V1],
  },
  {
    operation: 'get /apis/velero.io/v1',
    unknown: ON_VELERO_V1,
    gone: ofSchedules,
    // Whatever is wanted is looked for there first.
    actions: ['get /apis', DATA_UPLOADS, ...VELERO_V1],
  },
  {
    operation: 'get /apis/velero.io/v2alpha1',
    unknown: [...ON_DISCOVERY, ...sound('location-off-site')],
    actions: ['get /apis', DATA_UPLOADS],
  },
  { operation: 'get /apis/snapshot.storage.k8s.io/v1', unknown: [], actions: [SNAPSHOT_CLASSES] },
  // Which of them there are is asked before what is left out of them.
  {
    operation: 'list namespaces',
    unknown: [...selectors('kubernetes/namespace'), ...both('captures'), ...sound('location-off-site')],
    gone: ofNamespaces,
  },
  // Whether pods run, and whether node agents do; of the weak schedule it is known that it leaves out Secrets.
  { operation: 'list pods', unknown: ON_VOLUMES },
  { operation: 'list persistentvolumeclaims', unknown: ON_VOLUMES },
  // A volume that is a directory of the node is not copied; and volumes tell the Region of the cluster.
  { operation: 'list persistentvolumes', unknown: [...ON_VOLUMES, ...weak('location-off-site')] },
  // The volumes are copied by the file system: no snapshot would matter.
  { operation: 'list storageclasses.storage.k8s.io', unknown: [] },
  { operation: SNAPSHOT_CLASSES, unknown: [] },
  ...IN_VELERO,
];

/** What is read of the buckets behind the locations. The weak one is neither versioned nor locked, and swept. */
const IN_S3: readonly Row[] = [
  // A bucket that a location names is asked itself.
  { operation: 's3:ListBuckets', unknown: [], actions: ['s3:ListAllMyBuckets'] },
  { operation: 's3:GetBucketVersioning', unknown: sound('location-protected') },
  { operation: 's3:GetObjectLockConfiguration', unknown: sound('location-protected'), actions: ['s3:GetBucketObjectLockConfiguration'] },
  { operation: 's3:GetBucketLifecycleConfiguration', unknown: sound('location-protected'), actions: ['s3:GetLifecycleConfiguration'] },
];

/** Lists of the namespaces in which two schedules look for what they hold, and of those with the node agents. */
const IN_NAMESPACES: readonly (Row & { readonly namespace: string })[] = [
  { operation: 'list pods', namespace: 'mlops', unknown: ON_VOLUMES },
  { operation: 'list persistentvolumeclaims', namespace: 'mlops', unknown: ON_VOLUMES },
  { operation: 'list pods', namespace: SOUND, unknown: ON_VOLUMES },
  { operation: 'list pods', namespace: 'drafts', unknown: [] },
  { operation: 'list persistentvolumeclaims', namespace: 'drafts', unknown: [] },
  { operation: 'list pods', namespace: WEAK, unknown: [] },
];

/** Nothing can be told of a cluster that does not answer at all. */
const NO_CLUSTER: Row = { operation: 'get /version', unknown: SELECTORS, gone: () => true };

/** What a status of success says that should have been a list. */
const STATUS = JSON.stringify({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' });

const FAULTS = {
  denied: [{ deny: true }, 'Forbidden'],
  throttled: [{ throttle: 1 }, 'TooManyRequests'],
  'timed out': [{ hang: true }, 'Timeout'],
  'a page of HTML': [{ body: '<!DOCTYPE html><title>Sign in</title>' }, 'MalformedAnswer'],
  'cut off': [{ truncate: 'matching' }, 'MalformedAnswer'],
  'answered with a Status': [{ body: STATUS }, 'MalformedAnswer'],
  failing: [{ error: { code: 'InternalError', status: 500 } }, 'InternalError'],
  'not found': [{ error: { code: 'NotFound', status: 404 } }, 'NotFound'],
  expired: [{ error: { code: 'Expired', status: 410 } }, 'Expired'],
} as const satisfies Readonly<Record<string, readonly [Omit<Fault, 'operation'>, string]>>;
type FaultKind = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as FaultKind[];

/** How the two systems call the same. */
const CODES_OF_S3: Readonly<Partial<Record<FaultKind, string>>> = { denied: 'AccessDenied', throttled: 'SlowDown' };
const KINDS_OF_S3: readonly FaultKind[] = ['denied', 'throttled', 'timed out', 'a page of HTML'];

const codeOf = ({ operation }: Row, kind: FaultKind): string =>
  (operation.startsWith('s3:') ? CODES_OF_S3[kind] : undefined) ?? FAULTS[kind][1];

const GONE = 'gone';

/** Where a report differs from a full answer's. */
const changesIn = (report: Report): Verdicts => {
  const found = toldBy(report);
  const names = [...new Set([...Object.keys(BASELINE), ...Object.keys(found)])];
  return Object.fromEntries(names.filter((name) => found[name] !== BASELINE[name]).map((name) => [name, found[name] ?? GONE]));
};

const expectedChanges = ({ unknown, gone = () => false }: Row): Verdicts =>
  Object.fromEntries(
    Object.keys(BASELINE).flatMap((finding) => {
      if (unknown.includes(finding)) return [[finding, 'unknown']];
      return gone(finding) ? [[finding, GONE]] : [];
    }),
  );

/** What a row comes to where only one of the two Veleros is concerned. */
const of = (component: Component, { gone = () => false, ...row }: Row): Row => {
  const isOf = (finding: string): boolean => finding.startsWith(`${component} `);
  const unknown = row.unknown.filter((finding) => isOf(finding) || (!row.isApart && ofNamespaces(finding)));
  return { ...row, unknown, gone: (finding) => isOf(finding) && gone(finding) };
};

interface Outcome {
  readonly code: number;
  readonly report: Report;
}

interface Asked {
  readonly configuration?: string;
  readonly policy?: string;
}

const scanWith = async (faults: readonly Fault[], { configuration, policy = KUBERNETES_POLICY }: Asked = {}): Promise<Outcome> => {
  const lab = await startLab({ ...kubernetesPlatform, faults });
  const box = await sandbox();
  await box.write({ ...filesFor(lab, box, configuration), 'policy.yaml': policy });
  try {
    return await scanHere(box.path);
  } finally {
    assert.equal([...lab.requests.keys()].filter(isForbidden), []);
    await lab.close();
  }
};

/** What nobody may ever ask for, whatever goes wrong. */
const isForbidden = (operation: string): boolean => /secrets|configmaps/.test(operation);

interface Case {
  readonly name: string;
  readonly row: Row;
  readonly kind: FaultKind;
  readonly fault: Fault;
}

const nameOf = ({ operation }: Row): string => (operation.startsWith('s3:') ? operation : `kubernetes:${operation}`);

const caseOf = (row: Row, kind: FaultKind, resource?: string): Case => ({
  name: `${row.operation}${resource === undefined ? '' : ` in ${resource}`} ${kind}`,
  row,
  kind,
  fault: { operation: nameOf(row), ...(resource === undefined ? {} : { resource }), ...FAULTS[kind][0] },
});

const CASES: readonly Case[] = [
  ...KINDS.flatMap((kind) => ROWS.map((row) => caseOf(row, kind))),
  ...KINDS.filter((kind) => kind !== 'denied').map((kind) => caseOf(NO_CLUSTER, kind)),
  ...IN_NAMESPACES.map((row) => caseOf(row, 'denied', row.namespace)),
  ...BOTH.flatMap((component) => IN_VELERO.map((row) => caseOf(of(component, row), 'denied', COMPONENTS[component]['velero/schedule']))),
  ...KINDS_OF_S3.flatMap((kind) => IN_S3.map((row) => caseOf(row, kind))),
];

const outcomes = new Map<Case, Outcome>();
const outcomeOf = (one: Case): Outcome => {
  const outcome = outcomes.get(one);
  if (!outcome) throw new Error('this case did not run');
  return outcome;
};

test.before(async () => {
  await inParallel(CASES, 16, async (one) => {
    outcomes.set(one, await scanWith([one.fault]));
  });
});

test('with every answer: no gap, nothing unknown, exit code 0', async () => {
  const { code, report } = await scanWith([]);
  assert.equal(toldBy(report), BASELINE);
  assert.equal(report.gaps, []);
  assert.is(code, 0);
});

for (const one of CASES) {
  const { name, row, kind } = one;
  const { operation, actions = [operation] } = row;
  const code = codeOf(row, kind);
  // What is missing of a single thing matters only where a rule needs it; a list that is missing may hide anything.
  const expected = row.unknown.length > 0 || !('namespace' in row) ? 3 : 0;

  test(`${name}: what needs it is unknown, nothing else changes, exit code ${expected}`, () => {
    const { code, report } = outcomeOf(one);
    assert.equal(changesIn(report), expectedChanges(row));
    assert.is(code, expected);
  });

  test(`${name}: every gap says so, and so does every finding that needs it`, () => {
    const { gaps, findings } = outcomeOf(one).report;
    assert.equal([...new Set(gaps.map((gap) => `${gap.action} ${gap.code}`))].sort(), actions.map((action) => `${action} ${code}`).sort());
    for (const { verdict, message } of findings.filter(({ verdict }) => verdict === 'unknown')) {
      assert.ok(
        actions.some((action) => message.includes(`(${action}: ${code})`)),
        `${verdict}: ${message}`,
      );
    }
  });
}

test('a failure is worse than what nobody knows: exit code 1 where something fails, 3 where nothing does', async () => {
  const denied = { operation: 'kubernetes:list backups.velero.io', deny: true } as const;
  const gate = { failOn: 'low', allowIncomplete: false } as const;
  assert.is(exitCode((await scanWith([denied])).report, gate), 1);
  const alone = await scanWith([denied], { configuration: SOUND_ALONE, policy: SOUND_POLICY });
  assert.is(exitCode(alone.report, gate), 3);
  assert.is(exitCode(alone.report, { ...gate, allowIncomplete: true }), 0);
});

test('who may not see the version is known all the same: nothing changes', async () => {
  const { code, report } = await scanWith([{ operation: 'kubernetes:get /version', deny: true }]);
  assert.equal(changesIn(report), {});
  assert.equal(report.gaps, []);
  assert.is(code, 0);
});

for (const row of [...ROWS, NO_CLUSTER]) {
  // What was answered before stays; which answers those are is a matter of time.
  test(`${row.operation} unauthenticated: ends all that the credentials are for, and nothing is called otherwise than it is`, async () => {
    const { code, report } = await scanWith([{ operation: `kubernetes:${row.operation}`, error: { code: 'Unauthorized', status: 401 } }]);
    const changes = changesIn(report);
    assert.equal(
      Object.entries(changes).filter(([, verdict]) => verdict !== 'unknown' && verdict !== GONE),
      [],
    );
    assert.equal(
      Object.keys(expectedChanges(row)).filter((finding) => !(finding in changes)),
      [],
    );
    assert.equal([...new Set(report.gaps.map((gap) => gap.code))], ['Unauthorized']);
    assert.is(code, 3);
  });
}

test('no report holds the token', () => {
  for (const { report } of outcomes.values()) assert.not(JSON.stringify(report).includes(TOKEN));
});

test.run();
