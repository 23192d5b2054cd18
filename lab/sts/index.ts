import { type Accounts, type Principal, partitionOf } from '../accounts.ts';
import type { Request, Response } from '../http.ts';
import { mapping, structure, text } from '../shape.ts';
import type { ServiceError, System } from '../system.ts';
import type { Account } from '../world.ts';
import { elements, xmlDocument } from '../xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

const ERROR = { Error: structure({ Type: text, Code: text, Message: text }), RequestId: text };

const RESULTS = {
  GetCallerIdentity: structure({ Arn: text, UserId: text, Account: text }),
  AssumeRole: structure({
    Credentials: structure({ AccessKeyId: text, SecretAccessKey: text, SessionToken: text, Expiration: text }),
    AssumedRoleUser: structure({ AssumedRoleId: text, Arn: text }),
  }),
};

const xml = ({ id }: Request, status: number, body: string): Response => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id },
  body,
});

const resultResponse = (request: Request, operation: keyof typeof RESULTS, result: Readonly<Record<string, unknown>>): Response => {
  const members = { [`${operation}Result`]: RESULTS[operation], ResponseMetadata: structure({ RequestId: text }) };
  const answer = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: request.id } };
  return xml(request, 200, xmlDocument(`${operation}Response`, elements(answer, members), NAMESPACE));
};

const errorResponse = (request: Request, { code, status, message }: ServiceError): Response => {
  const answer = { Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }, RequestId: request.id };
  return xml(request, status, xmlDocument('ErrorResponse', elements(answer, ERROR), NAMESPACE));
};

const error = (code: string, status: number, message: string): ServiceError => ({ code, status, message });

const UNSIGNED = error('MissingAuthenticationToken', 403, 'Request is missing Authentication Token');
const UNKNOWN_KEY = error('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');

/** The query protocol: an operation and its parameters as a form. */
const parametersOf = ({ method, body, query }: Request): URLSearchParams => (method === 'POST' ? new URLSearchParams(body) : query);

const actionOf = (request: Request): string => parametersOf(request).get('Action') ?? '';

/** Who comes of an account's role. The name of the role may have a path, which those who assumed it do not bear. */
const roleSession = (account: Account, role: string, session: string): Principal => ({
  account,
  arn: `arn:${partitionOf(account)}:sts::${account.id}:assumed-role/${role.split('/').at(-1)}/${session}`,
  userId: `AROALAB0000000000000:${session}`,
});

/** The account and the name of a role that these parameters may assume. */
const trustedRole = (parameters: URLSearchParams, accounts: Accounts): { readonly account: Account; readonly role: string } | undefined => {
  const [, id = '', role = ''] = /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(parameters.get('RoleArn') ?? '') ?? [];
  const account = accounts.byId(id);
  const roles = account?.roles ?? {};
  const trust = Object.hasOwn(roles, role) ? roles[role] : undefined;
  const trusted = trust !== undefined && (trust.externalId === undefined || trust.externalId === parameters.get('ExternalId'));
  return account && trusted ? { account, role } : undefined;
};

const assumeRole = (request: Request, { arn }: Principal, accounts: Accounts): Response => {
  const parameters = parametersOf(request);
  const trusted = trustedRole(parameters, accounts);
  if (!trusted) {
    const message = `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${parameters.get('RoleArn')}`;
    return errorResponse(request, error('AccessDenied', 403, message));
  }
  const session = roleSession(trusted.account, trusted.role, parameters.get('RoleSessionName') ?? '');
  return resultResponse(request, 'AssumeRole', {
    Credentials: {
      AccessKeyId: accounts.grant(session),
      SecretAccessKey: 'lab',
      SessionToken: 'lab',
      // Far off: the lab has no clock, and clients have.
      Expiration: '2099-01-01T00:00:00Z',
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  });
};

const answer = (action: string, request: Request, accounts: Accounts): Response => {
  if (!request.credential) return errorResponse(request, UNSIGNED);
  const principal = accounts.of(request.credential);
  if (!principal) return errorResponse(request, UNKNOWN_KEY);
  if (action === 'AssumeRole') return assumeRole(request, principal, accounts);
  return resultResponse(request, 'GetCallerIdentity', { Arn: principal.arn, UserId: principal.userId, Account: principal.account.id });
};

/** STS: who is asking, and roles that may be assumed. Speaks the query protocol. */
export const sts: System = {
  id: 'sts',
  operations: Object.keys(RESULTS),
  accountMembers: { roles: mapping(structure({ externalId: text })) },
  claims: (request) => (request.credential ? request.credential.service === 'sts' : actionOf(request) !== ''),
  open: (_, accounts) => (request) => {
    const action = actionOf(request);
    if (!Object.hasOwn(RESULTS, action)) return undefined;
    return {
      asked: { operation: `sts:${action}`, resources: [] },
      answer: () => answer(action, request, accounts),
      refuse: (refusal) => errorResponse(request, refusal),
    };
  },
  unknown: (request) => errorResponse(request, error('InvalidAction', 400, `Could not find operation ${actionOf(request)}`)),
  throttled: error('Throttling', 400, 'Rate exceeded'),
  denied: error('AccessDenied', 403, 'Access Denied'),
};
