import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SYSTEMS } from '../../../lab/systems.ts';
import { type ClientOptions, call, type JsonCall, withLab } from '../client.ts';
import { sameTimes } from '../rich.ts';
import { EXCHANGES, jsonWorld, REFUSALS } from './rich.ts';

const test = suite('lab/json/exchanges');

const where = ({ region, accessKeyId }: ClientOptions): ClientOptions => ({
  ...(region === undefined ? {} : { region }),
  ...(accessKeyId === undefined ? {} : { accessKeyId }),
});

test('the SDK reads what the world says', () =>
  withLab(jsonWorld, async (lab) => {
    for (const exchange of EXCHANGES) {
      const { service, operation, input, answer } = exchange;
      const output = await call(lab, exchange, where(exchange));
      assert.equal(sameTimes(output), sameTimes(answer), `${service} ${operation} ${JSON.stringify(input)}`);
    }
  }));

test('no operation is left out', () => {
  const named = ({ service, operation }: JsonCall): string => `${service}:${operation}`;
  const known = SYSTEMS.flatMap(({ id, operations }) => operations.map((name) => `${id}:${name}`)).filter(
    (name) => !/^(s3|sts|kubernetes|search|prometheus):/.test(name),
  );
  assert.equal([...new Set(EXCHANGES.map(named))].sort(), known.sort());
});

for (const refusal of REFUSALS) {
  const { why, service, operation, code, status } = refusal;
  test(`${service}, ${operation}: ${why}`, () =>
    withLab(jsonWorld, async (lab) => {
      const error = await call(lab, refusal, where(refusal)).then(
        () => assert.unreachable('The call should have failed.'),
        (thrown) => thrown as { name: string; message: string; $metadata: { httpStatusCode: number } },
      );
      assert.equal([error?.name, error?.$metadata.httpStatusCode], [code, status]);
      assert.ok((error?.message ?? '').length > 10);
    }));
}

test.run();
