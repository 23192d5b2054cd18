import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { managedPlaceOf } from '../../../scanners/elasticsearch/place.ts';

const test = suite('scanners/elasticsearch/place');

for (const [url, expected] of [
  ['https://search-logs-abc123.us-west-2.es.amazonaws.com', { region: 'us-west-2', service: 'es' }],
  ['https://vpc-logs-abc123.us-gov-west-1.es.amazonaws.com/', { region: 'us-gov-west-1', service: 'es' }],
  ['https://search-logs-abc.cn-north-1.es.amazonaws.com.cn', { region: 'cn-north-1', service: 'es' }],
  ['https://SEARCH-LOGS.EU-CENTRAL-1.ES.AMAZONAWS.COM', { region: 'eu-central-1', service: 'es' }],
  ['https://search-logs-abc.aos.us-west-2.on.aws', { region: 'us-west-2', service: 'es' }],
  ['https://abc123.us-east-1.aoss.amazonaws.com', { region: 'us-east-1', service: 'aoss' }],
  ['https://logs.example.com', undefined],
  ['https://us-west-2.es.amazonaws.com.example.com', undefined],
  ['https://search-logs.us-west-2.es.amazonaws.com.evil', undefined],
  ['https://search-logs.somewhere.es.amazonaws.com', undefined],
  ['http://10.0.0.1:9200', undefined],
] as const) {
  test(url, () => assert.equal(managedPlaceOf(url), expected));
}

test.run();
