import type { RequestListener } from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { protectedResourceId, selectionId } from '../../model/backup/ids.ts';
import type { Reading } from '../../model/reading.ts';
import type { Failure, KindScanner, Located } from '../../model/scanner.ts';
import type { AwsSession } from '../../scanners/aws/session.ts';
import backup from '../../scanners/backup/index.ts';
import dynamodb from '../../scanners/dynamodb/index.ts';
import kms from '../../scanners/kms/index.ts';
import { KEY, PLAN, SOUND, TABLE, TESTING_PLAN, VAULT } from './answers.ts';
import { askReader, listAll, serve } from './asking.ts';
import { ACCOUNT, REGION } from './fakes.ts';

// What the real clients of the services that speak JSON make of what comes over the wire: they check nothing of it.

const test = suite('scanners/json-wire');

const RESOURCES: Readonly<Record<string, readonly [id: string, name: string]>> = {
  'dynamodb/table': [TABLE, 'metadata'],
  'kms/key': [KEY, 'key/1234'],
  'backup/plan': [PLAN, 'Plan'],
  'backup/selection': [selectionId(PLAN, 'selection-1'), 'selection-1'],
  'backup/vault': [VAULT, 'Vault'],
  'backup/region': [`arn:aws:backup:${REGION}:${ACCOUNT}:region-settings`, ''],
  'backup/account': [`arn:aws:backup::${ACCOUNT}:global-settings`, ''],
  'backup/protected-resource': [protectedResourceId('aws', REGION, ACCOUNT, TABLE), TABLE],
  'backup/restore-testing-plan': [TESTING_PLAN, 'monthly_drill'],
  'backup/restore-testing-selection': [selectionId(TESTING_PLAN, 'tables'), 'tables'],
};

const located = (kind: string): Located => {
  const [id = '', name = ''] = RESOURCES[kind] ?? [];
  return { id, name, scope: { target: 'prod', partition: 'aws', account: ACCOUNT, region: REGION } };
};

/** One call: what is asked with it, and what comes of it. */
interface Asking {
  readonly title: string;
  readonly operation: string;
  readonly ask: (session: AwsSession) => Promise<Reading<unknown> | readonly unknown[] | Failure>;
}

/** A session without its first call, which tells the account. */
const known = (session: AwsSession): AwsSession => ({ ...session, account: ACCOUNT, partition: 'aws' });

const askingsOf = (scanner: KindScanner<AwsSession>): readonly Asking[] => [
  ...(scanner.list
    ? [
        {
          title: `list ${scanner.kind.id}`,
          operation: scanner.list.operation,
          ask: (session: AwsSession) => listAll(scanner, known(session), REGION),
        },
      ]
    : []),
  ...Object.entries(scanner.facets).map(([name, reader]) => ({
    title: `${scanner.kind.id}: ${name}`,
    operation: reader.operation,
    ask: (session: AwsSession) => askReader(reader, known(session), located(scanner.kind.id), [TABLE]),
  })),
];

const ASKINGS = [...backup.kinds, ...dynamodb.kinds, ...kms.kinds].flatMap(askingsOf);

const saying =
  (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (request, to) => {
    request.resume();
    to.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers });
    to.end(body);
  };

/** Times as these protocols write them: seconds since 1970. */
const onTheWire = (answer: object): string =>
  JSON.stringify(answer, function seconds(key, value: unknown) {
    const before: unknown = this[key];
    return before instanceof Date ? before.getTime() / 1000 : value;
  });

const STRANGE: Readonly<Record<string, string>> = {
  'no body': '',
  'an empty object': '{}',
  'an empty list': '[]',
  null: 'null',
  'a text': '"none"',
  'a number': '42',
  "a proxy's page": '<!DOCTYPE html><html><body>Sign in</body></html>',
  XML: '<ListBackupPlansResponse></ListBackupPlansResponse>',
  'white space': ' \n',
  'another answer': '{"Message":"hello","__type":"Greeting"}',
};

