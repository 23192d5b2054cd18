import type { RequestListener } from 'node:http';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { read } from '../../../model/reading.ts';
import type { Failure } from '../../../model/scanner.ts';
import scanner from '../../../scanners/s3/index.ts';
import { askReader, serve as serveSession } from '../asking.ts';

const test = suite('scanners/s3/wire');

type Answering = RequestListener;

const facets = scanner.kinds[0]?.facets ?? {};

/** A server that says anything, and what one facet of a bucket makes of it. */
const serve = <T>(answer: Answering, work: (ask: (facet: string) => Promise<unknown>) => Promise<T>): Promise<T> =>
  serveSession(answer, (session) =>
    work((facet) => {
      const reader = facets[facet];
      assert.ok(reader);
      return askReader(reader, session, { id: 'arn:aws:s3:::data', name: 'data', scope: { target: 'prod' } });
    }),
  );

const saying =
  (body: () => string): Answering =>
  (_, to) => {
    const text = body();
    to.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(text) });
    to.end(text);
  };

const xml = (root: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`;

const BODIES: Readonly<Record<string, string>> = {
  versioning: xml('VersioningConfiguration', '<Status>Enabled</Status><MfaDelete>Enabled</MfaDelete>'),
  replication: xml(
    'ReplicationConfiguration',
    '<Role>r</Role><Rule><ID>all</ID><Priority>1</Priority><Filter></Filter><Status>Enabled</Status><Destination><Bucket>arn:aws:s3:::b</Bucket></Destination></Rule>',
  ),
  objectLock: xml(
    'ObjectLockConfiguration',
    '<ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>30</Days></DefaultRetention></Rule>',
  ),
  lifecycle: xml(
    'LifecycleConfiguration',
    '<Rule><ID>a</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3650</Days></Expiration></Rule>',
  ),
  encryption: xml(
    'ServerSideEncryptionConfiguration',
    '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>',
  ),
  tagging: xml('Tagging', '<TagSet><Tag><Key>tier</Key><Value>gold</Value></Tag></TagSet>'),
  notification: xml('NotificationConfiguration', '<EventBridgeConfiguration></EventBridgeConfiguration>'),
  publicAccessBlock: xml(
    'PublicAccessBlockConfiguration',
    '<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>',
  ),
  policy: '{"Version":"2012-10-17","Statement":[]}',
};

const states = (answer: unknown): string => (answer as { state?: string }).state ?? (answer as Failure).code;

/** Behind the root's start tag; what is cut before has no root, which other tests look at. */
const firstCut = (body: string): number => Math.max(0, body.indexOf('/">') + 1);

for (const [facet, body] of Object.entries(BODIES)) {
  // A proxy that cuts a body short and counts anew leaves no other trace: half an answer must not read as "little is configured".
  test(`${facet}: an answer that is cut short anywhere is never taken for a whole one`, async () => {
    let sent = body;
    await serve(
      saying(() => sent),
      async (ask) => {
        assert.is(states(await ask(facet)), 'read');
        for (let length = firstCut(body); length < body.length; length++) {
          sent = body.slice(0, length);
          assert.is(states(await ask(facet)), 'MalformedAnswer', `cut after ${JSON.stringify(sent.slice(-20))}`);
        }
      },
    );
  });
}

const ask = (facet: string, body: string) =>
  serve(
    saying(() => body),
    (asked) => asked(facet),
  );

for (const { name, facet, from, to } of [
  { name: 'days in words', facet: 'lifecycle', from: '3650', to: 'many' },
  { name: 'no days in their element', facet: 'lifecycle', from: '3650', to: '' },
  { name: 'days below zero', facet: 'lifecycle', from: '3650', to: '-1' },
  { name: 'a part of a day', facet: 'lifecycle', from: '3650', to: '3650.5' },
  { name: 'a date that is none', facet: 'lifecycle', from: '<Days>3650</Days>', to: '<Date>soon</Date>' },
  {
    name: 'two states at once',
    facet: 'versioning',
    from: '<Status>Enabled</Status>',
    to: '<Status>Enabled</Status><Status>Suspended</Status>',
  },
  { name: 'white space around a word', facet: 'versioning', from: 'Enabled</Status>', to: ' Enabled\n</Status>' },
  { name: 'a word of another case', facet: 'versioning', from: 'Enabled</Status>', to: 'ENABLED</Status>' },
  { name: 'a retention in words', facet: 'objectLock', from: '30', to: 'thirty' },
  { name: 'a priority in words', facet: 'replication', from: '<Priority>1', to: '<Priority>first' },
  { name: 'a destination without a name', facet: 'replication', from: 'arn:aws:s3:::b', to: '' },
]) {
  test(`${facet}: ${name} is no answer`, async () => {
    const body = BODIES[facet]?.replace(from, to) ?? '';
    assert.is.not(body, BODIES[facet]);
    assert.is(states(await ask(facet, body)), 'MalformedAnswer');
  });
}

for (const body of ['', '   ', '<?xml version="1.0"?>', '<Vers', '\0', '{"Status":"Enabled"}', '<html><VersioningConfiguration/></html>']) {
  test(`versioning: ${JSON.stringify(body)} is no answer`, async () => {
    assert.is(states(await ask('versioning', body)), 'MalformedAnswer');
  });
}

for (const { name, body } of [
  { name: 'without a declaration', body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' },
  { name: 'behind a comment', body: '<!-- a > b -->\n<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' },
  { name: 'with the root of other servers', body: '<GetBucketVersioningResponse><Status>Enabled</Status></GetBucketVersioningResponse>' },
]) {
  test(`versioning: an answer ${name} is read`, async () => {
    const answer = (await ask('versioning', body)) as { value?: { status?: string } };
    assert.is(answer.value?.status, 'Enabled');
  });
}

test('an empty list of tags is no tags', async () => {
  assert.equal(await ask('tagging', xml('Tagging', '<TagSet/>')), read({}));
});

// HeadBucket

const heading =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answering =>
  (_, to) =>
    to.writeHead(status, headers).end();

for (const { name, answer, expected } of [
  {
    name: '200 with its Region',
    answer: heading(200, { 'x-amz-bucket-region': 'us-west-2' }),
    expected: read({ exists: true, access: 'granted', region: 'us-west-2' }),
  },
  { name: '200 without its Region', answer: heading(200), expected: read({ exists: true, access: 'granted' }) },
  {
    name: '403 with its Region',
    answer: heading(403, { 'x-amz-bucket-region': 'eu-west-1' }),
    expected: read({ exists: true, access: 'denied', region: 'eu-west-1' }),
  },
] as const) {
  test(`presence: ${name}`, async () => {
    assert.equal(await serve(answer, (asked) => asked('presence')), expected);
  });
}

for (const { name, answer, code } of [
  { name: '403 of something on the way', answer: heading(403), code: 'HTTP403' },
  { name: '403 with a Region without a name', answer: heading(403, { 'x-amz-bucket-region': '' }), code: 'HTTP403' },
  { name: '301 that says not whereto', answer: heading(301), code: 'HTTP301' },
  { name: '301 to where we are', answer: heading(301, { 'x-amz-bucket-region': 'us-west-2' }), code: 'HTTP301' },
  {
    name: '400 in the right Region: bad credentials have no body here',
    answer: heading(400, { 'x-amz-bucket-region': 'us-west-2' }),
    code: 'HTTP400',
  },
  { name: '503', answer: heading(503), code: 'HTTP503' },
  { name: '404', answer: heading(404), code: 'NotFound' },
]) {
  test(`presence: ${name} is ${code}`, async () => {
    assert.is(states(await serve(answer, (asked) => asked('presence'))), code);
  });
}

for (const status of [301, 400]) {
  test(`presence: ${status} to another Region is followed, signed for that Region`, async () => {
    const regions: string[] = [];
    const answer: Answering = (request, to) => {
      const [, region = ''] = /\/\d{8}\/([^/]+)\/s3\//.exec(request.headers.authorization ?? '') ?? [];
      regions.push(region);
      to.writeHead(region === 'eu-west-1' ? 200 : status, { 'x-amz-bucket-region': 'eu-west-1' }).end();
    };
    assert.equal(await serve(answer, (asked) => asked('presence')), read({ exists: true, access: 'granted', region: 'eu-west-1' }));
    assert.equal(regions, ['us-west-2', 'eu-west-1']);
  });
}

test('presence: Regions that send us to each other are asked once each', async () => {
  let requests = 0;
  const answer: Answering = (_, to) => {
    requests++;
    to.writeHead(301, { 'x-amz-bucket-region': requests % 2 === 1 ? 'eu-west-1' : 'us-west-2' }).end();
  };
  assert.is(states(await serve(answer, (asked) => asked('presence'))), 'HTTP301');
  assert.is(requests, 2);
});

test.run();
