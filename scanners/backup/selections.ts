import { GetBackupSelectionCommand } from '@aws-sdk/client-backup';
import { parseSelectionId, type SelectionParts } from '../../model/backup/ids.ts';
import { backupSelection } from '../../model/kinds/backup.ts';
import type { KindScanner, SingleReader } from '../../model/scanner.ts';
import { isOwn } from '../aws/reach.ts';
import type { AwsSession } from '../aws/session.ts';
import { backup, calling } from './client.ts';
import { selectionOf } from './parse/selections.ts';

/** The parts of an id that `locate` has let in. */
export const partsOf = (id: string): SelectionParts => {
  const parts = parseSelectionId(id);
  if (!parts) throw new RangeError(`${id} is no id of a selection`);
  return parts;
};

/** Where a selection is, of a plan of either sort, if it is of this account. */
export const locateSelection = (id: string, session: AwsSession) => {
  const parts = isOwn(session, id) ? parseSelectionId(id) : undefined;
  return parts && { name: parts.selection, region: parts.region, account: parts.account };
};

const definition: SingleReader<AwsSession> = {
  ...calling('GetBackupSelection'),
  read: async (session, { id, scope }) => {
    const { plan, selection } = partsOf(id);
    const command = new GetBackupSelectionCommand({ BackupPlanId: plan, SelectionId: selection });
    return selectionOf(await backup(session, scope.region).send(command));
  },
};

export const selections: KindScanner<AwsSession> = {
  kind: backupSelection,
  facets: { definition },
  foreign: { facet: 'definition', locate: locateSelection },
};
