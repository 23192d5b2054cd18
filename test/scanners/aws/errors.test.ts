import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type FailureClass, MalformedAnswer } from '../../../model/scanner.ts';
import { classify, refusal } from '../../../scanners/aws/errors.ts';

const test = suite('scanners/aws/errors');

interface Parts {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as the SDK throws it. */
const sdkError = ({ name = 'Error', message = 'It failed.', code, status, headers }: Parts): Error =>
  Object.assign(new Error(message), {
    name,
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
    ...(headers === undefined ? {} : { $response: { headers } }),
  });

const BY_CODE: Readonly<Record<FailureClass, readonly string[]>> = {
  denied: [
    'AccessDenied',
    'AccessDeniedException',
    'AllAccessDisabled',
    'AccountProblem',
    'AuthorizationError',
    'Forbidden',
    'UnauthorizedOperation',
    // What a Region says that is not enabled for the account: no reason to give up on the others.
    'UnrecognizedClientException',
  ],
  unauthenticated: [
    'CredentialsProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidToken',
    'MissingAuthenticationToken',
    'NotSignedUp',
    'SignatureDoesNotMatch',
    'TokenProviderError',
    'TokenRefreshRequired',
  ],
  throttled: [
    'BandwidthLimitExceeded',
    'EC2ThrottledException',
    'LimitExceededException',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
    'TransactionInProgressException',
  ],
  transient: [
    'DependencyFailureException',
    'DependencyTimeoutException',
    'InternalError',
    'InternalFailure',
    'InternalServerError',
    'InternalServerException',
    'InvalidSignatureException',
    'KMSInternalException',
    'OperationAborted',
    'RequestExpired',
    'RequestInTheFuture',
    'RequestTimeTooSkewed',
    'RequestTimeout',
    'ServiceUnavailable',
    'ServiceUnavailableException',
  ],
  gone: ['NoSuchBucket', 'NotFoundException', 'ResourceNotFoundException', 'TableNotFoundException'],
  // A bucket that moved to another Region, what this kind of bucket does not have, what the caller got wrong.
  rejected: [
    'PermanentRedirect',
    'AuthorizationHeaderMalformed',
    'MethodNotAllowed',
    'InvalidRequest',
    'NoSuchLifecycleConfiguration',
    'InvalidRequestException',
    'InvalidParameterValueException',
    'ConflictException',
    'InvalidArnException',
    'ValidationException',
  ],
};

// The status must not matter where the code is known: S3 gives the same ones to very different answers.
const STATUSES = [400, 403, 404, 409];

for (const [failureClass, codes] of Object.entries(BY_CODE)) {
  for (const code of codes) {
    test(`${code} is ${failureClass}, under its own name`, () => {
      for (const status of failureClass === 'rejected' ? [301, 400, 404, 405] : STATUSES) {
        assert.equal(classify(sdkError({ name: code, status })), { class: failureClass, code, message: 'It failed.' });
      }
    });
  }
}

// HeadBucket answers without a body, so all of its errors but 404 have the same name.
const BY_STATUS: readonly { readonly status: number; readonly expected: FailureClass }[] = [
  { status: 301, expected: 'rejected' },
  { status: 400, expected: 'rejected' },
  { status: 401, expected: 'rejected' },
  { status: 403, expected: 'denied' },
  { status: 404, expected: 'rejected' },
  { status: 408, expected: 'transient' },
  { status: 409, expected: 'rejected' },
  { status: 429, expected: 'throttled' },
  { status: 500, expected: 'transient' },
  { status: 501, expected: 'rejected' },
  { status: 502, expected: 'transient' },
  { status: 503, expected: 'transient' },
  { status: 504, expected: 'transient' },
];

for (const { status, expected } of BY_STATUS) {
  test(`a nameless answer with status ${status} is ${expected}`, () => {
    assert.equal(classify(sdkError({ name: 'Unknown', message: 'UnknownError', status })), {
      class: expected,
      code: `HTTP${status}`,
      message: 'UnknownError',
    });
  });
}

for (const code of [
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]) {
  test(`${code} is a hiccup of the network, whatever Node calls the error`, () => {
    for (const name of ['Error', 'AggregateError']) {
      assert.equal(classify(sdkError({ name, code, message: '' })), { class: 'transient', code, message: code });
    }
  });
}

for (const code of ['CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_INVALID_URL']) {
  test(`${code} does not go away by asking again`, () => {
    assert.is(classify(sdkError({ code })).class, 'rejected');
    assert.is(classify(sdkError({ code })).code, code);
  });
}

for (const { name, error, says = error.message } of [
  { name: 'XML that does not parse', error: sdkError({ status: 200, message: '@aws-sdk XML parse error: unclosed tag <Rule>.' }) },
  { name: 'a date that is none', error: sdkError({ name: 'TypeError', status: 200, message: 'Invalid RFC3339 timestamp format x' }) },
  {
    name: 'JSON that does not parse',
    error: sdkError({ name: 'SyntaxError', status: 200, message: 'Unexpected token' }),
    says: 'The answer is not JSON, as a proxy or another service might send it.',
  },
  { name: 'a word that the scanner does not know', error: new MalformedAnswer('Status is "Paused".') },
]) {
  test(`${name} is a malformed answer, to be asked for again`, () => {
    assert.equal(classify(error), { class: 'transient', code: 'MalformedAnswer', message: says });
  });
}

test('a connection that breaks in the middle of an answer keeps its own code', () => {
  assert.is(classify(sdkError({ status: 200, code: 'ECONNRESET', message: 'aborted' })).code, 'ECONNRESET');
});

for (const code of ['ECONNRESET', 'EPIPE']) {
  test(`${code} is not called a time-out, though the SDK does`, () => {
    assert.is(classify(sdkError({ name: 'TimeoutError', code })).code, code);
  });
}

test("the SDK's own time-out has the engine's name for it", () => {
  for (const code of [undefined, 'ETIMEDOUT']) {
    const failure = classify(sdkError({ name: 'TimeoutError', ...(code ? { code } : {}) }));
    assert.equal(failure, { class: 'transient', code: 'Timeout', message: 'It failed.' });
  }
});

test('only the first line of a message is for users', () => {
  const message =
    "char '&' is not expected.:1:1\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.";
  assert.is(classify(sdkError({ status: 200, message })).message, "char '&' is not expected.:1:1");
});

test('a message that is empty gives way to the code', () => {
  assert.is(classify(sdkError({ name: 'AccessDenied', message: '' })).message, 'AccessDenied');
});

for (const { header, expected } of [
  { header: '3', expected: 3000 },
  { header: '0.5', expected: 500 },
  { header: '0', expected: undefined },
  { header: '-1', expected: undefined },
  { header: 'Wed, 21 Oct 2026 07:28:00 GMT', expected: undefined },
  { header: '', expected: undefined },
]) {
  test(`Retry-After: ${JSON.stringify(header)} asks for ${expected ?? 'no'} milliseconds`, () => {
    assert.is(classify(sdkError({ name: 'SlowDown', status: 503, headers: { 'retry-after': header } })).retryAfter, expected);
  });
}

for (const thrown of ['a text', undefined, null, 42, { code: 'ECONNRESET' }]) {
  test(`${JSON.stringify(thrown)}, thrown, is no reason to crash`, () => {
    assert.is(classify(thrown).class, 'rejected');
    assert.is(classify(thrown).code, 'UnknownError');
  });
}

test('a refusal of ours is final, under its own name', () => {
  assert.equal(classify(refusal('ForeignAccount', 'Not ours.')), { class: 'rejected', code: 'ForeignAccount', message: 'Not ours.' });
});

test('names that objects inherit are no codes', () => {
  for (const name of ['constructor', 'toString', '__proto__']) assert.is(classify(sdkError({ name, status: 400 })).class, 'rejected');
});

test.run();