for (const { title, operation, ask } of ASKINGS) {
  const sound = onTheWire(SOUND[operation as keyof typeof SOUND]());

  test(`${title}: a sound answer is read`, async () => {
    const answer = await serve(saying(sound), ask);
    assert.ok(Array.isArray(answer) ? answer.length === 1 : 'state' in answer && answer.state === 'read', JSON.stringify(answer));
  });

  test(`${title}: nothing that is no answer is taken for one`, async () => {
    let body = '';
    await serve(
      (request, to) => saying(body)(request, to),
      async (session) => {
        for (const [name, strange] of [...Object.entries(STRANGE), ['half an answer', sound.slice(0, sound.length / 2)] as const]) {
          body = strange;
          const answer = await ask(session);
          assert.equal(
            'code' in answer && [answer.class, answer.code],
            ['transient', 'MalformedAnswer'],
            `${name}: ${JSON.stringify(answer)}`,
          );
        }
      },
    );
  });
}

// Errors

interface Refusal {
  readonly name: string;
  readonly title: string;
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected: readonly [failureClass: string, code: string];
}

const PLANS = 'list backup/plan';
const TABLES = 'list dynamodb/table';
const DESCRIPTION = 'dynamodb/table: description';

const REFUSALS: readonly Refusal[] = [
  {
    name: 'by the header',
    title: PLANS,
    status: 403,
    body: '{"message":"User is not authorized"}',
    headers: { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.coral.service/' },
    expected: ['denied', 'AccessDeniedException'],
  },
  {
    name: 'by the code',
    title: PLANS,
    status: 400,
    body: '{"Code":"ThrottlingException"}',
    expected: ['throttled', 'ThrottlingException'],
  },
  {
    name: 'of a service that is down',
    title: PLANS,
    status: 500,
    body: '{"Type":"Server","Message":"Down"}',
    headers: { 'x-amzn-errortype': 'ServiceUnavailableException' },
    expected: ['transient', 'ServiceUnavailableException'],
  },
  {
    name: 'of a Region that is not enabled',
    title: PLANS,
    status: 403,
    body: '{"message":"The security token included in the request is invalid."}',
    headers: { 'x-amzn-errortype': 'UnrecognizedClientException' },
    expected: ['denied', 'UnrecognizedClientException'],
  },
  {
    name: 'of a table that is gone',
    title: DESCRIPTION,
    status: 400,
    body: '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}',
    expected: ['gone', 'ResourceNotFoundException'],
  },
  {
    name: 'of continuous backups of a table that is gone',
    title: 'dynamodb/table: continuousBackups',
    status: 400,
    body: '{"__type":"com.amazonaws.dynamodb.v20120810#TableNotFoundException","message":"Table not found"}',
    expected: ['gone', 'TableNotFoundException'],
  },
  {
    name: 'of no permission',
    title: TABLES,
    status: 400,
    body: '{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User is not authorized"}',
    expected: ['denied', 'AccessDeniedException'],
  },
  {
    name: 'of too many requests',
    title: TABLES,
    status: 400,
    body: '{"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate exceeded"}',
    expected: ['throttled', 'ThrottlingException'],
  },
  {
    name: 'of a key that does not exist',
    title: 'kms/key: metadata',
    status: 400,
    body: '{"__type":"NotFoundException","message":"Key does not exist"}',
    expected: ['gone', 'NotFoundException'],
  },
  { name: "of a proxy's page", title: TABLES, status: 503, body: '<html>Busy</html>', expected: ['transient', 'HTTP503'] },
  { name: 'without a body', title: TABLES, status: 403, body: '', expected: ['denied', 'HTTP403'] },
  { name: 'without a body', title: PLANS, status: 503, body: '', expected: ['transient', 'HTTP503'] },
];

for (const { name, title, status, body, headers, expected } of REFUSALS) {
  test(`${title}: a refusal ${name} is ${expected.join(', ')}`, async () => {
    const asking = ASKINGS.find((candidate) => candidate.title === title);
    assert.ok(asking);
    const answer = await serve(saying(body, status, headers), asking.ask);
    assert.equal('code' in answer && [answer.class, answer.code], expected);
  });
}

for (const headers of [{ 'x-amzn-errortype': 'InvalidRequestException' }, {}]) {
  test(`an account outside of any organization, with ${JSON.stringify(headers)}`, async () => {
    const asking = ASKINGS.find(({ title }) => title === 'backup/account: settings');
    assert.ok(asking);
    const body = '{"Code":"ERROR_9601","Message":"Your account is not a member of an organization."}';
    assert.equal(await serve(saying(body, 400, headers), asking.ask), { state: 'read', value: { crossAccountBackup: false } });
  });
}

test.run();
