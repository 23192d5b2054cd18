import { ASSETS, regionIds, resourceTypeOf } from '../../model/backup/assets.ts';
import { REGION } from '../../model/backup/examples.ts';
import { backupRegion } from '../../model/kinds/backup.ts';
import { noParams } from '../../model/params.ts';
import { defineRule, fail, join, pass, type Subject, unknown } from '../../model/rule.ts';

/** What the settings say of the type; `undefined` where they do not name it. */
const optInOf = (type: string, settings: Subject<typeof backupRegion, 'settings'> | undefined): boolean | undefined => {
  const optIn = settings?.facets.settings.optIn ?? {};
  return Object.hasOwn(optIn, type) ? optIn[type] : undefined;
};

const describe = (optedIn: boolean | undefined): string => {
  if (optedIn === undefined) return 'not named';
  return optedIn ? 'opted in' : 'opted out';
};

const around = (optIn: Readonly<Record<string, boolean>>) => ({ 'backup/region': { [REGION]: { settings: { optIn, management: {} } } } });

export default defineRule({
  id: 'backup/service-opted-in',
  title: 'AWS Backup is opted in for its resource type',
  rationale:
    'AWS Backup protects types of resources that were opted in, Region by Region. Selections by tags, by `*` or by all resources of a service silently leave out what is not, and the jobs of other types go on as if nothing were missing. A selection that names the exact ARN, or all ARNs of the type, works without the opt-in: what backup/protected-by-plan finds covered is covered, whatever this verdict.',
  remediation:
    'Opt the type in, with the others that are needed, in the Region: `aws backup update-region-settings --region {region} --resource-type-opt-in-preference DynamoDB=true,S3=true`.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeRegionSettings.html',
  ],
  severity: 'medium',
  subject: ASSETS,
  reads: [],
  joins: {
    region: join(backupRegion, ['settings'], regionIds),
  },
  params: noParams,
  messages: {
    in: '{type} is opted in.',
    out: '{type} is opted out: only selections by exact ARN, or by all ARNs of the type, back it up.',
    untold: 'Whether {type} is opted in cannot be told: the settings of the Region do not name it, or the Region is not known.',
  },
  examples: [
    { name: 'Tables are opted in', facets: {}, around: around({ DynamoDB: true, S3: false }), verdict: 'pass' },
    { name: 'Tables are opted out', facets: {}, around: around({ DynamoDB: false, S3: true }), verdict: 'fail' },
    { name: 'Buckets are opted out', kind: 's3/bucket', facets: {}, around: around({ DynamoDB: true, S3: false }), verdict: 'fail' },
    { name: 'A type that the settings do not name', facets: {}, around: around({ EBS: true }), verdict: 'unknown' },
  ],
  check: (asset, { joined: { region } }) => {
    const [settings] = region;
    const type = resourceTypeOf(asset);
    const optedIn = optInOf(type, settings);
    const place = settings ? { resource: settings.id } : {};
    const evidence = [{ facet: 'settings', observed: `${type}: ${describe(optedIn)}`, expected: `${type}: opted in`, ...place }];
    if (optedIn === undefined) return unknown('untold', { type }, evidence);
    return optedIn ? pass('in', { type }, evidence) : fail('out', { type }, evidence);
  },
});
