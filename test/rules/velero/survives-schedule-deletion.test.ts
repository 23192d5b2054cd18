import { schedule } from '../../../model/velero/examples.ts';
import rule from '../../../rules/velero/survives-schedule-deletion.ts';
import { runTable } from '../harness.ts';

runTable(rule, [
  { name: 'backups are not owned', facets: schedule(), verdict: 'pass', says: 'survive' },
  { name: 'backups are owned', facets: schedule({ spec: { useOwnerReferencesInBackup: true } }), verdict: 'fail', says: 'owned' },
  {
    name: 'owned, by a schedule that is paused',
    facets: schedule({ spec: { useOwnerReferencesInBackup: true, paused: true } }),
    verdict: 'fail',
    says: 'owned',
  },
  { name: 'not read', facets: { ...schedule(), spec: 'unread' }, verdict: 'unknown' },
]);
