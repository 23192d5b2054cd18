import { type BackupVaultListMember, GetBackupVaultAccessPolicyCommand, ListBackupVaultsCommand } from '@aws-sdk/client-backup';
import { parseVaultArn } from '../../model/backup/ids.ts';
import { type BackupVaultDescription, backupVault } from '../../model/kinds/backup.ts';
import { read } from '../../model/reading.ts';
import {
  type KindListing,
  type KindScanner,
  type Listed,
  type Located,
  MalformedAnswer,
  type PagedReader,
  type SingleReader,
} from '../../model/scanner.ts';
import { refusal } from '../aws/errors.ts';
import { type Page, pagesOf } from '../aws/pages.ts';
import { objects, policyDocument, text } from '../aws/parse.ts';
import { isOwn, reachable } from '../aws/reach.ts';
import type { AwsSession } from '../aws/session.ts';
import { backup, calling, PAGE } from './client.ts';
import { vaultOf } from './parse/vaults.ts';

const LISTING = calling('ListBackupVaults');

const readPage = async (
  session: AwsSession,
  region: string | undefined,
  token: string | undefined,
): Promise<Page<BackupVaultListMember>> => {
  const command = new ListBackupVaultsCommand({ MaxResults: PAGE, NextToken: token });
  const { BackupVaultList, NextToken } = await backup(session, region).send(command);
  return { items: objects('BackupVaultList', BackupVaultList), next: NextToken };
};

/** The description, if we know its words; otherwise it is asked for by itself, so that this one only is unread and not the whole list. */
const described = (vault: BackupVaultListMember): NonNullable<Listed['facets']> => {
  try {
    return { description: read(vaultOf(vault)) };
  } catch (error) {
    if (error instanceof MalformedAnswer) return {};
    throw error;
  }
};

const listed = (vault: BackupVaultListMember, region: string | undefined): Listed => ({
  id: text('BackupVaultArn', vault.BackupVaultArn),
  name: text('BackupVaultName', vault.BackupVaultName),
  ...(region === undefined ? {} : { region }),
  facets: described(vault),
});

const list: KindListing<AwsSession> = {
  ...LISTING,
  regional: true,
  pages: (session, send, region) =>
    pagesOf(send, async (token) => {
      const { items, next } = await readPage(session, region, token);
      return { items: items.map((vault) => listed(vault, region)), next };
    }),
};

/** Our credentials would be asked about a vault of the same name in our own account, or be told nothing that can be told apart. */
const assertOwn = (session: AwsSession, { id }: Pick<Located, 'id'>): void => {
  if (!isOwn(session, id))
    throw refusal('ForeignAccount', `${id} belongs to an account that the credentials of account ${session.account} cannot look into.`);
};

const NOWHERE: BackupVaultDescription = { exists: false, type: 'UNTOLD', locked: false };

/** Of vaults that no listing of the collection holds. DescribeBackupVault answers AccessDenied for those that do not exist. */
const description: PagedReader<AwsSession, BackupVaultDescription> = {
  ...LISTING,
  readPages: async (session, vault, send) => {
    const pages = pagesOf(send, async (token) => {
      assertOwn(session, vault);
      const { items, next } = await readPage(session, vault.scope.region, token);
      return { items: items.filter(({ BackupVaultArn }) => BackupVaultArn === vault.id).map(vaultOf), next };
    });
    for await (const [found] of pages) if (found) return found;
    return NOWHERE;
  },
};

const accessPolicy: SingleReader<AwsSession> = {
  ...calling('GetBackupVaultAccessPolicy'),
  absentOn: ['ResourceNotFoundException'],
  // Of a vault that does not exist it would be denied, which tells a user to allow what helps nothing.
  requires: { facet: 'description', holds: (value) => (value as BackupVaultDescription).exists },
  read: async (session, vault) => {
    assertOwn(session, vault);
    const command = new GetBackupVaultAccessPolicyCommand({ BackupVaultName: vault.name });
    const { Policy } = await backup(session, vault.scope.region).send(command);
    return { document: policyDocument('GetBackupVaultAccessPolicy', Policy) };
  },
};

/** Vaults of other accounts are located, too: what reads them tells why they cannot be. */
const locate = (id: string, session: AwsSession) => (reachable(session, id) ? parseVaultArn(id) : undefined);

export const vaults: KindScanner<AwsSession> = {
  kind: backupVault,
  list,
  facets: { description, accessPolicy },
  foreign: { facet: 'description', locate },
};
