import type { SearchInfo, SearchRepository } from '../../../model/kinds/elasticsearch.ts';
import { given, type Members, members, named, object } from '../../json/members.ts';
import { isElasticsearchFrom } from './info.ts';
import { onlyMember, optionalSetting, optionalWhole, switched } from './values.ts';

const withoutSlashes = (path: string | undefined): string | undefined => path?.replace(/^\/+|\/+$/g, '') || undefined;

/** An address may hold credentials. */
const withoutUser = (address: string | undefined): string | undefined => address?.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1');

/** The scheme and the host: the rest may hold anything. */
const originOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : undefined;

/** Of Azure, the secondary location can only be read. https://www.elastic.co/docs/deploy-manage/tools/snapshot-and-restore/azure-repository */
const isReadOnly = (type: string, settings: Members): boolean =>
  switched('settings.readonly', settings.readonly, type === 'azure' && settings.location_mode === 'secondary_only');

/** Elasticsearch has the limit since 7.11. Others keep the setting, and do not heed it. */
const limitOf = (settings: Members, info: SearchInfo): number | undefined =>
  isElasticsearchFrom(info, 7, 11) ? optionalWhole('settings.max_number_of_snapshots', settings.max_number_of_snapshots) : undefined;

const encryptionOf = (settings: Members): boolean | undefined =>
  settings.server_side_encryption === undefined
    ? undefined
    : switched('settings.server_side_encryption', settings.server_side_encryption, false);

const repositoryOf = (name: string, repository: Members, info: SearchInfo): SearchRepository => {
  const type = named('type', repository.type);
  const settings = members('settings', repository.settings);
  const setting = (key: string) => optionalSetting(`settings.${key}`, settings[key]);
  return {
    name,
    type,
    client: setting('client') ?? 'default',
    readOnly: isReadOnly(type, settings),
    ...given<Omit<SearchRepository, 'name' | 'type' | 'client' | 'readOnly'>>({
      bucket: setting('bucket'),
      container: setting('container'),
      basePath: withoutSlashes(setting('base_path')),
      location: setting('location'),
      url: originOf(setting('url')),
      endpoint: withoutUser(setting('endpoint')),
      region: setting('region'),
      maxNumberOfSnapshots: limitOf(settings, info),
      storageClass: setting('storage_class'),
      serverSideEncryption: encryptionOf(settings),
      delegateType: setting('delegate_type'),
    }),
  };
};

/** `GET /_snapshot` */
export const repositoriesOf = (answer: Members, info: SearchInfo): SearchRepository[] =>
  Object.entries(answer).map(([name, repository]) => repositoryOf(name, object(`repository ${name}`, repository), info));

/** A client for S3 of a node. */
interface Client {
  readonly name: string;
  readonly endpoint?: string;
  readonly region?: string;
}

const clientOf = (name: string, client: Members): Client => ({
  name,
  ...given<Omit<Client, 'name'>>({
    endpoint: withoutUser(optionalSetting('endpoint', client.endpoint)),
    region: optionalSetting('region', client.region),
  }),
});

/** `GET /_nodes/settings`: what the nodes call each client. Where they differ it comes out several times. */
export const storageClientsOf = (answer: Members): { s3: Client[] } => {
  const nodes = Object.values(onlyMember('nodes', answer)).map((node) => {
    const settings = members('settings', object('a node', node).settings);
    return members('settings.s3.client', members('settings.s3', settings.s3).client);
  });
  const names = [...new Set(nodes.flatMap((clients) => Object.keys(clients)))].sort();
  const all = names.flatMap((name) => nodes.map((clients) => clientOf(name, members(`client ${name}`, clients[name]))));
  return { s3: [...new Map(all.map((client) => [JSON.stringify(client), client])).values()] };
};
