// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to the environment are written that way.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expandEnvironment } from '../../model/environment.ts';
import { InputError } from '../../model/errors.ts';

const test = suite('model/environment');

const env = { KEY: 'secret', EMPTY: '', ODD: '$& ${KEY}' };

const expanded: readonly (readonly [string, string])[] = [
  ['plain', 'plain'],
  ['${KEY}', 'secret'],
  ['a ${KEY} b ${KEY}', 'a secret b secret'],
  ['${EMPTY}', ''],
  ['$KEY $ {KEY} ${} ${1}', '$KEY $ {KEY} ${} ${1}'],
  ['${ODD}', '$& ${KEY}'],
];

for (const [text, expected] of expanded) {
  test(`${text} becomes ${expected}`, () => assert.is(expandEnvironment(text, env), expected));
}

test('every variable that is not set is named, at the place and without values', () => {
  const place = { file: 'mlops-dr.yaml', line: 3, column: 5 };
  try {
    expandEnvironment('${KEY}${A}${B}${A}', env, place);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, InputError);
    assert.equal(
      (error as InputError).diagnostics.map(({ code, message, place: at }) => [code, message, at]),
      [
        ['unset-variable', 'The environment variable A is not set.', place],
        ['unset-variable', 'The environment variable B is not set.', place],
      ],
    );
    assert.not.match((error as InputError).message, 'secret');
  }
});

test.run();
