import { BackupClient } from '@aws-sdk/client-backup';
import type { Call } from '../../model/scanner.ts';
import type { AwsSession } from '../aws/session.ts';

/** The client of one Region. */
export const backup = (session: AwsSession, region: string | undefined): BackupClient =>
  session.client('backup', region, (config) => new BackupClient(config));

/** The most that the listings of AWS Backup give at once. */
export const PAGE = 1000;

/** A call of AWS Backup. It publishes no rates, so few are in flight; its permissions bear the names of its operations. */
export const calling = (operation: string): Call => ({ operation, action: `backup:${operation}`, pace: { inFlight: 4 } });
