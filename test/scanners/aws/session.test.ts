import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openSession } from '../../../scanners/aws/session.ts';

const test = suite('scanners/aws/session');

const NAMES = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const;

type Environment = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

const homeRegion = async (environment: Environment, regions?: readonly string[]): Promise<string> => {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  for (const name of NAMES) delete process.env[name];
  Object.assign(process.env, { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...environment });
  try {
    const session = await openSession(regions ? { regions } : {}, { timeout: 1000, maxSockets: 1 });
    session.close();
    return session.homeRegion;
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
};

for (const { name, environment, regions, expected } of [
  {
    name: 'the first of the configuration',
    environment: { AWS_REGION: 'eu-west-1' },
    regions: ['us-west-2', 'us-east-2'],
    expected: 'us-west-2',
  },
  { name: 'AWS_REGION', environment: { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' }, expected: 'eu-west-1' },
  { name: 'AWS_DEFAULT_REGION, as the AWS CLI knows it', environment: { AWS_DEFAULT_REGION: 'eu-west-2' }, expected: 'eu-west-2' },
  { name: 'us-east-1 where nothing tells', environment: {}, expected: 'us-east-1' },
] as const) {
  test(`the home Region: ${name}`, async () => assert.is(await homeRegion(environment, regions), expected));
}

test.run();
