import type { Statement } from './iam.ts';

/**
 * What lets signed requests through to domains of Amazon OpenSearch Service. IAM tells apart only the methods of requests: what
 * may be asked for inside, a role of the domain says.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
 * @param domains their ARNs
 */
export const domainStatements = (domains: readonly string[], writes: boolean): readonly Statement[] => {
  const actions = ['es:ESHttpGet', ...(writes ? ['es:ESHttpPost'] : [])];
  return domains.length === 0 ? [] : [{ sid: 'MlopsDrReadDomains', actions, resources: [...new Set(domains)].sort() }];
};
