import type { Listing, TargetRecord } from '../../model/inventory.ts';
import type { Gap } from '../../model/reading.ts';
import type { Call, Connector, Failure, Identity, KindScanner, Listed } from '../../model/scanner.ts';
import { type Caller, CallFailed, type Endpoint } from './caller.ts';

/** A target as the configuration names it. */
export interface Target {
  readonly name: string;
  /** Key of a connector. */
  readonly type: string;
  readonly config: unknown;
}

/** A target with working credentials. */
export interface LiveTarget {
  readonly name: string;
  readonly session: unknown;
  readonly connector: Connector;
  readonly identity: Identity;
  readonly regions: readonly string[] | undefined;
  readonly kinds: readonly KindScanner<unknown>[];
}

/** A target that answered who we are, or the record of why it did not. */
export type OpenTarget = { readonly live: LiveTarget } | { readonly failed: TargetRecord };

export const endpointOf = ({ name, connector, identity }: LiveTarget, region: string | undefined): Endpoint => ({
  target: name,
  quota: `${name}|${identity.account ?? identity.cluster ?? ''}|${region ?? ''}`,
  classify: connector.classify,
});

const gapOf = ({ action }: Pick<Call, 'action'>, { code, message }: Failure): Gap => ({ action, code, message });

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof CallFailed)) throw error;
  return error.failure;
};

/** Opens a session and asks who we are. Where that fails nothing of the target can be told. */
export const openTarget = async (
  { name, type, config }: Target,
  connector: Connector,
  kinds: readonly KindScanner<unknown>[],
  caller: Caller,
  options: { readonly timeout: number; readonly maxSockets: number },
): Promise<OpenTarget> => {
  const { identify, classify } = connector;
  const regions = connector.regions(config);
  const failed = (failure: Failure): OpenTarget => {
    const gap = gapOf(identify, failure);
    const listings = kinds.map(({ kind }): Listing => ({ kind: kind.id, state: 'unread', gap }));
    return { failed: { name, type, ...(regions ? { regions } : {}), listings, gap } };
  };
  let session: unknown;
  try {
    session = await connector.open(config, options);
  } catch (error) {
    return failed(classify(error));
  }
  try {
    const identity = await caller.send({ target: name, quota: name, classify }, identify, (attempt) => identify.read(session, attempt));
    return { live: { name, session, connector, identity, regions, kinds } };
  } catch (error) {
    connector.close(session);
    return failed(failureOf(error));
  }
};

/** A resource that a listing showed. */
export interface Found {
  readonly scanner: KindScanner<unknown>;
  readonly listed: Listed;
}

/** What one target holds, and how much of it could be listed. */
export interface ListedTarget {
  readonly record: TargetRecord;
  readonly found: readonly Found[];
}

const listOnce = async (
  live: LiveTarget,
  scanner: KindScanner<unknown>,
  region: string | undefined,
  caller: Caller,
  found: Found[],
): Promise<Listing> => {
  const { kind, list } = scanner;
  const place = { kind: kind.id, ...(region ? { region } : {}) };
  const endpoint = endpointOf(live, region);
  try {
    const pages = list.pages(live.session, (request) => caller.send(endpoint, list, request), region);
    for await (const page of pages) found.push(...page.map((listed) => ({ scanner, listed })));
    return { ...place, state: 'complete' };
  } catch (error) {
    return { ...place, state: 'unread', gap: gapOf(list, failureOf(error)) };
  }
};

/** Lists every kind that is wanted of one target, Region by Region where the system has Regions. */
export const listTarget = async (live: LiveTarget, caller: Caller): Promise<ListedTarget> => {
  const found: Found[] = [];
  const jobs = live.kinds.flatMap((scanner) => {
    const regions = scanner.list.regions?.(live.session) ?? [undefined];
    return regions.map((region) => listOnce(live, scanner, region, caller, found));
  });
  const listings = await Promise.all(jobs);
  const { partition, account } = live.identity;
  const record = {
    name: live.name,
    type: live.connector.type,
    ...(partition ? { partition } : {}),
    ...(account ? { account } : {}),
    ...(live.regions ? { regions: live.regions } : {}),
    listings,
  };
  return { record, found };
};
