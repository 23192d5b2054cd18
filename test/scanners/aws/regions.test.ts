import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MalformedAnswer, type Send } from '../../../model/scanner.ts';
import { enabledRegions } from '../../../scanners/aws/regions.ts';
import aws from '../../../scanners/connectors/aws.ts';
import { fakeSession, paged, REGION } from '../fakes.ts';

const test = suite('scanners/aws/regions');

const send: Send = (request) => request({ signal: new AbortController().signal });

const region = (RegionName: unknown, RegionOptStatus: unknown) => ({ RegionName, RegionOptStatus });

const regionsOf = (...pages: readonly object[]) => {
  const { session, sent } = fakeSession({ ListRegions: paged(pages) });
  return { sent, regions: enabledRegions(session, send) };
};

test('those that are enabled, of all pages', async () => {
  const { regions, sent } = regionsOf(
    { Regions: [region('us-east-1', 'ENABLED_BY_DEFAULT'), region('af-south-1', 'DISABLED'), region('ap-east-1', 'ENABLED')] },
    { Regions: [region('eu-south-1', 'ENABLING'), region('eu-south-2', 'DISABLING'), region('us-west-2', 'ENABLED_BY_DEFAULT')] },
  );
  assert.equal(await regions, ['us-east-1', 'ap-east-1', 'us-west-2']);
  assert.equal(
    sent.map(({ input }) => [input.MaxResults, input.NextToken, input.RegionOptStatusContains]),
    [
      [50, undefined, ['ENABLED', 'ENABLED_BY_DEFAULT']],
      [50, '1', ['ENABLED', 'ENABLED_BY_DEFAULT']],
    ],
  );
});

for (const { name, answer } of [
  { name: 'nothing', answer: {} },
  { name: 'no Region at all', answer: { Regions: [] } },
  { name: 'no Region that is enabled', answer: { Regions: [region('us-east-1', 'DISABLED')] } },
  { name: 'a status that we do not know', answer: { Regions: [region('us-east-1', 'PAUSED')] } },
  { name: 'a Region without a status', answer: { Regions: [region('us-east-1', undefined)] } },
  { name: 'a Region without a name', answer: { Regions: [region(undefined, 'ENABLED')] } },
  { name: 'a Region that is a host', answer: { Regions: [region('evil.example', 'ENABLED')] } },
  { name: 'a Region that is a number', answer: { Regions: [region(1, 'ENABLED')] } },
  { name: 'a text', answer: { Regions: 'us-east-1' } },
  { name: 'a list of texts', answer: { Regions: ['us-east-1'] } },
]) {
  test(`${name} is no answer`, async () => {
    const error = await regionsOf(answer).regions.catch((thrown: unknown) => thrown);
    assert.instance(error, MalformedAnswer);
  });
}

test('a target of AWS knows its own Region', () => {
  assert.is(aws.everyRegion?.own(fakeSession({}).session), REGION);
});

test.run();
