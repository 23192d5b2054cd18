import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, type STSServiceException } from '@aws-sdk/client-sts';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { send, stsClient, withLab } from '../client.ts';
import { OTHER_KEY, richWorld } from '../rich.ts';

const test = suite('lab/sts');

const WHOAMI = new GetCallerIdentityCommand({});

const failureOf = async (call: Promise<unknown>): Promise<STSServiceException> =>
  call.then(
    () => assert.unreachable('The call should have failed.'),
    (error) => error,
  ) as Promise<STSServiceException>;

const IDENTITIES = [
  { name: 'a key', accessKeyId: undefined, Account: '123456789012', Arn: 'arn:aws:iam::123456789012:user/lab' },
  { name: 'a key of another partition', accessKeyId: OTHER_KEY, Account: '210987654321', Arn: 'arn:aws-us-gov:iam::210987654321:user/lab' },
];

for (const { name, accessKeyId, Account, Arn } of IDENTITIES) {
  test(`GetCallerIdentity: ${name}`, () =>
    withLab(richWorld, async (lab) => {
      const { $metadata, ...identity } = await stsClient(lab, accessKeyId === undefined ? {} : { accessKeyId }).send(WHOAMI);
      assert.equal(identity, { Account, Arn, UserId: 'AIDALAB0000000000000' });
      assert.match($metadata.requestId ?? '', /^LAB\d{13}$/);
      assert.equal(Object.fromEntries(lab.requests), { 'sts:GetCallerIdentity': 1 });
    }));
}

const role = (name: string, ExternalId?: string) =>
  new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::123456789012:role/${name}`,
    RoleSessionName: 'scan',
    ...(ExternalId === undefined ? {} : { ExternalId }),
  });

test('AssumeRole: the session acts for the account of the role', () =>
  withLab(richWorld, async (lab) => {
    const { Credentials, AssumedRoleUser } = await stsClient(lab, { accessKeyId: OTHER_KEY }).send(role('audit', 'only-we-know'));
    const arn = 'arn:aws:sts::123456789012:assumed-role/audit/scan';
    assert.equal(AssumedRoleUser, { AssumedRoleId: 'AROALAB0000000000000:scan', Arn: arn });
    const session = { accessKeyId: Credentials?.AccessKeyId ?? '', sessionToken: Credentials?.SessionToken ?? '' };
    const { Account, Arn, UserId } = await stsClient(lab, session).send(WHOAMI);
    assert.equal({ Account, Arn, UserId }, { Account: '123456789012', Arn: arn, UserId: 'AROALAB0000000000000:scan' });
    assert.match((await send(lab, '/rich?versioning', session)).body, /Enabled/);
    assert.ok((Credentials?.Expiration?.getTime() ?? 0) > Date.parse('2098-01-01'));
  }));

test('AssumeRole: sessions have keys of their own', () =>
  withLab(richWorld, async (lab) => {
    const sessions = await Promise.all([1, 2, 3].map(() => stsClient(lab).send(role('team/reader'))));
    assert.is(new Set(sessions.map(({ Credentials }) => Credentials?.AccessKeyId)).size, 3);
    assert.is(sessions[0]?.AssumedRoleUser?.Arn, 'arn:aws:sts::123456789012:assumed-role/reader/scan');
  }));

const REFUSALS = [
  { name: 'without its external id', command: role('audit') },
  { name: 'with a wrong external id', command: role('audit', 'guessed') },
  { name: 'that does not exist', command: role('nobody') },
  { name: "with the name of an object's own member", command: role('constructor') },
  { name: 'with a path that is left out', command: role('reader') },
  {
    name: 'of an account that does not exist',
    command: new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::999999999999:role/audit', RoleSessionName: 's' }),
  },
  { name: 'that is no ARN', command: new AssumeRoleCommand({ RoleArn: 'audit-audit-audit-audit', RoleSessionName: 's' }) },
];

for (const { name, command } of REFUSALS) {
  test(`AssumeRole: refused for a role ${name}`, () =>
    withLab(richWorld, async (lab) => {
      const error = await failureOf(stsClient(lab).send(command));
      assert.is(error.name, 'AccessDenied');
      assert.is(error.$metadata.httpStatusCode, 403);
      assert.match(error.message, /user\/lab is not authorized to perform: sts:AssumeRole on resource: /);
    }));
}

test('a key that nobody has', () =>
  withLab(richWorld, async (lab) => {
    assert.is((await failureOf(stsClient(lab, { accessKeyId: 'AKIAUNKNOWN' }).send(WHOAMI))).name, 'InvalidClientTokenId');
  }));

test('not signed', () =>
  withLab(richWorld, async (lab) => {
    const reply = await send(lab, '/', { method: 'POST', body: 'Action=GetCallerIdentity', accessKeyId: null });
    assert.is(reply.status, 403);
    assert.match(reply.body, '<Code>MissingAuthenticationToken</Code>');
  }));

test('a request of GET', () =>
  withLab(richWorld, async (lab) => {
    const reply = await send(lab, '/?Action=GetCallerIdentity&Version=2011-06-15', { service: 'sts' });
    assert.match(reply.body, '<Account>123456789012</Account>');
  }));

test('an operation that the lab does not know', () =>
  withLab(richWorld, async (lab) => {
    assert.is((await failureOf(stsClient(lab).send(new GetSessionTokenCommand({})))).name, 'InvalidAction');
    assert.is(lab.requests.size, 0);
  }));

test('an error of a fault, in the form of STS', () =>
  withLab(
    {
      ...richWorld,
      faults: [
        { operation: 'sts:*', times: 1, throttle: 1 },
        { operation: 'sts:*', deny: 'not <you>' },
      ],
    },
    async (lab) => {
      const throttled = await failureOf(stsClient(lab).send(WHOAMI));
      assert.equal([throttled.name, throttled.$metadata.httpStatusCode], ['Throttling', 400]);
      const denied = await failureOf(stsClient(lab).send(WHOAMI));
      assert.equal([denied.name, denied.message], ['AccessDenied', 'not <you>']);
    },
  ));

test.run();
