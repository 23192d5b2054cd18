import type { VeleroDeployment } from '../../../model/kinds/velero.ts';
import { deployment, server, uninstalled } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/server-ready.ts';
import { type Row, runTable } from '../harness.ts';

const by = (...deployments: readonly Partial<VeleroDeployment>[]) => server(...deployments.map(deployment));
const flagged = (flags: Readonly<Record<string, string>>) => by({ flags });
const disabling = (controllers: string) => flagged({ 'disable-controllers': controllers });

const states: readonly Row[] = [
  { name: 'ready', facets: by({}), verdict: 'pass', says: 'ready', shows: ['velero: 1 of 1 ready', 'velero.io: v1, v2alpha1'] },
  { name: 'not installed', facets: uninstalled, verdict: 'fail', says: 'absent' },
  {
    name: 'not installed, and a deployment is left',
    facets: { ...by({}), api: uninstalled.api },
    verdict: 'fail',
    says: 'absent',
  },
  { name: 'no deployment in the namespace', facets: by(), verdict: 'fail', says: 'undeployed', shows: ['namespace velero'] },
  { name: 'no replicas', facets: by({ replicas: 0, readyReplicas: 0 }), verdict: 'fail', says: 'stopped' },
  { name: 'none ready', facets: by({ readyReplicas: 0 }), verdict: 'fail', says: 'unready' },
  { name: 'one of two ready', facets: by({ replicas: 2, readyReplicas: 1 }), verdict: 'pass', says: 'ready' },
  {
    name: 'on its way down: ready, and no replicas are wanted',
    facets: by({ replicas: 0, readyReplicas: 1 }),
    verdict: 'fail',
    says: 'stopped',
  },
  {
    name: 'one of two deployments is ready',
    facets: by({ name: 'velero-old', replicas: 0, readyReplicas: 0 }, { name: 'velero-new' }),
    verdict: 'pass',
    says: 'ready',
    shows: ['velero-new'],
  },
  {
    name: 'one is stopped, the other not ready',
    facets: by({ replicas: 0, readyReplicas: 0 }, { readyReplicas: 0 }),
    verdict: 'fail',
    says: 'unready',
  },
];

const controllers: readonly Row[] = [
  {
    name: 'for restores only',
    facets: flagged({ 'restore-only': 'true' }),
    verdict: 'fail',
    says: 'disabled',
    shows: ['--restore-only', 'backup', 'schedule', 'gc', 'backup-deletion'],
  },
  { name: 'not for restores only', facets: flagged({ 'restore-only': 'false' }), verdict: 'pass', says: 'ready' },
  {
    name: 'without schedule',
    facets: disabling('schedule'),
    verdict: 'fail',
    says: 'disabled',
    shows: ['without schedule: --disable-controllers=schedule'],
  },
  { name: 'without gc and another', facets: disabling('server-status-request,gc'), verdict: 'fail', says: 'disabled' },
  { name: 'without those that do not matter', facets: disabling('server-status-request,download-request'), verdict: 'pass', says: 'ready' },
  { name: 'repositories as they were called before', facets: disabling('restic-repo'), verdict: 'fail', says: 'disabled' },
  { name: 'repositories', facets: disabling('backup-repo'), verdict: 'fail', says: 'disabled' },
  {
    name: 'without gc, which nobody asks for',
    facets: disabling('gc'),
    params: { controllers: ['backup', 'schedule', 'restore'] },
    verdict: 'pass',
    says: 'ready',
  },
  { name: 'a part of a name is none', facets: disabling('sched'), verdict: 'pass', says: 'ready' },
  {
    name: 'another deployment runs what the first does without',
    facets: by({ flags: { 'disable-controllers': 'schedule' } }, { flags: { 'disable-controllers': 'gc' } }),
    verdict: 'pass',
    says: 'ready',
  },
  {
    name: 'another deployment that would run it is not ready',
    facets: by({ flags: { 'disable-controllers': 'schedule' } }, { readyReplicas: 0 }),
    verdict: 'fail',
    says: 'disabled',
  },
];

const unread: readonly Row[] = [
  { name: 'the API is unread', facets: { ...by({}), api: 'unread' }, verdict: 'unknown' },
  { name: 'the API is unread, and there is no deployment', facets: { ...by(), api: 'unread' }, verdict: 'fail', says: 'undeployed' },
  { name: 'deployments unread', facets: { ...by({}), deployments: 'unread' }, verdict: 'unknown' },
  { name: 'deployments unread, and not installed', facets: { ...uninstalled, deployments: 'unread' }, verdict: 'fail', says: 'absent' },
];

runTable(rule, [...states, ...controllers, ...unread]);
