import { REGION } from '../aws/reach.ts';

const NAME = REGION.source.slice(1, -1);

/** Hosts of domains of Amazon OpenSearch Service, and of collections of its serverless kind. */
const MANAGED = [
  new RegExp(`\\.(?<region>${NAME})\\.(?<service>es|aoss)\\.amazonaws\\.com(\\.cn)?$`),
  new RegExp(`\\.(?<service>aos|aoss)\\.(?<region>${NAME})\\.on\\.(aws|amazonwebservices\\.com\\.cn)$`),
];

/** Where a managed domain is, and as what its requests are signed. */
export interface ManagedPlace {
  readonly region: string;
  readonly service: 'es' | 'aoss';
}

/** By the host of the address; `undefined` where it is not one that AWS gives. */
export const managedPlaceOf = (url: string): ManagedPlace | undefined => {
  const { hostname } = new URL(url);
  const found = MANAGED.map((pattern) => pattern.exec(hostname)?.groups).find((groups) => groups !== undefined);
  return found?.region === undefined ? undefined : { region: found.region, service: found.service === 'aoss' ? 'aoss' : 'es' };
};
