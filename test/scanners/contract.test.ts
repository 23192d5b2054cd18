import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { scanners } from '../../generated/scanners.ts';
import type { AnyScanner, ScannerEntry } from '../../model/registry.ts';
import { contractProblems } from './contract.ts';

const test = suite('scanners/contract');

for (const entry of scanners.values()) {
  test(`${entry.id} keeps the contract`, async () => {
    assert.equal(contractProblems(await entry.load(), entry), []);
  });

  test(`${entry.id} reads a target that exists, and kinds that exist`, async () => {
    const scanner = await entry.load();
    assert.ok(connectors.has(scanner.target));
    assert.ok(scanner.kinds.length > 0);
    for (const { kind } of scanner.kinds) assert.is(kinds.get(kind.id), kind);
  });
}

test('two calls of one operation agree where they are the same call', async () => {
  const again = ({ facets, ...rest }: AnyKindScanner) => ({ ...rest, facets: { ...facets, policy: facets.versioning } });
  const problems = await planted(again as (scanner: AnyKindScanner) => AnyKindScanner);
  assert.not(problems.some((problem) => problem.includes('two ways')));
});

test('there is a scanner', () => assert.ok(scanners.size > 0));

test('no two scanners read the same kind of the same target', () => {
  const read = [...scanners.values()].flatMap(({ target, kinds }) => Object.keys(kinds).map((kind) => `${target} ${kind}`));
  assert.is(new Set(read).size, read.length);
});

// A suite that finds nothing wrong with anything would pass, too.
type AnyKindScanner = AnyScanner['kinds'][number];

const planted = async (change: (scanner: AnyKindScanner) => AnyKindScanner, entryChange: Partial<ScannerEntry> = {}) => {
  const entry = scanners.get('s3');
  assert.ok(entry);
  const scanner = await entry.load();
  return contractProblems({ ...scanner, kinds: scanner.kinds.map(change) }, { ...entry, ...entryChange });
};

for (const { name, change, problem } of [
  {
    name: 'a facet without a reader',
    change: ({ facets: { versioning: _, ...facets }, ...rest }) => ({ ...rest, facets }),
    problem: 's3/bucket: the facet versioning has no reader',
  },
  {
    name: 'a reader without a facet',
    change: ({ facets, ...rest }) => ({ ...rest, facets: { ...facets, colour: { ...facets.versioning, operation: 'GetColour' } } }),
    problem: 's3/bucket: the reader colour has no facet',
  },
  {
    name: 'an action of another form',
    change: ({ list, ...rest }) => ({ ...rest, list: { ...list, action: 'ListBuckets' } }),
    problem: 's3/bucket: ListBuckets is no action',
  },
  {
    name: 'an operation under two permissions',
    change: ({ facets, ...rest }) => ({ ...rest, facets: { ...facets, policy: { ...facets.policy, operation: 'GetBucketVersioning' } } }),
    problem: 's3/bucket: GetBucketVersioning is declared in two ways',
  },
  {
    name: 'an operation at two paces',
    change: ({ facets, ...rest }) => ({
      ...rest,
      facets: { ...facets, policy: { ...facets.versioning, pace: { inFlight: 1 } } },
    }),
    problem: 's3/bucket: GetBucketVersioning is declared in two ways',
  },
  {
    name: 'a reader that reads in no way',
    change: ({ facets: { policy, ...facets }, ...rest }) => ({
      ...rest,
      facets: { ...facets, policy: Object.fromEntries(Object.entries(policy).filter(([name]) => name !== 'read')) },
    }),
    problem: 's3/bucket: policy is read in no way, or in several',
  },
  {
    name: 'a reader that reads in two ways',
    change: ({ facets: { policy, ...facets }, ...rest }) => ({
      ...rest,
      facets: { ...facets, policy: { ...policy, readPages: policy.read } },
    }),
    problem: 's3/bucket: policy is read in no way, or in several',
  },
  {
    name: 'a kind that nothing finds',
    change: ({ list: _, ...rest }) => rest,
    problem: 's3/bucket: nothing finds it',
  },
  {
    name: 'a listing of what only joins find',
    change: ({ kind, ...rest }) => ({ ...rest, kind: { ...kind, onlyJoined: true } }),
    problem: 's3/bucket: it is listed, although only joins find it',
  },
  {
    name: 'a requirement of a facet that is not there',
    change: ({ facets, ...rest }) => ({
      ...rest,
      facets: { ...facets, policy: { ...facets.policy, requires: { facet: 'colour', holds: () => true } } },
    }),
    problem: 's3/bucket: policy requires colour',
  },
  {
    name: 'absence without a meaning',
    change: ({ facets, ...rest }) => ({ ...rest, facets: { ...facets, versioning: { ...facets.versioning, absentOn: ['NoSuch'] } } }),
    problem: 's3/bucket: versioning can come out absent, which the kind has no value for',
  },
  {
    name: 'a foreign facet that is not there',
    change: ({ foreign, ...rest }) => ({ ...rest, ...(foreign ? { foreign: { ...foreign, facet: 'colour' } } : {}) }),
    problem: 's3/bucket: no facet colour tells where foreign ones are',
  },
  // biome-ignore lint/suspicious/noExplicitAny: each change breaks what the type promises.
] as readonly { name: string; change: (scanner: any) => any; problem: string }[]) {
  test(`finds ${name}`, async () => assert.ok((await planted(change)).includes(problem)));
}

test('finds a registry that says otherwise', async () => {
  assert.equal(await planted((scanner) => scanner, { target: 'gcp' }), ['the registry says otherwise']);
});

test.run();
