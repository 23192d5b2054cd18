import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findConfiguration, readPolicy, readSource, readText, shownPath } from '../../../engine/load/files.ts';
import { formatDiagnostic, InputError } from '../../../model/errors.ts';

const test = suite('engine/load/files');

let root = '';
test.before(() => {
  root = mkdtempSync(join(tmpdir(), 'mlops-dr-files-'));
  for (const directory of ['repository/.git', 'repository/policies', 'repository/dr-baseline', 'loose/below', 'shipped'])
    mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(join(root, 'repository/policies/p.yaml'), 'a: ä');
  writeFileSync(join(root, 'repository/mlops-dr.yaml'), 'targets: []');
  writeFileSync(join(root, 'repository/bare'), 'from a file');
  writeFileSync(join(root, 'loose/marked.yaml'), '\uFEFFa: 1');
  writeFileSync(join(root, 'loose/latin1.yaml'), Buffer.from([0x61, 0x3a, 0x0a, 0x62, 0x3a, 0xe4]));
  writeFileSync(join(root, 'loose/utf16.yaml'), Buffer.from('\uFEFFa: 1', 'utf16le'));
  writeFileSync(join(root, 'loose/secret.yaml'), 'a: 1');
  chmodSync(join(root, 'loose/secret.yaml'), 0);
  writeFileSync(join(root, 'shipped/dr-baseline.yaml'), 'shipped');
  writeFileSync(join(root, 'shipped/other.yaml'), 'other');
  writeFileSync(join(root, 'shipped/notes.txt'), '');
});
test.after(() => rmSync(root, { recursive: true, force: true }));

const problemOf = async (step: Promise<unknown>): Promise<string> => {
  try {
    await step;
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(formatDiagnostic).join('\n');
    throw error;
  }
  return 'nothing';
};

const shown: readonly (readonly [name: string, path: string, cwd: string, expected: string])[] = [
  ['below the repository, from its root', 'policies/p.yaml', 'repository', 'policies/p.yaml'],
  ['below the repository, from a directory of it', 'p.yaml', 'repository/policies', 'policies/p.yaml'],
  ['below a repository, from outside', 'repository/policies/p.yaml', '.', 'policies/p.yaml'],
  ['no repository, below the working directory', 'below/x.yaml', 'loose', 'below/x.yaml'],
  ['no repository, beside the working directory', '../marked.yaml', 'loose/below', 'marked.yaml'],
  ['a name that begins with dots', '..x.yaml', 'loose', '..x.yaml'],
];

for (const [name, path, cwd, expected] of shown) {
  test(`shown: ${name}`, () => {
    assert.is(shownPath(path, join(root, cwd)), expected);
    assert.is(shownPath(join(root, cwd, path), join(root, cwd)), expected);
  });
}

test('a file is read relative to the working directory', async () => {
  assert.equal(await readSource('policies/p.yaml', { cwd: join(root, 'repository') }), {
    path: 'policies/p.yaml',
    shownAs: 'policies/p.yaml',
    text: 'a: ä',
  });
});

test('a byte order mark is no part of the text', async () => {
  assert.is(await readText(join(root, 'loose/marked.yaml'), { shownAs: 'm' }), 'a: 1');
});

const at = { file: 'mlops-dr.yaml', line: 3, column: 5 };

test('missing, at the place that names it', async () => {
  const problem = await problemOf(readText(join(root, 'nothing.yaml'), { shownAs: 'nothing.yaml', namedAt: at }));
  assert.is(problem, 'mlops-dr.yaml:3:5: The file "nothing.yaml" does not exist. [missing-file]');
});

const unreadable: readonly (readonly [path: string, problem: string])[] = [
  ['nothing.yaml', 'The file "f" does not exist. [missing-file]'],
  ['loose/marked.yaml/x', 'The file "f" does not exist. [missing-file]'],
  ['loose', 'The file "f" is a directory. [unreadable-file]'],
  ['loose/latin1.yaml', 'f:2:3: The file is not a text in UTF-8. [invalid-encoding]'],
  ['loose/utf16.yaml', 'f:1:1: The file is not a text in UTF-8. [invalid-encoding]'],
  ['x\0y', 'The file "f" cannot be read (ERR_INVALID_ARG_VALUE). [unreadable-file]'],
  ['x'.repeat(300), 'The file "f" cannot be read (ENAMETOOLONG). [unreadable-file]'],
];

for (const [path, problem] of unreadable) {
  test(`${JSON.stringify(path.slice(0, 40))}: ${problem}`, async () =>
    assert.is(await problemOf(readText(`${root}/${path}`, { shownAs: 'f' })), problem));
}

// The superuser may read everything.
if (process.getuid?.() !== 0) {
  test('not permitted', async () => {
    assert.is(
      await problemOf(readText(join(root, 'loose/secret.yaml'), { shownAs: 'f' })),
      'The file "f" may not be read by this user. [unreadable-file]',
    );
  });
}

test('the size is limited, even of what has no end', async () => {
  assert.is(await readText(join(root, 'shipped/other.yaml'), { shownAs: 'f', maxBytes: 5 }), 'other');
  assert.is(
    await problemOf(readText(join(root, 'shipped/other.yaml'), { shownAs: 'f', maxBytes: 4 })),
    'f:1:1: The file is longer than 4 bytes. [file-too-large]',
  );
  assert.match(await problemOf(readText('/dev/zero', { shownAs: 'f' })), 'file-too-large');
});

const policy = (name: string, cwd = 'repository') =>
  readPolicy(name, { cwd: join(root, cwd), shipped: join(root, 'shipped'), namedAt: at });

test('a policy by its path', async () => assert.is((await policy('policies/p.yaml')).shownAs, 'policies/p.yaml'));

test('a policy by its name, even where a directory bears it', async () => {
  assert.equal(await policy('dr-baseline'), {
    path: join(root, 'shipped/dr-baseline.yaml'),
    shownAs: 'policies/dr-baseline.yaml',
    text: 'shipped',
  });
});

test('a file goes before a name', async () => assert.is((await policy('bare')).text, 'from a file'));

test('a name that there is not', async () => {
  assert.is(
    await problemOf(policy('dr-basline')),
    'mlops-dr.yaml:3:5: There is no policy "dr-basline": neither a file nor one that ships. Those that ship: dr-baseline, other. Did you mean dr-baseline? [unknown-policy]',
  );
});

test('a path that there is not', async () => {
  assert.is(await problemOf(policy('policies/q.yaml')), 'mlops-dr.yaml:3:5: The file "policies/q.yaml" does not exist. [missing-file]');
});

test('the configuration is found here and above, and nowhere else', () => {
  const expected = join(root, 'repository/mlops-dr.yaml');
  assert.is(findConfiguration(join(root, 'repository')), expected);
  assert.is(findConfiguration(join(root, 'repository/policies')), expected);
  assert.is(findConfiguration(join(root, 'loose')), undefined);
});

test.run();
