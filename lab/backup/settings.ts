import type { RestOperation } from '../json/rest-json.ts';
import { flag, mapping, moment, structure, text } from '../shape.ts';
import type { Answer } from '../world.ts';
import { backupOf, get } from './operation.ts';

const preferences = mapping(flag);

const REGION_OUTPUT = structure({ ResourceTypeOptInPreference: preferences, ResourceTypeManagementPreference: preferences });

const GLOBAL_OUTPUT = structure({ GlobalSettings: mapping(text), LastUpdateTime: moment });

// Of a Region for which the world has no settings: the kinds of resources that the lab has are all opted in.
const OPTED_IN: Answer = {
  ResourceTypeOptInPreference: { DynamoDB: true, S3: true },
  ResourceTypeManagementPreference: { DynamoDB: true },
};

// The value is a text, as in the answers of AWS.
const NO_CROSS_ACCOUNT: Answer = { GlobalSettings: { isCrossAccountBackupEnabled: 'false' } };

export const SETTINGS = {
  DescribeRegionSettings: get('/account-settings', {
    input: structure({}),
    output: REGION_OUTPUT,
    answer: (_, place) => backupOf(place).DescribeRegionSettings ?? OPTED_IN,
  }),
  DescribeGlobalSettings: get('/global-settings', {
    input: structure({}),
    output: GLOBAL_OUTPUT,
    answer: (_, { account }) => account.backup?.DescribeGlobalSettings ?? NO_CROSS_ACCOUNT,
  }),
} satisfies Readonly<Record<string, RestOperation>>;

/** What a world says of the settings of a Region. */
export const REGION_ANSWERS = { DescribeRegionSettings: REGION_OUTPUT };

/** What a world says of the settings of an account, beside its Regions. */
export const GLOBAL_ANSWERS = { DescribeGlobalSettings: GLOBAL_OUTPUT };
