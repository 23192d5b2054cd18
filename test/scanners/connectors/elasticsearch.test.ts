// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to the environment are written that way.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../../../engine/load/configuration.ts';
import type { Validate } from '../../../engine/load/validators.ts';
import { InputError } from '../../../model/errors.ts';
import { ConfigurationSchema } from '../../../model/schemas/configuration.ts';
import elasticsearch from '../../../scanners/connectors/elasticsearch.ts';
import { createAjv } from '../../../scripts/generate/ajv.ts';

const test = suite('scanners/connectors/elasticsearch');

const ajv = createAjv();

const CONTEXT = {
  connectors: new Map([['elasticsearch', elasticsearch]]),
  validators: {
    configuration: ajv.compile(ConfigurationSchema) as Validate,
    connectors: { elasticsearch: ajv.compile(elasticsearch.configuration) as Validate },
  },
};

/** What is wrong with a target, by line and column. */
const problems = (target: string): readonly string[] => {
  const text = `targets:\n  - name: logs\n    elasticsearch: ${target}\n`;
  try {
    loadConfiguration({ path: 'mlops-dr.yaml', shownAs: 'mlops-dr.yaml', text }, CONTEXT);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.not.match(error.message, /hunter|4711/);
    return error.diagnostics.map(({ place, message }) => `${place?.line}:${place?.column} ${message}`);
  }
};

const WRITTEN = 'may not be what is written there.';

for (const [name, target, expected] of [
  ['no more than it must', '{ url: https://es:9200 }', []],
  ['a path', '{ url: "https://proxy/logs/", caFile: ca.pem, region: us-west-2, verifyRepositories: true }', []],
  ['an API key', '{ url: https://es, auth: { apiKey: "${KEY}" } }', []],
  ['a user', '{ url: https://es, auth: { username: me, password: "${PW}" } }', []],
  ['a token', '{ url: https://es, auth: { bearer: "${TOKEN}" } }', []],
  ['signed requests', '{ url: https://es, auth: { aws: {} } }', []],
  [
    'signed requests, with everything',
    '{ url: https://es, auth: { aws: { region: us-west-2, service: aoss, profile: p, roleArn: "arn:aws:iam::123456789012:role/r", externalId: xy } } }',
    [],
  ],
  ['no address', '{}', ['3:20 "elasticsearch" lacks the key "url".']],
  ['an address with credentials', '{ url: "https://me:hunter2@es:9200" }', [`3:27 "url" ${WRITTEN}`]],
  ['an address with a query', '{ url: "https://es/?token=hunter2" }', [`3:27 "url" ${WRITTEN}`]],
  ['an address of something else', '{ url: "ftp://es" }', [`3:27 "url" ${WRITTEN}`]],
  ['an API key itself', '{ url: https://es, auth: { apiKey: hunter2 } }', [`3:55 "apiKey" ${WRITTEN}`]],
  ['a password itself', '{ url: https://es, auth: { username: me, password: hunter2 } }', [`3:71 "password" ${WRITTEN}`]],
  [
    'a password that is a number',
    '{ url: https://es, auth: { username: me, password: 4711 } }',
    ['3:71 "password" must be a text, but it is something else.'],
  ],
  ['a token with a reference in it', '{ url: https://es, auth: { bearer: "hunter${X}" } }', [`3:55 "bearer" ${WRITTEN}`]],
  ['a secret in the place of all', '{ url: https://es, auth: hunter2 }', ['3:45 "auth" must be a mapping, but it is something else.']],
  ['nobody', '{ url: https://es, auth: {} }', ['3:45 "auth" may not be empty.']],
  ['a user without a password', '{ url: https://es, auth: { username: me } }', ['3:45 "auth" lacks the key "password".']],
  ['a password without a user', '{ url: https://es, auth: { password: "${PW}" } }', ['3:45 "auth" lacks the key "username".']],
  [
    'two at once',
    '{ url: https://es, auth: { apiKey: "${KEY}", bearer: "${TOKEN}" } }',
    ['3:45 "auth" may have at most 1.', '3:45 "auth" may have at most 1.'],
  ],
  [
    'a key that is none',
    '{ url: https://es, auth: { token: hunter2 } }',
    ['3:47 The key "token" is not accepted here. Accepted: username, password, bearer, apiKey, aws.'],
  ],
  ['a Region that is none', '{ url: https://es, region: oregon }', ['3:47 "region" may not be "oregon".']],
  [
    'a service that is none',
    '{ url: https://es, auth: { aws: { service: s3 } } }',
    ['3:63 "service" may not be "s3". Accepted: es, aoss.'],
  ],
  [
    'a switch that is none',
    '{ url: https://es, verifyRepositories: yes }',
    ['3:59 "verifyRepositories" must be true or false, but it is the text "yes".'],
  ],
] as const) {
  test(name, () => assert.equal(problems(target), expected));
}

test.run();
