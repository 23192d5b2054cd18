import { backupPlan } from '../../model/kinds/backup.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';

const SHOWN = 3;

const selections = (...names: readonly string[]) => ({
  selectionList: { selections: names.map((name, index) => ({ id: `s-${index + 1}`, name })) },
});

export default defineRule({
  id: 'backup/plan-has-selections',
  title: 'The backup plan has a selection',
  rationale:
    'A plan says when to back up and how long to keep; what to back up is said by its selections. A plan without any protects nothing, and still looks like protection in every list of plans. That a selection is there does not prove that it matches something: backup/protected-by-plan asks that of each asset.',
  remediation:
    'Assign resources to the plan: `aws backup create-backup-selection --region {region} --backup-plan-id PLAN-ID --backup-selection \'{"SelectionName":"NAME","IamRoleArn":"arn:aws:iam::{account}:role/BACKUP-ROLE","Resources":["RESOURCE-ARN"]}\'`, or delete the plan if nothing needs it.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupSelection.html',
  ],
  severity: 'medium',
  subject: backupPlan,
  reads: ['selectionList'],
  params: noParams,
  messages: {
    selects: 'The plan has {count}: {names}.',
    none: 'The plan has no selection: it protects nothing.',
  },
  examples: [
    { name: 'With a selection', facets: selections('MLOpsTables'), verdict: 'pass' },
    { name: 'Without one', facets: selections(), verdict: 'fail' },
  ],
  check: ({ facets: { selectionList } }) => {
    const names = selectionList.selections.map(({ name }) => name);
    const count = counted(names.length, 'selection');
    const evidence = [{ facet: 'selectionList', observed: count, expected: 'at least one selection' }];
    if (names.length === 0) return fail('none', {}, evidence);
    const shown = names.slice(0, SHOWN).join(', ');
    return pass('selects', { count, names: names.length > SHOWN ? `${shown} and more` : shown }, evidence);
  },
});
