// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references to the environment are written that way.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfiguration } from '../../../engine/load/configuration.ts';
import type { Validate } from '../../../engine/load/validators.ts';
import { InputError } from '../../../model/errors.ts';
import { ConfigurationSchema } from '../../../model/schemas/configuration.ts';
import prometheus from '../../../scanners/connectors/prometheus.ts';
import { createAjv } from '../../../scripts/generate/ajv.ts';

const test = suite('scanners/connectors/prometheus');

const ajv = createAjv();

const CONTEXT = {
  connectors: new Map([['prometheus', prometheus]]),
  validators: {
    configuration: ajv.compile(ConfigurationSchema) as Validate,
    connectors: { prometheus: ajv.compile(prometheus.configuration) as Validate },
  },
};

/** What is wrong with a target, by line and column. */
const problems = (target: string): readonly string[] => {
  const text = `targets:\n  - name: metrics\n    prometheus: ${target}\n`;
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
  ['no more than it must', '{ url: http://prometheus:9090 }', []],
  [
    'a path, and where it runs',
    '{ url: "https://proxy/prometheus/", caFile: ca.pem, cluster: main, namespace: monitoring, workload: prometheus }',
    [],
  ],
  ['a name', '{ url: http://p, name: main/prometheus-0 }', []],
  ['a user', '{ url: http://p, auth: { username: me, password: "${PW}" } }', []],
  ['a token', '{ url: http://p, auth: { bearer: "${TOKEN}" } }', []],
  ['no address', '{}', ['3:17 "prometheus" lacks the key "url".']],
  ['an address with credentials', '{ url: "http://me:hunter2@p:9090" }', [`3:24 "url" ${WRITTEN}`]],
  ['an address with a query', '{ url: "http://p/?token=hunter2" }', [`3:24 "url" ${WRITTEN}`]],
  ['a password itself', '{ url: http://p, auth: { username: me, password: hunter2 } }', [`3:66 "password" ${WRITTEN}`]],
  ['a token itself', '{ url: http://p, auth: { bearer: hunter2 } }', [`3:50 "bearer" ${WRITTEN}`]],
  ['a token that is a number', '{ url: http://p, auth: { bearer: 4711 } }', ['3:50 "bearer" must be a text, but it is something else.']],
  ['a user without a password', '{ url: http://p, auth: { username: me } }', ['3:40 "auth" lacks the key "password".']],
  [
    'an API key, of which Prometheus has none',
    '{ url: http://p, auth: { apiKey: hunter2 } }',
    ['3:42 The key "apiKey" is not accepted here. Accepted: username, password, bearer.'],
  ],
  ['a name that no id could hold', '{ url: http://p, name: "a b" }', ['3:40 "name" may not be "a b".']],
  ['a cluster without a name', '{ url: http://p, cluster: "" }', ['3:43 "cluster" may not be empty.']],
] as const) {
  test(name, () => assert.equal(problems(target), expected));
}

test.run();
