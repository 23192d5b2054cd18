import { DescribeKeyCommand, type DescribeKeyCommandOutput, KMSClient } from '@aws-sdk/client-kms';
import { type KmsMetadata, kmsKey } from '../../model/kinds/kms.ts';
import type { Scanner } from '../../model/scanner.ts';
import { object, text, word } from '../aws/parse.ts';
import { reachable } from '../aws/reach.ts';
import type { AwsSession } from '../aws/session.ts';

const kms = (session: AwsSession, region: string | undefined): KMSClient =>
  session.client('kms', region, (config) => new KMSClient(config));

export const metadataOf = ({ KeyMetadata }: DescribeKeyCommandOutput): KmsMetadata => {
  const { KeyManager, KeyState } = object('KeyMetadata', KeyMetadata);
  return { exists: true, manager: word('KeyManager', KeyManager, ['AWS', 'CUSTOMER']), state: text('KeyState', KeyState) };
};

/** Where the key of an ARN is, or the one that the ARN of an alias stands for; keys of other accounts may let themselves be looked at. */
const locate = (id: string, session: AwsSession) => {
  const arn = reachable(session, id);
  const isKey = arn?.service === 'kms' && arn.region !== '' && /^(key|alias)\//.test(arn.resource);
  return isKey ? { name: arn.resource, region: arn.region, account: arn.account } : undefined;
};

/** KMS: the keys that other resources name. */
const scanner: Scanner<AwsSession> = {
  id: 'kms',
  target: 'aws',
  kinds: [
    {
      kind: kmsKey,
      facets: {
        metadata: {
          operation: 'DescribeKey',
          action: 'kms:DescribeKey',
          absentOn: ['NotFoundException'],
          read: async (session, { id, scope }) => metadataOf(await kms(session, scope.region).send(new DescribeKeyCommand({ KeyId: id }))),
        },
      },
      foreign: { facet: 'metadata', locate },
    },
  ],
};

export default scanner;
