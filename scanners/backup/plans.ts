import {
  type BackupPlansListMember,
  GetBackupPlanCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
} from '@aws-sdk/client-backup';
import { planIdOf } from '../../model/backup/ids.ts';
import { type BackupSelectionList, backupPlan } from '../../model/kinds/backup.ts';
import {
  type KindListing,
  type KindScanner,
  type Listed,
  MalformedAnswer,
  type PagedReader,
  type SingleReader,
} from '../../model/scanner.ts';
import { allPages, pagesOf } from '../aws/pages.ts';
import { objects, text } from '../aws/parse.ts';
import type { AwsSession } from '../aws/session.ts';
import { backup, calling, PAGE } from './client.ts';
import { planOf } from './parse/plans.ts';

/** The id of a plan, which is what the calls about it ask for. */
const planId = (arn: string): string => {
  const id = planIdOf(arn);
  if (id === undefined) throw new MalformedAnswer(`${JSON.stringify(arn)} is no ARN of a backup plan.`);
  return id;
};

const listed = ({ BackupPlanArn, BackupPlanName }: BackupPlansListMember, region: string | undefined): Listed => {
  const id = text('BackupPlanArn', BackupPlanArn);
  planId(id);
  return { id, name: text('BackupPlanName', BackupPlanName), ...(region === undefined ? {} : { region }) };
};

/** Deleted plans are not among them unless they are asked for. */
const list: KindListing<AwsSession> = {
  ...calling('ListBackupPlans'),
  regional: true,
  pages: (session, send, region) =>
    pagesOf(send, async (token) => {
      const command = new ListBackupPlansCommand({ MaxResults: PAGE, NextToken: token });
      const { BackupPlansList, NextToken } = await backup(session, region).send(command);
      return { items: objects('BackupPlansList', BackupPlansList).map((plan) => listed(plan, region)), next: NextToken };
    }),
};

const selectionList: PagedReader<AwsSession, BackupSelectionList> = {
  ...calling('ListBackupSelections'),
  readPages: async (session, { id, scope }, send) => ({
    selections: [
      ...(await allPages(send, async (token) => {
        const command = new ListBackupSelectionsCommand({ BackupPlanId: planId(id), MaxResults: PAGE, NextToken: token });
        const { BackupSelectionsList, NextToken } = await backup(session, scope.region).send(command);
        const items = objects('BackupSelectionsList', BackupSelectionsList).map(({ SelectionId, SelectionName }) => ({
          id: text('SelectionId', SelectionId),
          name: text('SelectionName', SelectionName),
        }));
        return { items, next: NextToken };
      })),
    ],
  }),
};

/** The most that GetBackupPlan foretells. */
const RUNS = 10;

const definition: SingleReader<AwsSession> = {
  ...calling('GetBackupPlan'),
  // A plan without selections protects nothing, whatever it says.
  requires: { facet: 'selectionList', holds: (value) => (value as BackupSelectionList).selections.length > 0 },
  read: async (session, { id, scope }) => {
    const command = new GetBackupPlanCommand({ BackupPlanId: planId(id), MaxScheduledRunsPreview: RUNS });
    return planOf(await backup(session, scope.region).send(command));
  },
};

export const plans: KindScanner<AwsSession> = { kind: backupPlan, list, facets: { selectionList, definition } };
