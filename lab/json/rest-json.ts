import { decode, type Request } from '../http.ts';
import { own } from '../own.ts';
import type { Members, Shape } from '../shape.ts';
import { membersOf } from './parse.ts';
import type { Operation, Protocol } from './service.ts';

/** An operation with its place among the paths of its service. */
export interface RestOperation<Input = never> extends Operation<Input> {
  readonly method: 'GET' | 'POST';
  /** `/backup/plans/{backupPlanId}/`: what stands in braces belongs to the input. */
  readonly path: string;
}

interface Dialect {
  readonly operations: Readonly<Record<string, RestOperation>>;
  /** The member of an error that has its message. */
  readonly message: 'message' | 'Message';
}

/** The names in a path. Whether a slash ends it makes no difference. */
const segmentsOf = (path: string): readonly string[] => path.replace(/\/$/, '').split('/');

/** What a path says in the places that a template names; `undefined` where it is not of its form. */
const labelsIn = (path: readonly string[], template: readonly string[]): Readonly<Record<string, string>> | undefined => {
  if (path.length !== template.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const label = /^\{(.+)\}$/.exec(part)?.[1];
    const segment = path[index] ?? '';
    if (label !== undefined) labels[label] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return labels;
};

const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** A parameter of the query as what it has to be, if it can be that. */
const read = (text: string, shape: Shape | undefined): unknown => {
  if (shape?.type !== 'scalar') return text;
  return [text, Number(text), own(FLAGS, text)].find((value) => shape.accepts(value)) ?? text;
};

const parametersOf = (query: URLSearchParams, members: Members): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...query].map(([name, text]) => [name, read(text, own<Shape>(members, name))]));

/** REST with JSON: the method and the path name the operation. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson = ({ operations, message: messageKey }: Dialect): Protocol => {
  const routes = Object.entries(operations).map(([name, operation]) => ({ name, ...operation, template: segmentsOf(operation.path) }));
  return {
    contentType: 'application/json',
    read: ({ method, encodedPath, query, body }: Request) => {
      const path = segmentsOf(encodedPath);
      for (const route of routes) {
        const labels = route.method === method ? labelsIn(path, route.template) : undefined;
        if (labels === undefined) continue;
        const members = membersOf(body);
        return { operation: route.name, input: members && { ...members, ...parametersOf(query, route.input.members), ...labels } };
      }
      return undefined;
    },
    tell: ({ code, message }) => ({ body: { [messageKey]: message }, headers: { 'x-amzn-errortype': code } }),
  };
};
