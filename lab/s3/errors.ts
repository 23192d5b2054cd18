import type { Request, Response } from '../http.ts';
import { text } from '../shape.ts';
import type { ServiceError } from '../system.ts';
import { elements, xmlDocument } from '../xml.ts';
import type { Bucket } from './buckets.ts';

const MEMBERS = {
  Code: text,
  Message: text,
  BucketName: text,
  Bucket: text,
  Endpoint: text,
  AWSAccessKeyId: text,
  RequestId: text,
  HostId: text,
};

/** What an error tells beside its code and message. */
export type Details = Partial<Record<keyof typeof MEMBERS, string>>;

/** Names every answer, as S3 does in its header and in its errors. */
const HOST_ID = 'lab';

export const requestHeaders = ({ id }: Request) => ({ 'x-amz-request-id': id, 'x-amz-id-2': HOST_ID });

/** Where a bucket is. S3 tells it even to those who may not look into the bucket. */
export const regionHeader = ({ region }: Bucket) => ({ 'x-amz-bucket-region': region });

/** The answer to `request` that tells of an error. `bucket` is named where its Region is to be told. */
export const errorResponse = (
  request: Request,
  { code, status, message }: ServiceError,
  { details = {}, bucket }: { readonly details?: Details; readonly bucket?: Bucket | undefined } = {},
): Response => ({
  status,
  headers: { 'content-type': 'application/xml', ...requestHeaders(request), ...(bucket ? regionHeader(bucket) : {}) },
  body: xmlDocument('Error', elements({ Code: code, Message: message, ...details, RequestId: request.id, HostId: HOST_ID }, MEMBERS)),
});

const error = (code: string, status: number, message: string): ServiceError => ({ code, status, message });

export const ACCESS_DENIED = error('AccessDenied', 403, 'Access Denied');
export const UNKNOWN_KEY = error('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.');
export const NO_SUCH_BUCKET = error('NoSuchBucket', 404, 'The specified bucket does not exist');
export const NOT_IMPLEMENTED = error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented');
export const SLOW_DOWN = error('SlowDown', 503, 'Please reduce your request rate.');
export const WRONG_REGION = error(
  'PermanentRedirect',
  301,
  'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
);

export const invalidArgument = (message: string): ServiceError => error('InvalidArgument', 400, message);

/** How S3 tells that a bucket does not have what was asked for. */
export const notConfigured = error;
