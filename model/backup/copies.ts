import { type BackupCopyJobs, backupAccount, backupProtectedResource } from '../kinds/backup.ts';
import type { Scope } from '../resource.ts';
import { allOf, anyOf, fail, type Joined, join, type Outcome, pass, unknown } from '../rule.ts';
import type { Evidence } from '../verdict.ts';
import { type Asset, accountIds, isBucket, isOwnVault, protectedIds } from './assets.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from './coverage.ts';
import { parseVaultArn } from './ids.ts';
import { judgeAnyRule } from './judge.ts';
import { copyPlaces, type Place } from './places.ts';
import { isClean } from './recovery.ts';
import { coverageMessages, nameRule, nameVault, unlessCovered } from './words.ts';

// Whether covering rules copy what they make to another place, and whether it can arrive there.

/** Where a vault is. */
export type Destination = NonNullable<ReturnType<typeof parseVaultArn>>;

/** What a rule asks of the place of a copy. */
export interface Wish<P> {
  /** Whether a vault is in a place that will do. */
  readonly suits: (destination: Destination, home: Scope, params: P) => boolean;
  /** Such a place in words: `another Region`. */
  readonly place: (params: P) => string;
  /** What a vault has in common with the asset, where that is why it will not do: `in the same Region`. */
  readonly common: (destination: Destination, home: Scope) => string | undefined;
}

export const copyMessages = {
  ...coverageMessages,
  copied: 'By {rule} recovery points are copied to {vault}.',
  none: 'By {rule} recovery points are not copied; a copy in {place} is required.',
  elsewhere: 'By {rule} recovery points are copied to {vaults}; a copy in {place} is required.',
  unmanaged:
    'By {rule} recovery points would be copied to {vaults}, but backups of tables cannot be copied while the advanced features of AWS Backup for DynamoDB are off.',
  preferenceUntold:
    'By {rule} recovery points are to be copied to {vaults}; whether backups of tables can be copied cannot be told: the settings of the Region do not name DynamoDB.',
  switchedOff: 'By {rule} recovery points would be copied to {vault}, but backups across accounts are switched off.',
  unproven:
    'By {rule} recovery points are to be copied to {vault}; nothing shows that any arrived there: the vault cannot be looked into, and no copy has completed within the last 30 days.',
  unparsed: 'By {rule} recovery points are copied to {vaults}, which is no vault that can be understood.',
} as const;
export type CopyMessage = keyof typeof copyMessages;

const suitable =
  <P>({ suits }: Wish<P>, { scope }: Asset, params: P) =>
  ({ vault }: Place): boolean => {
    const destination = parseVaultArn(vault);
    return destination !== undefined && suits(destination, scope, params);
  };

/** The copies of all covering rules that are in a place that will do. */
export const wished = <P>(wish: Wish<P>, asset: Asset, params: P, facts: CoverageFacts): readonly Place[] =>
  coverageOf(asset, facts)
    .rules.flatMap(copyPlaces)
    .filter(suitable(wish, asset, params));

/** What `judgeCopies` looks at itself. Vaults of other accounts cannot be looked into: there copy jobs tell. */
export const copyJoins = <P>(wish: Wish<P>) => {
  const foreign = (asset: Asset, params: P, facts: CoverageFacts): boolean =>
    wished(wish, asset, params, facts).some((place) => !isOwnVault(asset, place.vault));
  return {
    ...coverageJoins,
    account: join(backupAccount, ['settings'], (asset: Asset, params: P, facts: CoverageFacts) =>
      foreign(asset, params, facts) ? accountIds(asset) : [],
    ),
    copying: join(backupProtectedResource, ['copyJobs'], (asset: Asset, params: P, facts: CoverageFacts) =>
      foreign(asset, params, facts) ? protectedIds(asset) : [],
    ),
  } as const;
};

type Facts = Joined<ReturnType<typeof copyJoins>>;

/** One copy of a covering rule. */
export interface Copy {
  readonly asset: Asset;
  readonly covering: CoveringRule;
  readonly place: Place;
}

/** The same with what foreign vaults are judged by. */
interface JoinedCopy extends Copy {
  readonly joined: Facts;
}

/** How messages name a copy. */
export const copyValues = ({ asset, covering, place }: Copy): { rule: string; vault: string } => ({
  rule: nameRule(covering),
  vault: nameVault(place.vault, asset.scope),
});

type CopyJob = BackupCopyJobs['jobs'][number];

const SHOWN = 3;

const describeJob = ({ id, state, messageCategory, createdAt, completedAt = createdAt }: CopyJob): string =>
  `job ${id}: ${state}${messageCategory === undefined ? '' : `, ${messageCategory}`}, ${completedAt}`;

const resourceOf = ([first]: readonly { readonly id: string }[]): Pick<Evidence, 'resource'> => (first ? { resource: first.id } : {});

