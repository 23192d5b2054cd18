import { allHold } from '../../model/judge.ts';
import { type VeleroDeployment, veleroServer } from '../../model/kinds/velero.ts';
import { choices, params } from '../../model/params.ts';
import { defineRule, fail, type Outcome, pass, type Subject } from '../../model/rule.ts';
import { deployment, server, uninstalled } from '../../model/velero/examples.ts';
import { disablingFlag } from '../../model/velero/server.ts';
import type { Evidence } from '../../model/verdict.ts';

// https://velero.io/docs/main/customize-installation/, and DisableableControllers of pkg/cmd/server/config/config.go
const CONTROLLERS = [
  'backup',
  'backup-queue',
  'backup-operations',
  'backup-finalizer',
  'backup-deletion',
  'backup-repo',
  'backup-sync',
  'gc',
  'restore',
  'restore-operations',
  'restore-finalizer',
  'schedule',
] as const;
type Controller = (typeof CONTROLLERS)[number];

/** What controllers were called before. */
const EARLIER: Partial<Record<Controller, string>> = { 'backup-repo': 'restic-repo' };

/** The flag because of which none of the deployments runs a controller; `undefined` where one does. */
const disabledBy = (deployments: readonly VeleroDeployment[], controller: Controller): string | undefined => {
  const names = [controller, EARLIER[controller] ?? controller];
  const flags = deployments.map((one) => names.map((name) => disablingFlag(one, name)).find((flag) => flag !== undefined));
  return flags.includes(undefined) ? undefined : flags[0];
};

const describe = ({ name, replicas, readyReplicas, flags }: VeleroDeployment): string => {
  const set = Object.entries(flags).map(([flag, value]) => ` --${flag}=${value}`);
  return `${name}: ${readyReplicas} of ${replicas} ready${set.join('')}`;
};

const evidenceOf = (deployments: readonly VeleroDeployment[], expected: string): readonly Evidence[] => {
  const observed = deployments.length === 0 ? ['no deployment'] : deployments.map(describe);
  return observed.map((text) => ({ facet: 'deployments', observed: text, expected }));
};

const isReady = ({ replicas, readyReplicas }: VeleroDeployment): boolean => replicas > 0 && readyReplicas > 0;

const judgeControllers = (deployments: readonly VeleroDeployment[], wanted: readonly Controller[]): Outcome<Message> => {
  const evidence = evidenceOf(deployments, `running: ${wanted.join(', ')}`);
  const off = wanted.flatMap((controller) => {
    const flag = disabledBy(deployments, controller);
    return flag === undefined ? [] : [{ controller, flag }];
  });
  const flags = [...new Set(off.map(({ flag }) => flag))].join(' ');
  const values = { server: deployments.map(({ name }) => name).join(', ') };
  if (off.length === 0) return pass('ready', values, evidence);
  return fail('disabled', { ...values, flags, controllers: off.map(({ controller }) => controller).join(', ') }, evidence);
};

const judgeDeployments = ({ scope, facets }: Server, wanted: readonly Controller[]): Outcome<Message> => {
  const { deployments } = facets.deployments;
  const evidence = evidenceOf(deployments, 'at least one replica ready');
  if (deployments.length === 0) return fail('undeployed', { namespace: scope.namespace ?? '' }, evidence);
  if (deployments.every(({ replicas }) => replicas === 0)) return fail('stopped', {}, evidence);
  const ready = deployments.filter(isReady);
  return ready.length === 0 ? fail('unready', {}, evidence) : judgeControllers(ready, wanted);
};

const judgeApi = ({ facets: { api } }: Server): Outcome<Message> => {
  const evidence = [{ facet: 'api', observed: `velero.io: ${api.versions.join(', ') || 'not served'}`, expected: 'velero.io is served' }];
  return api.versions.length === 0 ? fail('absent', {}, evidence) : pass('ready', {}, evidence);
};

const messages = {
  ready: "Velero's server runs ({server}), with all of its controllers that are asked for.",
  absent: 'Velero is not installed: the cluster does not serve the API group velero.io.',
  undeployed: "Nothing runs Velero's server: there is no deployment of it in the namespace {namespace}.",
  stopped: "Velero's server is scaled down to no replicas.",
  unready: "No replica of Velero's server is ready.",
  disabled: "Velero's server runs ({server}) without {controllers}: {flags}.",
};
type Message = keyof typeof messages;

type Server = Subject<typeof veleroServer, 'api' | 'deployments'>;

const running = (more: Parameters<typeof deployment>[0]) => server(deployment(more));

export default defineRule({
  id: 'velero/server-ready',
  title: "Velero's server is ready, with the controllers that matter",
  rationale:
    'Schedules, backups and restores are nothing but objects: what they ask for is done by the controllers of one server. Where it is not installed, not deployed, scaled down or not ready, no backup is made and none can be restored; where it runs with `--restore-only` or without a controller (`--disable-controllers`), a part of the work stays undone, and nothing says so: schedules keep their phase, expired backups stay, deletions wait. One replica that is ready is enough. Where there are several deployments, each controller has to run in at least one that is ready. Deployments are looked for in the namespace that the target names (`veleroNamespace`).',
  remediation:
    'See what it lacks: `kubectl --namespace {namespace} describe deployment velero` and `kubectl --namespace {namespace} logs deployment/velero`. Scale it up with `kubectl --namespace {namespace} scale deployment velero --replicas 1`; take `--restore-only` and `--disable-controllers` out of its arguments with `kubectl --namespace {namespace} edit deployment velero`.',
  references: ['https://velero.io/docs/main/customize-installation/', 'https://velero.io/docs/main/debugging-install/'],
  severity: 'critical',
  subject: veleroServer,
  reads: ['api', 'deployments'],
  params: params({
    controllers: choices(CONTROLLERS, {
      default: CONTROLLERS,
      description: 'The controllers that must run. Those that a version does not have cannot be disabled in it.',
    }),
  }),
  messages,
  examples: [
    { name: 'Ready', facets: server(deployment()), verdict: 'pass' },
    { name: 'Not installed', facets: uninstalled, verdict: 'fail' },
    { name: 'Installed, and no deployment in its namespace', facets: server(), verdict: 'fail' },
    { name: 'Not ready', facets: running({ readyReplicas: 0 }), verdict: 'fail' },
    { name: 'For restores only', facets: running({ flags: { 'restore-only': 'true' } }), verdict: 'fail' },
    { name: 'Without the schedule controller', facets: running({ flags: { 'disable-controllers': 'schedule' } }), verdict: 'fail' },
    { name: 'Deployments that could not be listed', facets: { ...server(), deployments: 'unread' }, verdict: 'unknown' },
  ],
  check: (subject, { params: { controllers } }) =>
    allHold<Message>([() => judgeApi(subject), () => judgeDeployments(subject, controllers)]),
});
