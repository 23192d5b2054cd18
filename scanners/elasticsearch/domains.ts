import { formatArn, partitionOf } from '../../model/arn.ts';
import { managedPlaceOf } from './place.ts';
import type { ElasticsearchConfig } from './session.ts';

/** The name of a domain in the host that AWS gives it: `search-NAME-HASH`, `vpc-NAME-HASH`. */
const HOST = /^(?:search|vpc)-(?<name>[a-z][a-z0-9-]*)-[a-z0-9]+\./;

/**
 * The ARN of all below the domain of Amazon OpenSearch Service that requests are signed for. Where its address is one's own
 * it could be any of the Region. None where nothing is signed, and for collections of the serverless kind, which have no
 * snapshots of one's own.
 */
export const domainOf = ({ url, auth, region }: ElasticsearchConfig): string | undefined => {
  const place = managedPlaceOf(url);
  if (!auth || !('aws' in auth) || (auth.aws.service ?? place?.service) === 'aoss') return undefined;
  const home = place?.region ?? auth.aws.region ?? region ?? '*';
  const name = (place && HOST.exec(new URL(url).hostname)?.groups?.name) ?? '*';
  return formatArn({ partition: partitionOf(home), service: 'es', region: home, account: '*', resource: `domain/${name}/*` });
};
