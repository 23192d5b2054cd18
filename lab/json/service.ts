import type { Accounts } from '../accounts.ts';
import { type Mismatch, mismatches } from '../check.ts';
import type { Request, Response } from '../http.ts';
import { own } from '../own.ts';
import type { Members, Structure } from '../shape.ts';
import type { Call, ServiceError, System } from '../system.ts';
import type { Account, Answer, World } from '../world.ts';
import { jsonOf, jsonResponse } from './write.ts';

/** Where a request asks: whose service it is, and in which Region. */
export interface Place {
  readonly account: Account;
  readonly region: string;
}

/** One operation of a service that speaks JSON. */
export interface Operation<Input = never> {
  /** What requests may say, under the names on the wire. What else they say has no meaning, as with the services. */
  readonly input: Structure;
  readonly output: Structure;
  /** The names of what a request is about. */
  readonly resources?: (input: Input, place: Place) => readonly (string | undefined)[];
  /** Why there is no answer to a sound request. */
  readonly refusal?: (input: Input, place: Place) => ServiceError | undefined;
  /** As the command line tool prints it. Called only where there is no refusal. */
  readonly answer: (input: Input, place: Place) => Answer;
}

/** What a request says. */
export interface Said {
  readonly operation: string;
  /** `undefined` where it cannot be read. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
}

/** How a service is asked and how it answers. */
export interface Protocol {
  readonly contentType: string;
  /** `undefined` where the request is for no operation at all. */
  readonly read: (request: Request) => Said | undefined;
  /** The body and the headers that tell of an error. */
  readonly tell: (error: ServiceError) => { readonly body: object; readonly headers?: Readonly<Record<string, string>> };
}

/** What services say to requests that no operation can answer. */
interface Refusals {
  readonly throttled: ServiceError;
  readonly denied: ServiceError;
  readonly unknownKey: ServiceError;
  readonly unknownOperation: ServiceError;
  readonly unreadable: ServiceError;
  readonly invalid: (message: string) => ServiceError;
}

/** A service that speaks JSON. */
export interface Service {
  /** The name that requests to it are signed for. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly accountMembers: Members;
  readonly check?: (world: World) => readonly Mismatch[];
  readonly refusals: Refusals;
}

const lastPartOf = (name: string): string => name.split(/[/:]/).at(-1) ?? name;

/** What faults may call a resource: an ARN also by its last part. */
const namesOf = (resource: string | undefined): readonly string[] => {
  if (resource === undefined) return [];
  return resource.startsWith('arn:') ? [resource, lastPartOf(resource)] : [resource];
};

const placeOf = ({ credential }: Request, accounts: Accounts): Place | undefined => {
  const principal = credential && accounts.of(credential);
  return principal && { account: principal.account, region: credential.region };
};

/** What is wrong with the input of a request; `undefined` where it is sound. */
const errorIn = (input: Said['input'], shape: Structure, { unreadable, invalid }: Refusals): ServiceError | undefined => {
  if (input === undefined) return unreadable;
  const wrong = mismatches(shape, input).filter(({ code }) => code !== 'unknown-key');
  return wrong.length === 0 ? undefined : invalid(wrong.map(({ message }) => message).join(' '));
};

const refused = ({ contentType, tell }: Protocol, request: Request, error: ServiceError): Response => {
  const { body, headers } = tell(error);
  return jsonResponse(request, error.status, contentType, body, headers);
};

const callOf = ({ id, protocol, operations, refusals }: Service, request: Request, accounts: Accounts): Call | undefined => {
  const said = protocol.read(request);
  const operation = own(operations, said?.operation ?? '');
  if (!said || !operation) return undefined;
  // The shape of the operation has been held against it before anything makes use of it.
  const input = said.input as never;
  const place = placeOf(request, accounts);
  const unsound = errorIn(said.input, operation.input, refusals);
  const refuse = (error: ServiceError): Response => refused(protocol, request, error);
  const answer = (): Response => {
    if (!place) return refuse(refusals.unknownKey);
    const error = unsound ?? operation.refusal?.(input, place);
    if (error) return refuse(error);
    return jsonResponse(request, 200, protocol.contentType, jsonOf(operation.answer(input, place), operation.output));
  };
  const resources = place && !unsound ? (operation.resources?.(input, place) ?? []) : [];
  return {
    asked: { operation: `${id}:${said.operation}`, resources: resources.flatMap(namesOf) },
    answer,
    refuse,
  };
};

/** The system that a service makes. */
export const jsonService = (service: Service): System => ({
  id: service.id,
  operations: Object.keys(service.operations),
  accountMembers: service.accountMembers,
  ...(service.check ? { check: service.check } : {}),
  claims: ({ credential }) => credential?.service === service.id,
  open: (_, accounts) => (request) => callOf(service, request, accounts),
  unknown: (request) => refused(service.protocol, request, service.refusals.unknownOperation),
  throttled: service.refusals.throttled,
  denied: service.refusals.denied,
});
