import { AccountClient, ListRegionsCommand, type Region } from '@aws-sdk/client-account';
import { MalformedAnswer, type Send } from '../../model/scanner.ts';
import { allPages } from './pages.ts';
import { objects, word } from './parse.ts';
import { REGION } from './reach.ts';
import type { AwsSession } from './session.ts';

/** The most that ListRegions gives. */
const PAGE = 50;

const ENABLED = ['ENABLED', 'ENABLED_BY_DEFAULT'] as const;
const STATUSES = [...ENABLED, 'ENABLING', 'DISABLING', 'DISABLED'] as const;

const isEnabled = ({ RegionOptStatus }: Region): boolean =>
  (ENABLED as readonly string[]).includes(word('RegionOptStatus', RegionOptStatus, STATUSES));

const nameOf = ({ RegionName = '' }: Region): string => {
  if (REGION.test(RegionName)) return RegionName;
  throw new MalformedAnswer(`ListRegions names a Region ${JSON.stringify(RegionName)}.`);
};

/** The Regions that the account can use. */
export const enabledRegions = async (session: AwsSession, send: Send): Promise<readonly string[]> =>
  allPages(send, async (token) => {
    const client = session.client('account', session.homeRegion, (config) => new AccountClient(config));
    const command = new ListRegionsCommand({ MaxResults: PAGE, NextToken: token, RegionOptStatusContains: [...ENABLED] });
    const { Regions, NextToken } = await client.send(command);
    const items = objects('Regions', Regions).filter(isEnabled).map(nameOf);
    // Some Regions cannot be switched off.
    if (token === undefined && !NextToken && items.length === 0)
      throw new MalformedAnswer('ListRegions answered that no Region is enabled.');
    return { items, next: NextToken };
  });
