import type { BackupVaultListMember } from '@aws-sdk/client-backup';
import type { BackupVaultDescription } from '../../../model/kinds/backup.ts';
import { atLeast, flag, given, optionalText, optionalTime, word } from '../../aws/parse.ts';

const TYPES = ['BACKUP_VAULT', 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', 'RESTORE_ACCESS_BACKUP_VAULT', 'UNTOLD'] as const;

export const vaultOf = (vault: BackupVaultListMember): BackupVaultDescription => ({
  exists: true,
  type: word('VaultType', vault.VaultType, TYPES, 'UNTOLD'),
  locked: flag('Locked', vault.Locked),
  ...given<Omit<BackupVaultDescription, 'exists' | 'type' | 'locked'>>({
    encryptionKey: optionalText('EncryptionKeyArn', vault.EncryptionKeyArn),
    encryptionKeyType: optionalText('EncryptionKeyType', vault.EncryptionKeyType),
    lockDate: optionalTime('LockDate', vault.LockDate),
    minRetentionDays: atLeast(0, 'MinRetentionDays', vault.MinRetentionDays),
    maxRetentionDays: atLeast(1, 'MaxRetentionDays', vault.MaxRetentionDays),
  }),
});
