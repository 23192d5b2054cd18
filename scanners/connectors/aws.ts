import { Type } from 'typebox';
import type { Connector } from '../../model/scanner.ts';
import { classify } from '../aws/errors.ts';
import { REGION } from '../aws/reach.ts';
import type { AwsConfig, AwsSession } from '../aws/session.ts';
import { silenceSdk } from '../aws/silence.ts';

const configuration = Type.Object(
  {
    regions: Type.Optional(
      Type.Array(Type.String({ pattern: REGION.source }), {
        minItems: 1,
        uniqueItems: true,
        description: 'Regions to scan. Without it, every Region that is enabled for the account.',
      }),
    ),
    profile: Type.Optional(
      Type.String({ minLength: 1, description: 'Profile of the shared AWS configuration. Without it, the standard credential chain.' }),
    ),
    roleArn: Type.Optional(Type.String({ pattern: '^arn:[a-z-]+:iam::\\d{12}:role/.+$', description: 'Role to assume.' })),
    externalId: Type.Optional(Type.String({ minLength: 2, description: 'External id that the role asks for.' })),
    endpoint: Type.Optional(
      Type.String({
        pattern: '^https?://',
        description: 'Address to use instead of those of AWS. AWS_ENDPOINT_URL and its kin are honoured as well.',
      }),
    ),
  },
  { additionalProperties: false, description: 'An AWS account, as the given credentials see it.' },
);

const sessions = () => {
  silenceSdk();
  return import('../aws/session.ts');
};

const credentials = () => {
  silenceSdk();
  return import('../aws/credentials.ts');
};

/** An AWS account. The SDK is loaded when a session is opened. */
const aws: Connector<AwsConfig, AwsSession> = {
  type: 'aws',
  title: 'AWS account',
  configuration,
  discover: async () => ((await (await credentials()).hasCredentials()) ? {} : undefined),
  open: async (config, options) => (await sessions()).openSession(config, options),
  identify: { operation: 'GetCallerIdentity', action: 'sts:GetCallerIdentity', read: (session) => session.identify() },
  regions: ({ regions }) => regions,
  everyRegion: {
    operation: 'ListRegions',
    action: 'account:ListRegions',
    read: async (session, send) => (await import('../aws/regions.ts')).enabledRegions(session, send),
    own: ({ homeRegion }) => homeRegion,
  },
  classify,
  close: (session) => session.close(),
};

export default aws;
