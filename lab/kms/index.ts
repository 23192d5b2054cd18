import { partitionOf } from '../accounts.ts';
import { invalid as invalidValue, type Mismatch } from '../check.ts';
import { awsJson } from '../json/aws-json.ts';
import { misnomers, regional, type Spot, saidIn, spotsOf } from '../json/regional.ts';
import { jsonService, type Operation, type Place } from '../json/service.ts';
import { own } from '../own.ts';
import { flag, flat, integer, mapping, moment, structure, text } from '../shape.ts';
import type { ServiceError, System } from '../system.ts';
import type { Answer, KmsAnswers, World } from '../world.ts';

const REGIONAL_KEY = structure({ Arn: text, Region: text });

const METADATA = structure({
  AWSAccountId: text,
  KeyId: text,
  Arn: text,
  CreationDate: moment,
  Enabled: flag,
  Description: text,
  KeyUsage: text,
  KeyState: text,
  DeletionDate: moment,
  ValidTo: moment,
  Origin: text,
  CustomKeyStoreId: text,
  CloudHsmClusterId: text,
  ExpirationModel: text,
  KeyManager: text,
  CustomerMasterKeySpec: text,
  KeySpec: text,
  EncryptionAlgorithms: flat(text),
  SigningAlgorithms: flat(text),
  EncapsulationAlgorithms: flat(text),
  KeyAgreementAlgorithms: flat(text),
  MultiRegion: flag,
  MultiRegionConfiguration: structure({ MultiRegionKeyType: text, PrimaryKey: REGIONAL_KEY, ReplicaKeys: flat(REGIONAL_KEY) }),
  PendingDeletionWindowInDays: integer(1),
  MacAlgorithms: flat(text),
  XksKeyConfiguration: structure({ Id: text }),
  CurrentKeyMaterialId: text,
});

const error = (code: string, message: string): ServiceError => ({ code, status: 400, message });

const DENIED = error('AccessDeniedException', 'User is not authorized to perform this operation.');

const notFound = (what: string): ServiceError => error('NotFoundException', what);

const invalid = (message: string): ServiceError => error('ValidationException', message);

/** The parts of a key's ARN: `arn:aws:kms:REGION:ACCOUNT:key/ID`. */
const keyPartsOf = (arn: string) => {
  const [, partition, region, account, id] = /^arn:([^:]+):kms:([^:]+):(\d+):key\/(.+)$/.exec(arn) ?? [];
  return partition && region && account && id ? { partition, region, account, id } : undefined;
};

/** The ARN of a key that is named by it or by its id. */
const arnOf = (key: string, { account, region }: Place): string =>
  key.startsWith('arn:') ? key : `arn:${partitionOf(account)}:kms:${region}:${account.id}:key/${key}`;

/** What a key calls itself. */
const namesOf = (arn: string): Answer => ({ KeyId: keyPartsOf(arn)?.id, Arn: arn, AWSAccountId: keyPartsOf(arn)?.account });

/** DescribeKey of a key; `undefined` where there is none. */
const keyOf = (arn: string, { account, region }: Place): Answer | undefined => {
  const described = own(saidIn<KmsAnswers>(account.kms, region).DescribeKey, arn);
  return described && { KeyMetadata: { ...namesOf(arn), ...(described.KeyMetadata as Answer) } };
};

const describeKey: Operation<{ readonly KeyId: string }> = {
  input: structure({ KeyId: text, GrantTokens: flat(text) }, 'KeyId'),
  output: structure({ KeyMetadata: METADATA }, 'KeyMetadata'),
  resources: ({ KeyId }, place) => [arnOf(KeyId, place)],
  refusal: ({ KeyId }, place) => {
    const arn = arnOf(KeyId, place);
    const parts = keyPartsOf(arn);
    if (!parts) return invalid(`Invalid keyId ${KeyId}`);
    if (parts.region !== place.region) return notFound(`Invalid arn ${place.region}`);
    // Keys of other accounts answer only those whom their policies name.
    if (parts.account !== place.account.id) return DENIED;
    return keyOf(arn, place) ? undefined : notFound(`Key '${arn}' does not exist`);
  },
  answer: ({ KeyId }, place) => keyOf(arnOf(KeyId, place), place) ?? {},
};

/** What can be asked about keys. */
export const OPERATIONS = { DescribeKey: describeKey };

/** A key stands under its ARN, in the Region and the account that the ARN names. */
const keyMismatches = (arn: string, { KeyMetadata }: Answer, { region, account, path }: Spot<KmsAnswers>): readonly Mismatch[] => {
  const at = [...path, 'DescribeKey', arn];
  const parts = keyPartsOf(arn);
  if (parts?.region !== region || parts.account !== account.id)
    return [
      { ...invalidValue(at, 'the ARN of a key in this Region of this account', `arn:aws:kms:${region}:${account.id}:key/…`), atKey: true },
    ];
  return misnomers([...at, 'KeyMetadata'], KeyMetadata as Answer, namesOf(arn));
};

const mismatches = (world: World): readonly Mismatch[] =>
  spotsOf<KmsAnswers>(world, 'kms').flatMap((spot) =>
    Object.entries(spot.answers.DescribeKey ?? {}).flatMap(([arn, answer]) => keyMismatches(arn, answer, spot)),
  );

/** KMS: what it says of keys, in each Region. Speaks AWS JSON 1.1. */
export const kms: System = jsonService({
  id: 'kms',
  protocol: awsJson({ prefix: 'TrentService', version: '1.1' }),
  operations: OPERATIONS,
  accountMembers: { kms: regional({ DescribeKey: mapping(describeKey.output) }) },
  check: mismatches,
  refusals: {
    throttled: error('ThrottlingException', 'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.'),
    denied: DENIED,
    unknownKey: error('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    unknownOperation: error('UnknownOperationException', ''),
    unreadable: error('SerializationException', 'Start of structure or map found where not expected.'),
    invalid,
  },
});
