import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RuleDescription } from '../../commands/compose/catalogue.ts';
import { commandsPage } from '../../scripts/generate/docs/commands.ts';
import { code, codeBlock, table } from '../../scripts/generate/docs/markdown.ts';
import { rulePage } from '../../scripts/generate/docs/rules.ts';

const test = suite('scripts/generate/docs');

const CODE: readonly (readonly [text: string, markdown: string])[] = [
  ['a', '`a`'],
  ['a | b', '`a | b`'],
  ['a `b` c', '`` a `b` c ``'],
  ['``', '``` `` ```'],
];

for (const [text, markdown] of CODE) test(`code: ${text}`, () => assert.is(code(text), markdown));

test('a block of code cannot be ended by its text', () => {
  assert.is(codeBlock('sh', 'a\n```\nb'), '````sh\na\n```\nb\n````');
});

test('cells keep to their cell', () => {
  assert.is(table(['A'], [['x | y'], ['x \\| y'], ['two\nlines']]), '| A |\n| --- |\n| x \\| y |\n| x \\| y |\n| two lines |');
});

test('a table without rows is nothing', () => assert.is(table(['A'], []), ''));

const RULE: RuleDescription = {
  id: 's3/planted',
  title: 'A <b> & *c*',
  kinds: [{ id: 's3/bucket', title: 'S3 bucket' }],
  severity: 'high',
  rationale: 'Because of [this](http://evil) and `code`.',
  params: [
    { name: 'mode', type: 'a | b', default: 'a', description: 'One | other.' },
    { name: 'glob', type: 'string', description: 'A name.' },
  ],
  reads: [
    { kind: 's3/bucket', facet: 'versioning', action: 's3:GetBucketVersioning' },
    { kind: 'component/selector', facet: 'matches' },
  ],
  remediation: 'Run: `aws s3api do --bucket {name} now`.',
  controls: [
    { framework: 'f', title: 'Framework', url: 'https://example.com', id: 'A-1' },
    { framework: 'f', title: 'Framework', url: 'https://example.com', id: 'A-2' },
    { framework: 'g', title: 'Other', id: '1.2' },
  ],
  examples: [{ name: 'Suspended', facets: { versioning: { status: 'Suspended' } }, verdict: 'fail' }],
  references: ['https://example.com/page'],
};

const HOLDS: readonly (readonly [what: string, text: string])[] = [
  ['the title as text', 'A \\<b\\> \\& \\*c\\*.'],
  ['no link that the text plants', 'Because of \\[this\\](http://evil) and `code`.'],
  ['the command as a block', '```sh\naws s3api do --bucket {name} now\n```'],
  ['params with their defaults', '| `mode` | a \\| b | `a` | One \\| other. |'],
  ['params without a default', '| `glob` | string |  | A name. |'],
  ['permissions', '| `s3/bucket` | `versioning` | `s3:GetBucketVersioning` |'],
  ['facets that need none', '| `component/selector` | `matches` |  |'],
  ['controls by framework', '- [Framework](https://example.com): A-1, A-2\n- Other: 1.2'],
  ['examples with their verdict', '### Suspended: fail\n\n```yaml\nfacets:\n  versioning:\n    status: Suspended\n```'],
  ['how it is bound', '```yaml\nrules:\n  - rule: s3/planted\n    severity: high\n    params:\n      mode: a\n```'],
  ['references', '- <https://example.com/page>'],
];

const rule = rulePage(RULE);
for (const [what, text] of HOLDS) test(`the page of a rule holds ${what}`, () => assert.ok(rule.includes(text), rule));

test('the page of a rule says that it has no params', () => {
  assert.match(rulePage({ ...RULE, params: [] }), /## Params\n\nNone\.\n/);
});

test('the page of commands holds flags, defaults and examples', async () => {
  const page = await commandsPage({
    'rules:list': {
      summary: 'List.',
      examples: [{ description: 'All:', command: '<%= config.bin %> <%= command.id %>' }, '<%= config.bin %> x'],
      args: {},
      // biome-ignore lint/suspicious/noExplicitAny: the framework's types of flags ask for much that help does not show.
      flags: { level: { type: 'option', char: 'l', options: ['a', 'b'], default: 'a', multiple: true, description: 'Which.' } as any },
    },
  });
  assert.ok(page.includes('## mlops-dr rules list\n\nList.'), page);
  assert.ok(page.includes('| `-l, --level a\\|b` | `a` | Which. Repeatable. |'), page);
  assert.ok(page.includes('```sh\n# All\nmlops-dr rules list\n\nmlops-dr x\n```'), page);
});

test.run();
