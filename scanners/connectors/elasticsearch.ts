import { Type } from 'typebox';
import type { Connector } from '../../model/scanner.ts';
import { REGION } from '../aws/reach.ts';
import { domainOf } from '../elasticsearch/domains.ts';
import type { ElasticsearchConfig, ElasticsearchSession } from '../elasticsearch/session.ts';
import { auth, caFile, secret, url } from '../http/configuration.ts';
import { classify } from '../http/failures.ts';

const closed = { additionalProperties: false } as const;

const region = (description: string) => Type.String({ pattern: REGION.source, description });

const aws = Type.Object(
  {
    region: Type.Optional(region('Region that requests are signed for. Without it, that of the cluster.')),
    service: Type.Optional(
      Type.Unsafe<'es' | 'aoss'>({
        type: 'string',
        enum: ['es', 'aoss'],
        description: 'Service that requests are signed for. Without it, what the address says, else es.',
      }),
    ),
    profile: Type.Optional(
      Type.String({ minLength: 1, description: 'Profile of the shared AWS configuration. Without it, the standard credential chain.' }),
    ),
    roleArn: Type.Optional(Type.String({ pattern: '^arn:[a-z-]+:iam::\\d{12}:role/.+$', description: 'Role to assume.' })),
    externalId: Type.Optional(Type.String({ minLength: 2, description: 'External id that the role asks for.' })),
  },
  { ...closed, description: 'Requests are signed, as Amazon OpenSearch Service asks for it.' },
);

const configuration = Type.Object(
  {
    url: url('Address of the cluster, with the path that it is behind where there is one.'),
    auth: Type.Optional(auth({ apiKey: secret('An API key, encoded.'), aws })),
    caFile: Type.Optional(caFile),
    region: Type.Optional(region('AWS Region that the cluster runs in. Without it, the one that the address of a managed domain tells.')),
    verifyRepositories: Type.Optional(
      Type.Boolean({
        description:
          'Has every repository verified, for which the cluster writes into it and deletes again what it wrote. Without it, nothing is written.',
      }),
    ),
  },
  { ...closed, description: 'An Elasticsearch or OpenSearch cluster.' },
);

/** The nodes that answer are those that search and index, too. */
const IN_FLIGHT = 4;

/** An Elasticsearch or OpenSearch cluster. */
const elasticsearch: Connector<ElasticsearchConfig, ElasticsearchSession> = {
  type: 'elasticsearch',
  title: 'Elasticsearch or OpenSearch cluster',
  configuration,
  open: async (config, options) => (await import('../elasticsearch/session.ts')).openSession(config, options),
  inFlight: IN_FLIGHT,
  identify: {
    operation: 'cluster:monitor/main',
    action: 'cluster:monitor/main',
    read: (session, attempt) => session.identify(attempt),
  },
  regions: () => undefined,
  writing: { action: 'cluster:admin/repository/verify', isAskedFor: ({ verifyRepositories = false }) => verifyRepositories },
  signedFor: domainOf,
  classify,
  close: (session) => session.close(),
};

export default elasticsearch;
