import { membersOf } from './parse.ts';
import type { Protocol } from './service.ts';

interface Dialect {
  /** What the header puts before the operation: `DynamoDB_20120810`. */
  readonly prefix: string;
  readonly version: '1.0' | '1.1';
  /** The type of an error by its code: some services say in which of their namespaces it is. */
  readonly typeOf?: (code: string) => string;
}

/** AWS JSON: the header names the operation, the body has its parameters. https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export const awsJson = ({ prefix, version, typeOf = (code) => code }: Dialect): Protocol => ({
  contentType: `application/x-amz-json-${version}`,
  read: ({ target, body }) => {
    const [service, operation = ''] = target.split('.');
    return service === prefix ? { operation, input: membersOf(body) } : undefined;
  },
  // Whatever else they tell with a small letter: a denial comes from a layer before the service.
  tell: ({ code, message }) => ({ body: { __type: typeOf(code), [code === 'AccessDeniedException' ? 'Message' : 'message']: message } }),
});
