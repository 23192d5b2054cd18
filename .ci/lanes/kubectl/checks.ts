import { strict as assert } from 'node:assert';
import type { Manifest } from '../../../lab/index.ts';
import { parseDocument } from '../../../model/document.ts';
import type { Check } from '../shared/checks.ts';
import type { Ended, Kubectl } from './cli.ts';

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** What is asked of the tool: its arguments, and of which cluster. */
interface Asked {
  readonly args: readonly string[];
  readonly cluster?: string;
}

/** The tool ends well and prints what `read` makes into what is expected. */
const tells = (kubectl: Kubectl, { args, cluster }: Asked, read: (stdout: string) => unknown, expected: unknown): Check => ({
  name: [...(cluster === undefined ? [] : [`${cluster}:`]), ...args].join(' '),
  run: async () => {
    const { code, stdout, stderr } = await kubectl(args, cluster);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.deepEqual(read(stdout), expected);
  },
});

/** The tool prints those lines. */
export const printsLines = (kubectl: Kubectl, args: readonly string[], expected: readonly string[], cluster?: string): Check =>
  tells(kubectl, { args, ...(cluster === undefined ? {} : { cluster }) }, linesOf, expected);

const ADDED = ['creationTimestamp', 'resourceVersion', 'uid'];

/** An object without what the server has added to it, so that it can be held against what the world says. */
const unstamped = (object: Manifest, said: Manifest | undefined): object => ({
  ...object,
  metadata: Object.fromEntries(
    Object.entries(object.metadata).filter(([member]) => !ADDED.includes(member) || Object.hasOwn(said?.metadata ?? {}, member)),
  ),
});

const placeOf = ({ metadata: { namespace = '', name } }: Manifest): string => `${namespace}/${name}`;

const byPlace = (objects: readonly Manifest[]): ReadonlyMap<string, Manifest> =>
  new Map(objects.map((object) => [placeOf(object), object]));

/** The tool prints those objects as YAML, as the world has them. */
export const printsObjects = (kubectl: Kubectl, args: readonly string[], expected: readonly Manifest[]): Check =>
  tells(
    kubectl,
    { args: [...args, '--output', 'yaml'] },
    (stdout) => {
      const { value } = parseDocument(stdout, 'kubectl');
      const { items = [value] } = value as { readonly items?: readonly Manifest[] };
      const said = byPlace(expected);
      return new Map([...byPlace(items as readonly Manifest[])].map(([place, object]) => [place, unstamped(object, said.get(place))]));
    },
    byPlace(expected),
  );

/** What the tool says of an error: all of it, or how it starts. */
export const refuses = (kubectl: Kubectl, args: readonly string[], message: string | RegExp, cluster?: string): Check => ({
  name: `${cluster === undefined ? '' : `${cluster}: `}${args.join(' ')}: ${message}`,
  run: async () => {
    const { code, stderr }: Ended = await kubectl(args, cluster);
    assert.equal(code, 1);
    const last = linesOf(stderr).at(-1) ?? '';
    if (typeof message === 'string') assert.equal(last, message);
    else assert.match(last, message);
  },
});

/** The tool prints so many different lines, for which it makes so many requests. Rejects where it does not. */
export const readsInPages = async (
  kubectl: Kubectl,
  args: readonly string[],
  requests: ReadonlyMap<string, number>,
  { operation, ...expected }: { readonly operation: string; readonly count: number; readonly lines: number },
): Promise<void> => {
  const before = requests.get(operation) ?? 0;
  const { stdout, stderr } = await kubectl([...args, '--output', 'custom-columns=:metadata.namespace,:metadata.name', '--no-headers']);
  const found = { count: (requests.get(operation) ?? 0) - before, lines: new Set(linesOf(stdout)).size };
  assert.deepEqual({ ...found, stderr }, { ...expected, stderr: '' }, args.join(' '));
};
