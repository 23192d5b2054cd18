import { type Failure, type FailureClass, MalformedAnswer } from '../../model/scanner.ts';
import { PASSING } from '../http/failures.ts';

const CLASSES: Readonly<Record<Exclude<FailureClass, 'rejected'>, readonly string[]>> = {
  denied: [
    'AccessDenied',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'AuthorizationError',
    'AllAccessDisabled',
    'AccountProblem',
    'Forbidden',
    // STS has found the credentials good before: this is what Regions say that are not enabled for the account.
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
  // The list of the SDK's own retry strategy, and S3's SlowDown.
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
  // Those about the time as well: the SDK learns the service's clock from the refusal, and signs the next attempt by it.
  transient: [
    'DependencyFailureException',
    'DependencyTimeoutException',
    'InternalError',
    'InternalFailure',
    'InternalServerError',
    'InternalServerException',
    'InvalidSignatureException',
    'KMSInternalException',
    'MalformedAnswer',
    'OperationAborted',
    'RequestExpired',
    'RequestInTheFuture',
    'RequestTimeTooSkewed',
    'RequestTimeout',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'Timeout',
  ],
  gone: ['NoSuchBucket', 'NotFoundException', 'ResourceNotFoundException', 'TableNotFoundException'],
};

const CLASS_OF = new Map(
  Object.entries(CLASSES).flatMap(([failureClass, codes]) => codes.map((code) => [code, failureClass as FailureClass] as const)),
);

/** What we do not ask a service for, because its answer would mislead: an error with a code of ours, of class `rejected`. */
export const refusal = (code: string, message: string): Error => Object.assign(new Error(message), { name: code });

/** Error codes of Node's sockets that a second attempt can mend. AWS's names are made by the SDK: one that is not found will be. */
const NETWORK = new Set([...PASSING, 'ENOTFOUND']);

interface ServiceError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** An error under a status of success is a body that could not be parsed. */
const isUnparsed = (status: number | undefined): boolean => status !== undefined && status < 300;

const NOT_IMPLEMENTED = 501;

/** Where the body told nothing that we know. */
const byStatus = (status: number | undefined): FailureClass => {
  if (status === undefined || status === NOT_IMPLEMENTED) return 'rejected';
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  return status >= 500 || status === 408 || isUnparsed(status) ? 'transient' : 'rejected';
};

const classOf = (code: string, { code: socketCode, $metadata }: ServiceError): FailureClass => {
  const known = CLASS_OF.get(code);
  if (known) return known;
  if (socketCode !== undefined && NETWORK.has(socketCode)) return 'transient';
  return byStatus($metadata?.httpStatusCode);
};

/** Names that say nothing: of errors without a body or with a page for people in it, and of those of Node. */
const NAMELESS = new Set(['AggregateError', 'Error', 'SyntaxError', 'TimeoutError', 'Unknown']);

const codeOf = ({ name, code, $metadata }: ServiceError): string => {
  // The name of the engine's own time-out. The SDK calls broken connections TimeoutError, too: those keep their code.
  if (name === 'TimeoutError' && (code ?? 'ETIMEDOUT') === 'ETIMEDOUT') return 'Timeout';
  const status = $metadata?.httpStatusCode;
  if (isUnparsed(status) && code === undefined) return 'MalformedAnswer';
  if (!NAMELESS.has(name)) return name;
  return code ?? (status === undefined ? name : `HTTP${status}`);
};

const retryAfter = ({ $response }: ServiceError): number | undefined => {
  const seconds = Number($response?.headers?.['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
};

/** The SDK adds a hint on how to debug it; only the service's own first line is for users. */
const messageOf = ({ name, message }: Error, code: string): string => {
  if (name === 'SyntaxError') return 'The answer is not JSON, as a proxy or another service might send it.';
  return message.split('\n', 1)[0] || code;
};

/**
 * What an error of an AWS SDK client means. By its name, as the services document it, and only where that is not known by
 * the status: `NoSuchBucket` is a 404 just as "not configured" is.
 */
export const classify = (error: unknown): Failure => {
  if (!(error instanceof Error)) return { class: 'rejected', code: 'UnknownError', message: String(error) };
  if (error instanceof MalformedAnswer) return { class: 'transient', code: 'MalformedAnswer', message: error.message };
  const code = codeOf(error);
  const wait = retryAfter(error);
  return { class: classOf(code, error), code, message: messageOf(error, code), ...(wait === undefined ? {} : { retryAfter: wait }) };
};
