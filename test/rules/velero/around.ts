import type { VeleroDeployment } from '../../../model/kinds/velero.ts';
import { type Around, backup, backupName, deployment, located, served, veleroId } from '../../../model/velero/examples.ts';

/** Some records as one. */
export const all = <T>(...parts: readonly Readonly<Record<string, T>>[]): Readonly<Record<string, T>> => Object.assign({}, ...parts);

/** The server, the storage location and these backups. */
export const backups = (...parts: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]): Around => ({
  ...served(deployment()),
  ...located(),
  'velero/restore': {},
  'velero/backup': all(...parts),
});

/** A server that is like this, and these backups. */
export const servedBy = (
  server: Partial<VeleroDeployment>,
  ...parts: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
): Around => ({ ...backups(...parts), ...served(deployment(server)) });

/** A backup that began then and is not over. */
export const running = (startedAt: string, phase: string, name = backupName(startedAt)) => {
  const { status, ...facets } = backup(startedAt, { status: { phase } });
  const { completedAt: _, ...begun } = status;
  return { [veleroId('Backup', name)]: { ...facets, status: begun } };
};

/** A date in the form of one, and no date: there are no such leap seconds. */
export const LEAP = '2026-01-31T23:59:60Z';
