import { componentSelector } from '../../model/kinds/component.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, notApplicable, pass } from '../../model/rule.ts';

const matches = (count: number, more: { optional?: boolean; elsewhere?: readonly string[] } = {}) => ({
  matches: { count, selector: 's3/bucket, name mlops-models', optional: false, elsewhere: [], ...more },
});

export default defineRule({
  id: 'component/resources-present',
  title: 'Every selector of a component finds a resource',
  rationale:
    'A policy that looks at nothing finds nothing wrong. Where a bucket was renamed or deleted, or a selector has a typing mistake, all the rules of its component would fall silent, and the silence would look like health. Selectors that may find nothing are marked `optional: true`.',
  remediation:
    'Correct the selector, or restore the resource: `aws s3api list-buckets --query "Buckets[].Name"` shows the buckets that there are. Where it lies in a Region that the target leaves out, add the Region to the target in the configuration.',
  references: ['https://docs.aws.amazon.com/cli/latest/reference/s3api/list-buckets.html'],
  severity: 'high',
  subject: componentSelector,
  reads: ['matches'],
  params: noParams,
  messages: {
    present: '{count} found.',
    none: 'Nothing matches the selector.',
    elsewhere: 'Nothing matches the selector in the Regions of the target; there is {elsewhere}.',
    optional: 'Nothing matches the selector, which the policy allows.',
  },
  examples: [
    { name: 'One found', facets: matches(1), verdict: 'pass' },
    { name: 'None found', facets: matches(0), verdict: 'fail' },
    { name: 'Found in another Region only', facets: matches(0, { elsewhere: ['mlops-models in eu-west-1'] }), verdict: 'fail' },
    { name: 'None found, none needed', facets: matches(0, { optional: true }), verdict: 'not-applicable' },
    { name: 'A listing that could not be read', facets: { matches: 'unread' }, verdict: 'unknown' },
  ],
  check: ({ facets: { matches } }) => {
    const { count, optional, elsewhere, selector } = matches;
    const evidence = [{ facet: 'matches', observed: `${count} found for ${selector}`, expected: 'at least one' }];
    if (count > 0) return pass('present', { count }, evidence);
    if (optional) return notApplicable('optional');
    return elsewhere.length === 0 ? fail('none', {}, evidence) : fail('elsewhere', { elsewhere: elsewhere.join(', ') }, evidence);
  },
});
