import {
  type BackupClient,
  ListBackupJobsCommand,
  ListCopyJobsCommand,
  ListProtectedResourcesCommand,
  ListRecoveryPointsByResourceCommand,
  ListRestoreJobsByProtectedResourceCommand,
} from '@aws-sdk/client-backup';
import { parseProtectedResourceId, protectedResourceId } from '../../model/backup/ids.ts';
import { type BackupCopyJobs, type BackupJobs, type BackupLastBackup, backupProtectedResource } from '../../model/kinds/backup.ts';
import type { BulkReader, KindScanner, PagedReader } from '../../model/scanner.ts';
import { allPages, type Page, pagesOf } from '../aws/pages.ts';
import { objects, text } from '../aws/parse.ts';
import { isOwn, reachable } from '../aws/reach.ts';
import type { AwsSession } from '../aws/session.ts';
import { backup, calling, PAGE } from './client.ts';
import { backupJobOf, copyJobOf, lastBackupOf, recoveryPointOf, restoreJobOf } from './parse/evidence.ts';

/** Up to so many resources are asked for one by one, where a listing lets us: less than a page for each, but never the whole Region. */
const FEW = 10;

/** Services whose resources back up others, or encrypt them, and are not themselves backed up. */
const MEANS = new Set(['backup', 'kms']);

/** Of what policies select, that which AWS Backup can protect in this account. The ARNs of buckets name none. */
const assetsOf = (session: AwsSession, selected: ReadonlySet<string>): readonly string[] =>
  [...selected].filter((id) => {
    const arn = reachable(session, id);
    return arn !== undefined && !MEANS.has(arn.service) && (arn.account === '' || arn.account === session.account);
  });

/** Values of assets, by the ids under which AWS Backup knows them in a Region. */
const byId = <T>({ partition, account }: AwsSession, region: string, values: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...values].map(([asset, value]) => [protectedResourceId(partition, region, account, asset), value]));

const NEVER: BackupLastBackup = {};

const lastBackup: BulkReader<AwsSession, BackupLastBackup> = {
  ...calling('ListProtectedResources'),
  readRegion: async (session, region = session.homeRegion, send, selected) => {
    const values = new Map(assetsOf(session, selected).map((asset) => [asset, NEVER]));
    const pages = pagesOf(send, async (token) => {
      const command = new ListProtectedResourcesCommand({ MaxResults: PAGE, NextToken: token });
      const { Results, NextToken } = await backup(session, region).send(command);
      const items = objects('Results', Results)
        .map((resource) => ({ asset: text('ResourceArn', resource.ResourceArn), resource }))
        .filter(({ asset }) => values.has(asset));
      return { items: items.map(({ asset, resource }) => ({ asset, value: lastBackupOf(resource) })), next: NextToken };
    });
    for await (const page of pages) for (const { asset, value } of page) values.set(asset, value);
    return byId(session, region, values);
  },
};

const resourceOf = (id: string): string => {
  const parts = parseProtectedResourceId(id);
  if (!parts) throw new RangeError(`${id} is no id of a protected resource`);
  return parts.resource;
};

const recoveryPoints: PagedReader<AwsSession> = {
  ...calling('ListRecoveryPointsByResource'),
  absentOn: ['ResourceNotFoundException'],
  requires: { facet: 'lastBackup', holds: (value) => (value as BackupLastBackup).at !== undefined },
  readPages: async (session, { id, scope }, send) => ({
    points: await allPages(send, async (token) => {
      const command = new ListRecoveryPointsByResourceCommand({ ResourceArn: resourceOf(id), MaxResults: PAGE, NextToken: token });
      const { RecoveryPoints, NextToken } = await backup(session, scope.region).send(command);
      return { items: objects('RecoveryPoints', RecoveryPoints).map(recoveryPointOf), next: NextToken };
    }),
  }),
};

interface JobsQuery {
  readonly MaxResults: number;
  readonly NextToken: string | undefined;
  readonly ByResourceArn: string | undefined;
}

type AskJobs<J> = (client: BackupClient, query: JobsQuery) => Promise<Page<J>>;

/** The jobs of each asset, out of the listing of a whole Region, or out of one for each where there are few. */
const readJobs =
  <J extends { readonly ResourceArn?: string | undefined }, T>(
    ask: AskJobs<J>,
    parse: (job: J, place: { partition: string; region: string; account: string }) => T,
  ): BulkReader<AwsSession, { jobs: T[] }>['readRegion'] =>
  async (session, region = session.homeRegion, send, selected) => {
    const values = new Map(assetsOf(session, selected).map((asset) => [asset, { jobs: [] as T[] }]));
    const place = { partition: session.partition, region, account: session.account };
    const collect = async (filter: string | undefined): Promise<void> => {
      const pages = pagesOf(send, async (token) => {
        const page = await ask(backup(session, region), { MaxResults: PAGE, NextToken: token, ByResourceArn: filter });
        const jobs = page.items.map((job) => ({ asset: text('ResourceArn', job.ResourceArn), job }));
        const wanted = jobs.filter(({ asset }) => (filter === undefined ? values.has(asset) : asset === filter));
        return { items: wanted.map(({ asset, job }) => ({ asset, job: parse(job, place) })), next: page.next };
      });
      for await (const page of pages) for (const { asset, job } of page) values.get(asset)?.jobs.push(job);
    };
    await Promise.all((values.size <= FEW ? [...values.keys()] : [undefined]).map(collect));
    return byId(session, region, values);
  };

const backupJobs: BulkReader<AwsSession, BackupJobs> = {
  ...calling('ListBackupJobs'),
  readRegion: readJobs(async (client, query) => {
    const { BackupJobs, NextToken } = await client.send(new ListBackupJobsCommand(query));
    return { items: objects('BackupJobs', BackupJobs), next: NextToken };
  }, backupJobOf),
};

const copyJobs: BulkReader<AwsSession, BackupCopyJobs> = {
  ...calling('ListCopyJobs'),
  readRegion: readJobs(async (client, query) => {
    const { CopyJobs, NextToken } = await client.send(new ListCopyJobsCommand(query));
    return { items: objects('CopyJobs', CopyJobs), next: NextToken };
  }, copyJobOf),
};

const restoreJobs: PagedReader<AwsSession> = {
  ...calling('ListRestoreJobsByProtectedResource'),
  // AWS Backup does not know the resource.
  absentOn: ['ResourceNotFoundException'],
  readPages: async (session, { id, scope }, send) => ({
    jobs: await allPages(send, async (token) => {
      const command = new ListRestoreJobsByProtectedResourceCommand({ ResourceArn: resourceOf(id), MaxResults: PAGE, NextToken: token });
      const { RestoreJobs, NextToken } = await backup(session, scope.region).send(command);
      return { items: objects('RestoreJobs', RestoreJobs).map(restoreJobOf), next: NextToken };
    }),
  }),
};

/** Where AWS Backup is asked about a resource, if that is in this account. */
const locate = (id: string, session: AwsSession) => {
  const parts = isOwn(session, id) ? parseProtectedResourceId(id) : undefined;
  return parts && { name: parts.resource, region: parts.region, account: parts.account };
};

export const protectedResources: KindScanner<AwsSession> = {
  kind: backupProtectedResource,
  facets: { lastBackup, recoveryPoints, backupJobs, copyJobs, restoreJobs },
  foreign: { facet: 'lastBackup', locate },
};
