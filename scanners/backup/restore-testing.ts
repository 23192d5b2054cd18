import {
  GetRestoreTestingPlanCommand,
  GetRestoreTestingSelectionCommand,
  ListRestoreTestingPlansCommand,
  ListRestoreTestingSelectionsCommand,
  type RestoreTestingPlanForList,
} from '@aws-sdk/client-backup';
import { backupRestoreTestingPlan, backupRestoreTestingSelection } from '../../model/kinds/backup.ts';
import type { KindListing, KindScanner, Listed, PagedReader, SingleReader } from '../../model/scanner.ts';
import { allPages, pagesOf } from '../aws/pages.ts';
import { objects, text } from '../aws/parse.ts';
import type { AwsSession } from '../aws/session.ts';
import { backup, calling, PAGE } from './client.ts';
import { testingPlanOf, testingSelectionOf } from './parse/restore-testing.ts';
import { locateSelection, partsOf } from './selections.ts';

const listed = ({ RestoreTestingPlanArn, RestoreTestingPlanName }: RestoreTestingPlanForList, region: string | undefined): Listed => ({
  id: text('RestoreTestingPlanArn', RestoreTestingPlanArn),
  name: text('RestoreTestingPlanName', RestoreTestingPlanName),
  ...(region === undefined ? {} : { region }),
});

const list: KindListing<AwsSession> = {
  ...calling('ListRestoreTestingPlans'),
  regional: true,
  pages: (session, send, region) =>
    pagesOf(send, async (token) => {
      const command = new ListRestoreTestingPlansCommand({ MaxResults: PAGE, NextToken: token });
      const { RestoreTestingPlans, NextToken } = await backup(session, region).send(command);
      return { items: objects('RestoreTestingPlans', RestoreTestingPlans).map((plan) => listed(plan, region)), next: NextToken };
    }),
};

const definition: SingleReader<AwsSession> = {
  ...calling('GetRestoreTestingPlan'),
  read: async (session, { name, scope }) =>
    testingPlanOf(await backup(session, scope.region).send(new GetRestoreTestingPlanCommand({ RestoreTestingPlanName: name }))),
};

const selectionList: PagedReader<AwsSession> = {
  ...calling('ListRestoreTestingSelections'),
  readPages: async (session, { name, scope }, send) => ({
    selections: await allPages(send, async (token) => {
      const command = new ListRestoreTestingSelectionsCommand({ RestoreTestingPlanName: name, MaxResults: PAGE, NextToken: token });
      const { RestoreTestingSelections, NextToken } = await backup(session, scope.region).send(command);
      const items = objects('RestoreTestingSelections', RestoreTestingSelections).map((selection) => ({
        name: text('RestoreTestingSelectionName', selection.RestoreTestingSelectionName),
        resourceType: text('ProtectedResourceType', selection.ProtectedResourceType),
      }));
      return { items, next: NextToken };
    }),
  }),
};

export const testingPlans: KindScanner<AwsSession> = { kind: backupRestoreTestingPlan, list, facets: { definition, selectionList } };

/** The name of a plan in its ARN, where a hyphen and an id follow it. Names have letters, digits and underscores only. */
const planName = (arnPart: string): string => arnPart.replace(/-.*$/s, '');

const selectionDefinition: SingleReader<AwsSession> = {
  ...calling('GetRestoreTestingSelection'),
  read: async (session, { id, scope }) => {
    const { plan, selection } = partsOf(id);
    const input = { RestoreTestingPlanName: planName(plan), RestoreTestingSelectionName: selection };
    return testingSelectionOf(await backup(session, scope.region).send(new GetRestoreTestingSelectionCommand(input)));
  },
};

export const testingSelections: KindScanner<AwsSession> = {
  kind: backupRestoreTestingSelection,
  facets: { definition: selectionDefinition },
  foreign: { facet: 'definition', locate: locateSelection },
};
