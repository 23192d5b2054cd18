/** What a server has below a method and a path, in which braces stand for a part of any text: `/_snapshot/{repository}`. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
}

export type Parameters = Readonly<Record<string, string>>;

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

const nameOf = (segment: string): string | undefined => /^\{(\w+)\}$/.exec(segment)?.[1];

/** What stands in the places of the parameters; `undefined` where the path is another one. */
const parametersOf = ({ path }: Endpoint, parts: readonly string[]): Parameters | undefined => {
  const segments = segmentsOf(path);
  if (segments.length !== parts.length) return undefined;
  const pairs = segments.map((segment, index) => [segment, parts[index] ?? ''] as const);
  if (pairs.some(([segment, part]) => nameOf(segment) === undefined && segment !== part)) return undefined;
  return Object.fromEntries(
    pairs.flatMap(([segment, part]) => {
      const name = nameOf(segment);
      return name === undefined ? [] : [[name, part]];
    }),
  );
};

/** An endpoint that a path leads to. */
export interface Match<E extends Endpoint> {
  readonly endpoint: E;
  readonly parameters: Parameters;
}

/** Every endpoint at a path, whatever its method. Of two paths that fit the one without parameters comes first, as they are listed. */
export const endpointsAt = <E extends Endpoint>(endpoints: readonly E[], parts: readonly string[]): readonly Match<E>[] =>
  endpoints.flatMap((endpoint) => {
    const parameters = parametersOf(endpoint, parts);
    return parameters ? [{ endpoint, parameters }] : [];
  });

/** `get /_snapshot/{repository}` */
export const operationOf = ({ method, path }: Endpoint): string => `${method.toLowerCase()} ${path}`;
