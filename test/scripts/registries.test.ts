import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { reporters } from '../../generated/reporters.ts';
import { rules } from '../../generated/rules.ts';
import { scanners } from '../../generated/scanners.ts';
import { kindsOf } from '../../model/rule.ts';
import { generateRegistries } from '../../scripts/generate/registries.ts';

const test = suite('scripts/generate/registries');

type Files = Readonly<Record<string, string>>;

/** Generates the registries of a package that holds these files; gives one of them. */
const generate = async (files: Files, registry: string): Promise<string> => {
  const root = mkdtempSync(join(tmpdir(), 'mlops-dr-registries-'));
  try {
    for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await generateRegistries(root);
    return readFileSync(join(root, 'generated', `${registry}.ts`), 'utf8');
  } finally {
    rmSync(root, { recursive: true });
  }
};

const definition = (members: object): string => `export default ${JSON.stringify(members)};\n`;

test('a rule is found by its file', async () => {
  const text = await generate({ 'rules/s3/a-b.ts': definition({ id: 's3/a-b' }), 'rules/s3/deep/shared.ts': '' }, 'rules');
  assert.match(text, /import s3AB from '\.\.\/rules\/s3\/a-b\.ts';/);
  assert.match(text, /\['s3\/a-b', s3AB\]/);
  assert.not.match(text, /shared/);
});

test('a directory that holds nothing yet gives an empty registry', async () => {
  assert.match(await generate({}, 'mechanisms'), /new Map<string, AnyMechanism>\(\[\s*\]\)/);
});

test('what is known of a scanner and a reporter is written down, so that neither is loaded', async () => {
  const kind = { kind: { id: 'x/thing' }, list: { action: 'x:List' }, facets: { size: { action: 'x:GetSize' } } };
  const files = {
    'scanners/x/index.ts': definition({ id: 'x', target: 'aws', kinds: [kind] }),
    'scanners/x/parse.ts': '',
    'reporters/plain.ts': definition({ id: 'plain', description: "It's plain.", mediaType: 'text/plain', extension: 'txt' }),
    'reporters/shared/text.ts': '',
  };
  const scannersText = await generate(files, 'scanners');
  assert.match(scannersText, /id: 'x', target: 'aws', kinds: \{"x\/thing":\{"list":"x:List","facets":\{"size":"x:GetSize"\}\}\}/);
  assert.match(scannersText, /load: async \(\) => \(await import\('\.\.\/scanners\/x\/index\.ts'\)\)\.default/);
  assert.not.match(scannersText, /^import [^t]/m);
  const reportersText = await generate(files, 'reporters');
  assert.match(reportersText, /description: 'It\\'s plain\.', mediaType: 'text\/plain', extension: 'txt'/);
});

const REFUSED: readonly { readonly name: string; readonly files: Files; readonly says: RegExp }[] = [
  {
    name: 'a rule whose id is not its path',
    files: { 'rules/s3/a.ts': definition({ id: 's3/b' }) },
    says: /^rules\/s3\/a\.ts: its id is s3\/b; by its path it should be s3\/a\.$/,
  },
  {
    name: 'a rule without a default export',
    files: { 'rules/s3/a.ts': 'export const a = 1;\n' },
    says: /^rules\/s3\/a\.ts: has no default export/,
  },
  {
    name: 'a scanner whose id is not its path',
    files: { 'scanners/x.ts': definition({ id: 'y', target: 'aws', kinds: [] }) },
    says: /^scanners\/x\.ts: its id is y; by its path it should be x\.$/,
  },
  {
    name: 'a connector whose type is not its path',
    files: { 'scanners/connectors/x.ts': definition({ type: 'y' }) },
    says: /^scanners\/connectors\/x\.ts: its id is y; by its path it should be x\.$/,
  },
  {
    name: 'a file of kinds without a kind',
    files: { 'model/kinds/x.ts': 'export const a = 1;\n' },
    says: /^model\/kinds\/x\.ts: exports no kind\.$/,
  },
];

for (const { name, files, says } of REFUSED) {
  test(`refuses ${name}`, async () => {
    try {
      await generate(files, 'rules');
      assert.unreachable();
    } catch (error) {
      assert.match((error as Error).message, says);
    }
  });
}

test('entries agree with what they load', async () => {
  assert.ok(rules.size > 0 && kinds.size > 0 && connectors.size > 0);
  for (const [id, entry] of reporters) {
    const reporter = await entry.load();
    assert.equal([reporter.id, reporter.description, reporter.mediaType], [id, entry.description, entry.mediaType]);
  }
  for (const [id, entry] of scanners) {
    const scanner = await entry.load();
    assert.equal([scanner.id, scanner.target], [id, entry.target]);
    for (const { kind, list, facets } of scanner.kinds) {
      assert.is(kinds.get(kind.id), kind);
      assert.is(entry.kinds[kind.id]?.list, list?.action);
      assert.equal(Object.keys(entry.kinds[kind.id]?.facets ?? {}), [...(list?.tells ?? []), ...Object.keys(facets)]);
    }
  }
});

test('every facet that a rule reads of what is scanned has its scanner', () => {
  const actions = new Map([...scanners.values()].flatMap((scanner) => Object.entries(scanner.kinds)));
  for (const { id, subject, reads } of rules.values()) {
    for (const kind of kindsOf(subject)) {
      const facets = actions.get(kind.id)?.facets;
      for (const facet of facets ? (reads as readonly string[]) : []) assert.ok(facets?.[facet], `${id} reads ${facet}`);
    }
  }
});

test.run();
