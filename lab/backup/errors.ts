import type { ServiceError } from '../system.ts';

const error = (code: string, status: number, message: string): ServiceError => ({ code, status, message });

// Errors of AWS Backup itself all bear 400: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetBackupPlan.html
export const notFound = (what: string): ServiceError => error('ResourceNotFoundException', 400, what);
export const invalid = (message: string): ServiceError => error('InvalidParameterValueException', 400, message);

// Also what it says of vaults that are not there, so as not to tell that they are not.
export const DENIED = error('AccessDeniedException', 403, 'Insufficient privileges to perform this action.');
export const THROTTLED = error('ThrottlingException', 400, 'Rate exceeded');
export const UNKNOWN_KEY = error('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
export const UNKNOWN_OPERATION = error('UnknownOperationException', 404, 'Unknown operation');
export const UNREADABLE = error('SerializationException', 400, 'Start of structure or map found where not expected.');
export const INVALID_TOKEN = invalid('Provided NextToken is invalid.');
export const INVALID_ARN = invalid('Invalid ARN.');
