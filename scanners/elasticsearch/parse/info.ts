import type { SearchInfo } from '../../../model/kinds/elasticsearch.ts';
import { MalformedAnswer } from '../../../model/scanner.ts';
import { clip } from '../../../model/text.ts';
import { failing } from '../../http/failures.ts';
import { type Members, named, object } from '../../json/members.ts';

/** A cluster, as it says of itself. */
export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly info: SearchInfo;
}

const SERVERLESS =
  'Elasticsearch Serverless takes its own snapshots and has no API that tells of them: there is nothing of it that could be scanned.';

const unknownServer = ({ distribution }: Members): Error =>
  failing({
    class: 'rejected',
    code: 'UnknownServer',
    message:
      `What answers is neither Elasticsearch nor OpenSearch${typeof distribution === 'string' ? ` but ${clip(distribution, 40)}` : ''}: ` +
      'the address in the configuration is to be that of a cluster itself, or of a proxy that passes everything on.',
  });

/** By its own word, never by the version: OpenSearch may say that it is the version 7.10.2 of Elasticsearch. */
const distributionOf = (version: Members): SearchInfo['distribution'] => {
  if (version.distribution === 'opensearch') return 'opensearch';
  if (version.distribution !== undefined || typeof version.build_flavor !== 'string') throw unknownServer(version);
  if (version.build_flavor === 'serverless') throw failing({ class: 'rejected', code: 'Serverless', message: SERVERLESS });
  return 'elasticsearch';
};

/** Before it has a master for the first time a cluster has no id. */
const NONE_YET = '_na_';

const uuidOf = (answer: Members): string => {
  const uuid = named('cluster_uuid', answer.cluster_uuid);
  if (uuid === NONE_YET) throw new MalformedAnswer('The cluster has not formed yet: it has no id.');
  if (/^[A-Za-z0-9_-]{1,64}$/.test(uuid)) return uuid;
  throw new MalformedAnswer('cluster_uuid is no id.');
};

/** `GET /` */
export const clusterOf = (answer: Members): Cluster => {
  const version = object('version', answer.version);
  const distribution = distributionOf(version);
  return {
    id: `elasticsearch://${uuidOf(answer)}`,
    name: named('cluster_name', answer.cluster_name),
    info: { distribution, version: named('version.number', version.number) },
  };
};

/** Whether a server is of a version of Elasticsearch, or of a later one. */
export const isElasticsearchFrom = ({ distribution, version }: SearchInfo, major: number, minor: number): boolean => {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return distribution === 'elasticsearch' && (ownMajor > major || (ownMajor === major && ownMinor >= minor));
};
