import type { Accounts } from './accounts.ts';
import type { Request, Response } from './http.ts';
import type { Account } from './world.ts';
import { elements, xmlDocument } from './xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const HEADERS = { 'content-type': 'text/xml' };

/** The operation that a request names. */
export const stsOperationOf = ({ body, query }: Request): string => new URLSearchParams(body).get('Action') ?? query.get('Action') ?? '';

const answer = (operation: string, result: Readonly<Record<string, unknown>>): Response => ({
  status: 200,
  headers: HEADERS,
  body: xmlDocument(`${operation}Response`, `${elements({ [`${operation}Result`]: result })}${elements({ ResponseMetadata: { RequestId: 'lab' } })}`, NAMESPACE),
});

export const stsError = (code: string, message: string, status = 403): Response => ({
  status,
  headers: HEADERS,
  body: xmlDocument('ErrorResponse', elements({ Error: { Type: 'Sender', Code: code, Message: message }, RequestId: 'lab' }), NAMESPACE),
});

const userArn = ({ id, partition = 'aws' }: Account): string => `arn:${partition}:iam::${id}:user/lab`;

const assumeRole = (request: Request, accounts: Accounts): Response => {
  const parameters = new URLSearchParams(request.body);
  const [, , , , id = '', role = ''] = (parameters.get('RoleArn') ?? '').split(':');
  const session = parameters.get('RoleSessionName') ?? 'session';
  const account = accounts.byId(id);
  const name = role.replace(/^role\//, '');
  const trust = account?.roles?.[name];
  const refused = () => stsError('AccessDenied', `User is not authorized to perform: sts:AssumeRole on resource: ${parameters.get('RoleArn')}`);
  if (!account || !trust) return refused();
  if (trust.externalId !== undefined && trust.externalId !== parameters.get('ExternalId')) return refused();
  return answer('AssumeRole', {
    Credentials: { AccessKeyId: accounts.grant(account), SecretAccessKey: 'lab', SessionToken: 'lab', Expiration: '2099-01-01T00:00:00Z' },
    AssumedRoleUser: { AssumedRoleId: `AROALAB:${session}`, Arn: `arn:${account.partition ?? 'aws'}:sts::${id}:assumed-role/${name}/${session}` },
  });
};

/** Who is asking, and roles that may be assumed. */
export const createSts =
  (accounts: Accounts) =>
  (operation: string, request: Request): Response => {
    const account = request.credential && accounts.of(request.credential);
    if (!account) return stsError('InvalidClientTokenId', 'The security token included in the request is invalid.');
    if (operation === 'AssumeRole') return assumeRole(request, accounts);
    if (operation === 'GetCallerIdentity') return answer(operation, { Arn: userArn(account), UserId: 'AIDALAB', Account: account.id });
    return stsError('InvalidAction', `Could not find operation ${operation}`, 400);
  };
