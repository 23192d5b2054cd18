import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from '@smithy/core';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Chain } from '../aws/credentials.ts';
import { classify } from '../aws/errors.ts';
import type { Authorize } from './client.ts';
import { failing } from './failures.ts';

/** For whom requests are signed. */
export interface Signing {
  /** The name by which the service knows itself in signatures: `es`. */
  readonly service: string;
  readonly region: string;
  readonly credentials: Chain;
}

type Provider = () => ReturnType<Chain>;

/** Credentials that are kept until they are about to end. Only clients of the SDK do so by themselves. */
const keeping = (credentials: Chain): Provider => {
  const provider = memoizeIdentityProvider(() => credentials(), isIdentityExpired, doesIdentityRequireRefresh) as Provider;
  return () =>
    provider().catch((error: unknown) => {
      throw failing(classify(error));
    });
};

/** Signs each request as it is sent (AWS Signature Version 4), the checksum of its body among the headers: OpenSearch Serverless asks for that. */
export const signRequests = ({ service, region, credentials }: Signing): Authorize => {
  const signer = new SignatureV4({ service, region, credentials: keeping(credentials), sha256: Sha256 });
  return async ({ method, url }) => {
    const { headers } = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host },
    });
    const { host: _, ...proofs } = headers;
    return proofs;
  };
};
