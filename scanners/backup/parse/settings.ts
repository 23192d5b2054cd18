import type { DescribeGlobalSettingsCommandOutput, DescribeRegionSettingsCommandOutput } from '@aws-sdk/client-backup';
import type { FacetValue } from '../../../model/kind.ts';
import type { backupAccount, backupRegion } from '../../../model/kinds/backup.ts';
import { flag, object, word } from '../../aws/parse.ts';

const preferencesOf = (what: string, preferences: Record<string, boolean> | undefined): Record<string, boolean> =>
  Object.fromEntries(Object.entries(object(what, preferences)).map(([type, preference]) => [type, flag(`${what}.${type}`, preference)]));

export const regionSettingsOf = (answer: DescribeRegionSettingsCommandOutput): FacetValue<typeof backupRegion, 'settings'> => ({
  optIn: preferencesOf('ResourceTypeOptInPreference', answer.ResourceTypeOptInPreference),
  management: preferencesOf('ResourceTypeManagementPreference', answer.ResourceTypeManagementPreference),
});

export const globalSettingsOf = ({ GlobalSettings }: DescribeGlobalSettingsCommandOutput): FacetValue<typeof backupAccount, 'settings'> => {
  const { isCrossAccountBackupEnabled } = object('GlobalSettings', GlobalSettings);
  return { crossAccountBackup: word('isCrossAccountBackupEnabled', isCrossAccountBackupEnabled, ['true', 'false']) === 'true' };
};
