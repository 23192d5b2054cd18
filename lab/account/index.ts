import { listing } from '../json/listing.ts';
import { regionsIn } from '../json/regional.ts';
import { restJson } from '../json/rest-json.ts';
import { jsonService } from '../json/service.ts';
import { listedBuckets } from '../s3/buckets.ts';
import { flat, structure, text } from '../shape.ts';
import type { ServiceError, System } from '../system.ts';
import type { Account } from '../world.ts';

const REGION = structure({ RegionName: text, RegionOptStatus: text }, 'RegionName', 'RegionOptStatus');

interface Region {
  readonly RegionName: string;
  readonly RegionOptStatus: string;
}

const error = (code: string, status: number, message: string): ServiceError => ({ code, status, message });

const DENIED = error('AccessDeniedException', 403, 'You do not have sufficient access to perform this action.');

const invalid = (message: string): ServiceError => error('ValidationException', 400, message);

/** The Regions in which the world has something of this account. */
const usedRegions = (account: Account): readonly string[] => [
  ...new Set([
    ...listedBuckets(account).map(({ BucketRegion = 'us-east-1' }) => BucketRegion),
    ...[account.backup, account.dynamodb, account.kms].flatMap((service) => regionsIn(service)),
  ]),
];

const regionsOf = (account: Account): readonly Region[] =>
  (account.account?.ListRegions?.Regions as readonly Region[] | undefined) ??
  [...usedRegions(account)].sort().map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' }));

interface Asked {
  readonly AccountId?: string;
  readonly RegionOptStatusContains?: readonly string[];
}

/** What can be asked about accounts. */
export const OPERATIONS = {
  ListRegions: {
    method: 'POST',
    path: '/listRegions',
    ...listing<Asked>(
      {
        input: { AccountId: text, RegionOptStatusContains: flat(text) },
        member: 'Regions',
        item: REGION,
        // Only the management account may ask about others, and there is none here.
        refusal: ({ AccountId: id }, { account }) => (id === undefined || id === account.id ? undefined : DENIED),
        items: ({ RegionOptStatusContains: states = [] }, { account }) =>
          regionsOf(account)
            .filter(({ RegionOptStatus }) => states.length === 0 || states.includes(RegionOptStatus))
            .map((region) => ({ ...region })),
      },
      { size: 'MaxResults', token: 'NextToken', most: 50, invalidToken: invalid('The NextToken is invalid.') },
    ),
  },
} as const;

/** Account management: which Regions are open. Speaks REST with JSON. */
export const account: System = jsonService({
  id: 'account',
  protocol: restJson({ operations: OPERATIONS, message: 'message' }),
  operations: OPERATIONS,
  accountMembers: { account: structure({ ListRegions: structure({ Regions: flat(REGION) }, 'Regions') }) },
  refusals: {
    throttled: error('TooManyRequestsException', 429, 'Too Many Requests'),
    denied: DENIED,
    unknownKey: error('UnrecognizedClientException', 403, 'The security token included in the request is invalid.'),
    unknownOperation: error('UnknownOperationException', 404, 'Unknown operation'),
    unreadable: error('SerializationException', 400, 'Start of structure or map found where not expected.'),
    invalid,
  },
});
