import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Path, parseDocument } from '../../model/document.ts';
import { formatPlace, InputError } from '../../model/errors.ts';

const test = suite('model/document');

const problemsOf = (text: string, maxLength?: number): readonly string[] => {
  try {
    parseDocument(text, 'f.yaml', maxLength === undefined ? {} : { maxLength });
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);
    throw error;
  }
  return [];
};

const policy = `apiVersion: mlops-dr/v1
metadata: { name: "x", title: 'y' }
components:
  - name: a
    resources:
      - kind: s3/bucket
        optional:
    "rules":
      - |
        text
? long
: key
`;

const places: readonly (readonly [Path, string, string])[] = [
  [[], '1:1', '1:1'],
  [['apiVersion'], '1:13', '1:1'],
  [['metadata'], '2:11', '2:1'],
  [['metadata', 'name'], '2:19', '2:13'],
  [['metadata', 'title'], '2:31', '2:24'],
  [['components'], '4:3', '3:1'],
  [['components', 0], '4:5', '4:5'],
  [['components', 0, 'name'], '4:11', '4:5'],
  [['components', 0, 'resources', 0, 'kind'], '6:15', '6:9'],
  [['components', 0, 'resources', 0, 'optional'], '7:9', '7:9'],
  [['components', 0, 'rules'], '9:7', '8:5'],
  [['components', 0, 'rules', 0], '10:1', '10:1'],
  [['long'], '12:3', '11:3'],
  // Not there: the nearest node above.
  [['components', 0, 'objectives'], '4:5', '4:5'],
  [['components', 7, 'name'], '4:3', '3:1'],
  [['apiVersion', 'x'], '1:13', '1:1'],
];

for (const [lineBreak, name] of [
  ['\n', 'LF'],
  ['\r\n', 'CRLF'],
  ['\r', 'CR'],
] as const) {
  for (const [path, value, key] of places) {
    test(`${name}: /${path.join('/')} is at ${value}, its key at ${key}`, () => {
      const document = parseDocument(policy.replaceAll('\n', lineBreak), 'f.yaml');
      assert.is(formatPlace(document.placeOf(path)), `f.yaml:${value}`);
      assert.is(formatPlace(document.placeOfKey(path)), `f.yaml:${key}`);
    });
  }
}

test('items that are not written are at their dash', () => {
  const document = parseDocument('a:\n  - b:\n      - c\n      -\n  -\n  - - 1\n    -\n    - |\n      -\n    -\n', 'f.yaml');
  const at = (...path: Path): string => formatPlace(document.placeOf(path));
  assert.is(at('a', 0, 'b', 1), 'f.yaml:4:7');
  assert.is(at('a', 1), 'f.yaml:5:3');
  assert.is(at('a', 2, 1), 'f.yaml:7:5');
  assert.is(at('a', 2, 3), 'f.yaml:10:5');
});

test('a byte order mark moves no column', () => {
  const document = parseDocument('\uFEFFa: 1', 'f.yaml');
  assert.equal(document.value, { a: 1 });
  assert.equal(document.placeOf(['a']), { file: 'f.yaml', line: 1, column: 4 });
});

test('JSON knows its places, too', () => {
  const document = parseDocument('{\n\t"a": [1, {"b": null}]\n}', 'f.json');
  assert.equal(document.value, { a: [1, { b: null }] });
  assert.equal(document.placeOf(['a', 1, 'b']), { file: 'f.json', line: 2, column: 17 });
  assert.equal(document.placeOfKey(['a', 1, 'b']), { file: 'f.json', line: 2, column: 12 });
});

test('values are those of YAML 1.2: dates, yes and no are texts', () => {
  const { value } = parseDocument('a: 2026-12-31\nb: yes\nc: 012\nd: 1_000\ne: true\nf: "1"\n2024: x\n<<: y', 'f.yaml');
  assert.equal(value, { a: '2026-12-31', b: 'yes', c: 12, d: '1_000', e: true, f: '1', 2024: 'x', '<<': 'y' });
});

