import { DescribeGlobalSettingsCommand, DescribeRegionSettingsCommand } from '@aws-sdk/client-backup';
import { parseArn } from '../../model/arn.ts';
import { accountSettingsId, regionSettingsId } from '../../model/backup/ids.ts';
import { backupAccount, backupRegion } from '../../model/kinds/backup.ts';
import type { KindScanner } from '../../model/scanner.ts';
import { isOwn } from '../aws/reach.ts';
import type { AwsSession } from '../aws/session.ts';
import { backup, calling } from './client.ts';
import { globalSettingsOf, regionSettingsOf } from './parse/settings.ts';

/** Where settings are, if an id is what `idOf` makes of the place that it names, and that is in this account. */
const locating =
  (idOf: typeof regionSettingsId, name: string) =>
  (id: string, session: AwsSession): { name: string; region: string; account: string } | undefined => {
    const arn = isOwn(session, id) ? parseArn(id) : undefined;
    if (!arn) return undefined;
    const { partition, region, account } = arn;
    if (idOf({ target: '', partition, account, ...(region ? { region } : {}) }) !== id) return undefined;
    // What is about the account as a whole is asked for at home.
    return { name, region: region || session.homeRegion, account };
  };

export const regionSettings: KindScanner<AwsSession> = {
  kind: backupRegion,
  facets: {
    settings: {
      ...calling('DescribeRegionSettings'),
      read: async (session, { scope }) => regionSettingsOf(await backup(session, scope.region).send(new DescribeRegionSettingsCommand({}))),
    },
  },
  foreign: { facet: 'settings', locate: locating(regionSettingsId, 'Region settings') },
};

/** "Your account is not a member of an organization": then there is no other account to copy to. */
const NO_ORGANIZATION = 'ERROR_9601';

const isAlone = ({ name, Code }: { readonly name?: string; readonly Code?: string }): boolean =>
  name === NO_ORGANIZATION || Code === NO_ORGANIZATION;

const readGlobalSettings = async (session: AwsSession): Promise<{ crossAccountBackup: boolean }> => {
  try {
    return globalSettingsOf(await backup(session, session.homeRegion).send(new DescribeGlobalSettingsCommand({})));
  } catch (error) {
    if (error instanceof Error && isAlone(error)) return { crossAccountBackup: false };
    throw error;
  }
};

export const accountSettings: KindScanner<AwsSession> = {
  kind: backupAccount,
  facets: { settings: { ...calling('DescribeGlobalSettings'), read: readGlobalSettings } },
  foreign: { facet: 'settings', locate: locating(accountSettingsId, 'Account settings') },
};
