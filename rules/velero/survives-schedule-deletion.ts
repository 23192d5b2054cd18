import { veleroSchedule } from '../../model/kinds/velero.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';
import { schedule } from '../../model/velero/examples.ts';

export default defineRule({
  id: 'velero/survives-schedule-deletion',
  title: 'Backups survive the deletion of their schedule',
  rationale:
    'With `useOwnerReferencesInBackup` the schedule owns its Backup objects, and Kubernetes deletes them as soon as somebody deletes the schedule: by mistake, by a pipeline that replaces it, or together with its namespace. The data stays in the storage location and Velero finds it again when it next synchronises, but until then nothing can be restored, and what the objects said of the runs and of restores is gone. Only the switch is looked at: backups that were made while it was on stay owned after it has been turned off.',
  remediation:
    'Turn it off for the backups to come: `kubectl --namespace {namespace} patch schedules.velero.io {name} --type merge --patch \'{"spec":{"useOwnerReferencesInBackup":false}}\'`.',
  references: [
    'https://velero.io/docs/main/api-types/schedule/',
    'https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents',
  ],
  severity: 'medium',
  subject: veleroSchedule,
  reads: ['spec'],
  params: noParams,
  messages: {
    survive: 'Backups do not belong to the schedule: they stay when it is deleted.',
    owned: 'The schedule owns its backups: whoever deletes it deletes every one of their objects.',
  },
  examples: [
    { name: 'Backups stand by themselves', facets: schedule(), verdict: 'pass' },
    {
      name: 'Backups are owned by the schedule',
      facets: schedule({ spec: { useOwnerReferencesInBackup: true } }),
      verdict: 'fail',
    },
  ],
  check: ({ facets: { spec } }) => {
    const owns = spec.useOwnerReferencesInBackup;
    const evidence = [{ facet: 'spec', observed: `useOwnerReferencesInBackup: ${owns}`, expected: 'useOwnerReferencesInBackup: false' }];
    return owns ? fail('owned', {}, evidence) : pass('survive', {}, evidence);
  },
});
