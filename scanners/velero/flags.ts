/** Flags of `velero server` that decide about recovery, by what pflag makes of them. Others are not kept: they might hold anything. */
const KEPT: Readonly<Record<string, 'value' | 'switch' | 'list'>> = {
  'backup-sync-period': 'value',
  'concurrent-backups': 'value',
  'default-backup-storage-location': 'value',
  'default-backup-ttl': 'value',
  'default-item-operation-timeout': 'value',
  'default-repo-maintain-frequency': 'value',
  'default-snapshot-move-data': 'switch',
  'default-volume-snapshot-locations': 'value',
  'default-volumes-to-fs-backup': 'switch',
  'default-volumes-to-restic': 'switch',
  'disable-controllers': 'list',
  features: 'list',
  'fs-backup-timeout': 'value',
  'garbage-collection-frequency': 'value',
  'item-operation-sync-frequency': 'value',
  'resource-timeout': 'value',
  'restic-timeout': 'value',
  'restore-only': 'switch',
  'schedule-skip-immediately': 'switch',
  'store-validation-frequency': 'value',
  'uploader-type': 'value',
};

const FLAG = /^--([^=]+)(?:=([\s\S]*))?$/;

/**
 * The flags among the arguments, by pflag's rules: `--x=y`, or `--x y` where it is no switch. The last one counts, but those
 * that take a list collect. Nothing after `--` is a flag.
 */
export const flagsOf = (args: readonly string[]): Record<string, string> => {
  const flags = new Map<string, string>();
  const end = args.indexOf('--');
  const rest = (end === -1 ? args : args.slice(0, end)).values();
  for (const argument of rest) {
    const [, name = '', assigned] = FLAG.exec(argument) ?? [];
    const kind = Object.hasOwn(KEPT, name) ? KEPT[name] : undefined;
    if (kind === undefined) continue;
    const value = assigned ?? (kind === 'switch' ? 'true' : (rest.next().value ?? ''));
    const before = kind === 'list' ? flags.get(name) : undefined;
    flags.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(flags);
};
