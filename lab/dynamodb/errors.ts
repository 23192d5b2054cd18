import type { ServiceError } from '../system.ts';

// All of them bear 400: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
const error = (code: string, message: string): ServiceError => ({ code, status: 400, message });

export const ACCESS_DENIED = error('AccessDeniedException', 'User is not authorized to perform this operation.');
export const THROTTLED = error('ThrottlingException', 'Rate of requests exceeds the allowed throughput.');
export const UNKNOWN_KEY = error('UnrecognizedClientException', 'The security token included in the request is invalid.');
export const UNKNOWN_OPERATION = error('UnknownOperationException', '');
export const UNREADABLE = error('SerializationException', 'Start of structure or map found where not expected.');

export const invalid = (message: string): ServiceError => error('ValidationException', message);
export const tableNotFound = (name: string): ServiceError => error('TableNotFoundException', `Table not found: ${name}`);
export const resourceNotFound = (what: string): ServiceError => error('ResourceNotFoundException', `Requested resource not found: ${what}`);

// Errors that every service of AWS knows come from layers before DynamoDB, each of which has a namespace of its own.
const NAMESPACES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'com.amazon.coral.service',
  SerializationException: 'com.amazon.coral.service',
  ThrottlingException: 'com.amazon.coral.availability',
  UnknownOperationException: 'com.amazon.coral.service',
  UnrecognizedClientException: 'com.amazon.coral.service',
  ValidationException: 'com.amazon.coral.validate',
};

/** The type of an error as it stands in the body: `com.amazonaws.dynamodb.v20120810#TableNotFoundException`. */
export const typeOf = (code: string): string => `${NAMESPACES[code] ?? 'com.amazonaws.dynamodb.v20120810'}#${code}`;