const refused: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', '', ['empty-file 1:1']],
  ['only a comment', '# x\n', ['empty-file 1:1']],
  ['only a document mark', '---\n', ['empty-file 1:1']],
  ['only a byte order mark', '\uFEFF', ['empty-file 1:1']],
  ['a flow list without end', 'a: [1', ['invalid-yaml 1:6']],
  ['a tab as indentation', 'a:\n\tb: 1', ['invalid-yaml 2:1']],
  ['NUL', 'a: \0', ['invalid-yaml 1:4']],
  ['two documents', 'a: 1\n---\nb: 2', ['invalid-yaml 3:1']],
  ['a reference', 'a: &x 1\nb: *x', ['invalid-yaml 2:4']],
  ['a reference as key', 'a: &x k\n*x : 1', ['invalid-yaml 2:1']],
  ['a key twice, two times', 'a: 1\nb: {c: 1, c: 2}\na: 2', ['duplicate-key 2:11', 'duplicate-key 3:1']],
  ['a key twice with different values', 'a: {b: [1]}\na: 2', ['duplicate-key 2:1']],
  ['a key twice with other keys below', 'a: {b: 1}\na: {c: 1}', ['duplicate-key 2:1']],
  ['a key twice in JSON', '{"a": {"b": 1, "\\u0062": 2}}', ['duplicate-key 1:16']],
  ['__proto__', '__proto__: {a: 1}', ['forbidden-key 1:1']],
  ['__proto__ in JSON', '{"a": {"__proto__": 1}}', ['forbidden-key 1:8']],
  ['a number as key', '1.0: a', ['invalid-key 1:1']],
  ['no key', ': a', ['invalid-key 1:1']],
  ['a list as key', '? [a]\n: b', ['invalid-yaml 1:1']],
  ['a tag that nobody knows', 'a: !!js/function x', ['invalid-yaml 1:4']],
  ['too deep', '['.repeat(65) + ']'.repeat(65), ['invalid-yaml 1:64']],
  ['very much too deep', '['.repeat(100_000), ['invalid-yaml 1:64']],
];

for (const [name, text, problems] of refused) {
  test(`refused: ${name}`, () => assert.equal(problemsOf(text), problems));
}

test('the length is limited', () => {
  assert.equal(problemsOf('a: 1', 4), []);
  assert.equal(problemsOf('a: 12', 4), ['file-too-large 1:1']);
});

test('a key cannot reach the prototype', () => {
  const { value } = parseDocument('constructor: 1\ntoString: 2\nhasOwnProperty: 3', 'f.yaml');
  assert.equal(Object.keys(value as object), ['constructor', 'toString', 'hasOwnProperty']);
  assert.is(Object.getPrototypeOf(value), Object.prototype);
});

test('what JSON.stringify writes is read as it was, and its places are found', () => {
  const json = fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
  fc.assert(
    fc.property(json, fc.constantFrom('', '  ', '\t'), (value, indent) => {
      const document = parseDocument(JSON.stringify([value], null, indent), 'f.json');
      assert.equal(JSON.stringify(document.value), JSON.stringify([value]));
      assert.ok(document.placeOf([0]).column > 0);
    }),
  );
});

test('any text is read or refused with places', () => {
  const yamlish = fc.array(
    fc.constantFrom(
      'a',
      'b',
      ': ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '&x ',
      '*x',
      '!!str ',
      '|\n',
      '>-\n',
      '? ',
      '#',
      '\t',
      '---\n',
      '...',
      '%YAML 1.2\n',
      '<<',
      '\r',
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        yamlish.map((parts) => parts.join('')),
      ),
      (text) => {
        for (const problem of problemsOf(text)) assert.match(problem, /^[a-z-]+ [1-9]\d*:[1-9]\d*$/);
      },
    ),
    { numRuns: 1000 },
  );
});

test.run();