/** A copy that arrived shows all that nobody can look at: the vault, its policy, its lock, its key. */
const judgeProof = (copy: JoinedCopy): Outcome<CopyMessage> => {
  const { place, joined } = copy;
  const jobs = joined.copying.flatMap(({ facets }) => facets.copyJobs.jobs).filter(({ destination }) => destination === place.vault);
  const proof = jobs.find(isClean);
  const shown = (proof ? [proof] : jobs.slice(0, SHOWN)).map(describeJob);
  const evidence = (jobs.length === 0 ? ['no copy job to the vault'] : shown).map((observed) => ({
    facet: 'copyJobs',
    observed,
    expected: 'a COMPLETED job to the vault',
    ...resourceOf(joined.copying),
  }));
  return proof ? pass('copied', copyValues(copy), evidence) : unknown('unproven', copyValues(copy), evidence);
};

const judgeSwitch = (copy: JoinedCopy): Outcome<CopyMessage> => {
  const [account] = copy.joined.account;
  if (!account) return unknown('unproven', copyValues(copy));
  const on = account.facets.settings.crossAccountBackup;
  const observed = `backups across accounts ${on ? 'on' : 'off'}`;
  const evidence = [{ facet: 'settings', observed, expected: 'backups across accounts on', resource: account.id }];
  return on ? pass('copied', copyValues(copy), evidence) : fail('switchedOff', copyValues(copy), evidence);
};

/** A vault of another account: the own account allows it, and a copy has arrived there. */
const judgeForeign = (copy: JoinedCopy): Outcome<CopyMessage> => allOf<CopyMessage>([() => judgeProof(copy), () => judgeSwitch(copy)]);

/** Backups of tables can be copied only with the advanced features, for which the Region's management preference stands. */
const judgeManagement = ({ asset, covering, joined }: Omit<JoinedCopy, 'place'>, vaults: string): Outcome<CopyMessage> => {
  if (isBucket(asset)) return pass('copied');
  const [region] = joined.region;
  const values = { rule: nameRule(covering), vaults };
  const managed = region?.facets.settings.management.DynamoDB;
  const observed = `advanced features for DynamoDB ${managed === undefined ? 'not told' : managed ? 'on' : 'off'}`;
  const evidence = [{ facet: 'settings', observed, expected: 'advanced features for DynamoDB on', ...resourceOf(joined.region) }];
  if (managed === undefined) return unknown('preferenceUntold', values, evidence);
  return managed ? pass('copied') : fail('unmanaged', values, evidence);
};

const nameVaults = <P>({ common }: Wish<P>, { scope }: Asset, places: readonly Place[]): string =>
  places
    .map(({ vault }) => {
      const destination = parseVaultArn(vault);
      return [nameVault(vault, scope), (destination && common(destination, scope)) ?? ''].join(' ').trim();
    })
    .join(' and ');

/** Why none of the copies is in a place that will do. */
const judgeUnsuitable = (places: readonly Place[], values: Outcome['values']): Outcome<CopyMessage> => {
  if (places.length === 0) return fail('none', values);
  return places.some(({ vault }) => parseVaultArn(vault) === undefined) ? unknown('unparsed', values) : fail('elsewhere', values);
};

/** What `judgeCopies` asks. */
interface Question<P, M extends string> {
  readonly wish: Wish<P>;
  readonly asset: Asset;
  readonly params: P;
  readonly joined: Facts;
  /** The verdict on a copy to a vault of the own account, where such a one can do. */
  readonly own?: (copy: Copy) => Outcome<M>;
}

const judgeSuitable = <P, M extends string>({ asset, joined, own }: Question<P, M>, covering: CoveringRule, places: readonly Place[]) =>
  anyOf<M | CopyMessage>(
    places.map(
      (place) => () =>
        own && isOwnVault(asset, place.vault) ? own({ asset, covering, place }) : judgeForeign({ asset, covering, place, joined }),
    ),
  );

const judgeRule = <P, M extends string>(question: Question<P, M>, covering: CoveringRule): Outcome<M | CopyMessage> => {
  const { wish, asset, params, joined } = question;
  const places = copyPlaces(covering);
  const suitables = places.filter(suitable(wish, asset, params));
  const vaults = nameVaults(wish, asset, suitables.length > 0 ? suitables : places);
  const values = { rule: nameRule(covering), vaults, place: wish.place(params) };
  const observed = `${values.rule} copies to ${places.map(({ vault }) => vault).join(', ') || 'no vault'}`;
  const outcome =
    suitables.length === 0
      ? judgeUnsuitable(places, values)
      : allOf<M | CopyMessage>([
          () => judgeSuitable(question, covering, suitables),
          () => judgeManagement({ asset, covering, joined }, vaults),
        ]);
  const evidence = [{ facet: 'definition', observed, expected: `a copy in ${values.place}`, resource: covering.plan.id }];
  return { ...outcome, evidence: [...evidence, ...outcome.evidence] };
};

/** Whether one covering rule at least copies to a place that will do, and the copies can arrive there. */
export const judgeCopies = <P, M extends string>(question: Question<P, M>): Outcome<M | CopyMessage> => {
  const { wish, asset, params, joined } = question;
  const coverage = coverageOf(asset, joined);
  const count = (covering: CoveringRule): number => copyPlaces(covering).filter(suitable(wish, asset, params)).length;
  // Those that come close come first: where none will do, the first is the one to name.
  const rules = [...coverage.rules].sort((a, b) => count(b) - count(a));
  return judgeAnyRule<M | CopyMessage>(
    { ...coverage, rules },
    { each: (covering) => judgeRule(question, covering), ...unlessCovered(coverage) },
  );
};
