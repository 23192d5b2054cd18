import { Agent } from 'node:http';
import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startLab } from '../../lab/index.ts';
import { SYSTEMS } from '../../lab/systems.ts';
import { send, withLab } from './client.ts';
import { richWorld } from './rich.ts';

const test = suite('lab/server');

const VERSIONING = '/rich?versioning';

test('connections stay open', () =>
  withLab(richWorld, async (lab) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    agent.on('free', (socket) => ports.add(socket.localPort));
    for (const target of [VERSIONING, '/nowhere?versioning', '/rich?acl', '/']) await send(lab, target, { agent });
    await send(lab, '/rich', { agent, method: 'HEAD' });
    await send(lab, '/', { agent, method: 'POST', body: 'Action=GetCallerIdentity', service: 'sts' });
    agent.destroy();
    assert.is(ports.size, 1);
  }));

test('many requests at a time, each with its own answer', () =>
  withLab(richWorld, async (lab) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const targets = Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? VERSIONING : '/dotted.name?versioning'));
    const replies = await Promise.all(targets.map((target) => send(lab, target, { agent })));
    agent.destroy();
    assert.ok(replies.every(({ body }, index) => body.includes(index % 2 === 0 ? 'Enabled' : 'Suspended')));
    assert.is(new Set(replies.map(({ headers }) => headers['x-amz-request-id'])).size, 300);
    assert.equal(Object.fromEntries(lab.requests), { 's3:GetBucketVersioning': 300 });
  }));

test('a request for a service that nobody speaks for', () =>
  withLab(richWorld, async (lab) => {
    const { status, body } = await send(lab, '/', { method: 'POST', body: '{}', service: 'rds' });
    assert.is(status, 501);
    assert.match(body, /does not speak for the service/);
    assert.is(lab.requests.size, 0);
  }));

test('what is no HTTP does no harm', () =>
  withLab(richWorld, async (lab) => {
    const { port } = new URL(lab.url);
    for (const bytes of [
      '\u0016\u0003\u0001 hello',
      'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc',
    ])
      await new Promise<void>((closed) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
        socket
          .on('error', () => undefined)
          .on('close', () => closed())
          .resume();
      });
    assert.is((await send(lab, VERSIONING)).status, 200);
  }));

test('labs have counts and faults of their own', () =>
  withLab(richWorld, (one) =>
    withLab(richWorld, async (other) => {
      one.faults = [{ operation: '*', deny: true }];
      assert.is((await send(one, VERSIONING)).status, 403);
      assert.is((await send(other, VERSIONING)).status, 200);
      assert.is(one.requests.get('s3:GetBucketVersioning'), 1);
      assert.is(other.requests.get('s3:GetBucketVersioning'), 1);
    }),
  ));

test('a port can be chosen, and is free again behind the lab', async () => {
  const first = await startLab(richWorld);
  const port = Number(new URL(first.url).port);
  const taken = await startLab(richWorld, { port }).then(
    () => 'started',
    (error: NodeJS.ErrnoException) => error.code,
  );
  await first.close();
  assert.is(taken, 'EADDRINUSE');
  const second = await startLab(richWorld, { port });
  await second.close();
  assert.is(second.url, first.url);
});

test('the lab closes though connections are kept open', async () => {
  const lab = await startLab(richWorld);
  const agent = new Agent({ keepAlive: true });
  await send(lab, VERSIONING, { agent });
  await lab.close();
  const gone = await send(lab, VERSIONING).catch((error: NodeJS.ErrnoException) => error.code);
  agent.destroy();
  assert.is(gone, 'ECONNREFUSED');
});

test('systems have ids, operations and members of accounts of their own', () => {
  const ids = SYSTEMS.map(({ id }) => id);
  const members = SYSTEMS.flatMap(({ accountMembers }) => Object.keys(accountMembers));
  assert.is(new Set(ids).size, ids.length);
  assert.is(new Set(members).size, members.length);
  assert.ok(SYSTEMS.every(({ operations }) => operations.length > 0));
});

test.run();
