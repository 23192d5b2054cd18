import { Type } from 'typebox';
import { ASSETS, type Asset } from '../../model/backup/assets.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { covered, VAULT, vault } from '../../model/backup/examples.ts';
import { judgeAnyRule } from '../../model/backup/judge.ts';
import { allVaults, placesOf, vaultAt } from '../../model/backup/places.ts';
import { type Lock, lockOf } from '../../model/backup/vault.ts';
import { coverageMessages, nameRule, nameVault, unlessCovered } from '../../model/backup/words.ts';
import { humanDuration } from '../../model/duration.ts';
import { type BackupVaultDescription, backupVault } from '../../model/kinds/backup.ts';
import { choice, duration, params } from '../../model/params.ts';
import { anyOf, defineRule, fail, join, pass, type Subject, unknown } from '../../model/rule.ts';
import { counted } from '../../model/text.ts';

const DAY = 86_400_000;

type Vault = Subject<typeof backupVault, 'description'>;

/** The least that will do. */
interface Wanted {
  readonly mode: 'governance' | 'compliance';
  /** Milliseconds. */
  readonly minRetention?: number;
}

const describeLock = (lock: Lock): string => {
  if (lock.mode === 'none') return 'not locked';
  return lock.mode === 'grace'
    ? `locked in compliance mode, but until ${lock.until} the lock can be lifted`
    : `locked in ${lock.mode} mode`;
};

const describeMinimum = ({ minRetentionDays }: BackupVaultDescription): string =>
  minRetentionDays === undefined ? 'no minimum retention' : `a minimum retention of ${counted(minRetentionDays, 'day')}`;

const evidenceOf = ({ id, facets: { description } }: Vault, lock: Lock, { mode, minRetention }: Wanted) => [
  {
    facet: 'description',
    observed: description.exists ? `${describeLock(lock)}, ${describeMinimum(description)}` : 'no such vault',
    expected: `locked in ${mode} mode${minRetention === undefined ? '' : `, a minimum retention of at least ${humanDuration(minRetention)}`}`,
    resource: id,
  },
];

/** What is wrong with the mode of a lock, as a message and its verdict; nothing where it will do. */
const lackOf = (lock: Lock, wanted: Wanted['mode']) => {
  if (lock.mode === 'none') return { answer: fail, message: 'unlocked' } as const;
  if (wanted === 'governance') return undefined;
  if (lock.mode === 'governance') return { answer: fail, message: 'governance' } as const;
  if (lock.mode === 'compliance') return undefined;
  return Number.isNaN(Date.parse(lock.until))
    ? ({ answer: unknown, message: 'undated' } as const)
    : ({ answer: fail, message: 'grace' } as const);
};

const judgeVault = (found: Vault, covering: CoveringRule, wanted: Wanted, takenAt: Date) => {
  const { description } = found.facets;
  const lock = lockOf(description, takenAt);
  const evidence = evidenceOf(found, lock, wanted);
  const names = { vault: nameVault(found.id, covering.plan.scope), rule: nameRule(covering) };
  const values = { ...names, lock: describeLock(lock), minimum: describeMinimum(description) };
  if (!description.exists) return fail('missing', values, evidence);
  const lack = lackOf(lock, wanted.mode);
  if (lack) return lack.answer(lack.message, lock.mode === 'grace' ? { ...values, until: lock.until } : values, evidence);
  const { minRetention = 0 } = wanted;
  if ((description.minRetentionDays ?? 0) * DAY >= minRetention) return pass('locked', values, evidence);
  return fail('short', { ...values, required: humanDuration(minRetention) }, evidence);
};

const locked = (more: Partial<BackupVaultDescription>) =>
  covered(undefined, { 'backup/vault': { [VAULT]: { description: vault({ locked: true, ...more }) } } });

export default defineRule({
  id: 'backup/vault-locked',
  title: 'The vault that keeps the backups is locked',
  rationale:
    'Whoever steals the keys of an administrator deletes the backups first. A vault lock keeps recovery points until their time is over: in governance mode from all but those who may remove the lock, in compliance mode from everybody, once its grace time has passed; until its lock date anybody with the permission can still remove it, and it counts as governance mode here. Logically air-gapped vaults are always locked in compliance mode. One vault to which a covering rule writes or copies has to be locked. A lock with a minimum retention also keeps plans from making recovery points that are gone soon. Whether the retention of the plan fits the lock, without which its jobs fail, is asked by backup/retention-within-vault-lock.',
  remediation:
    'Lock the vault in governance mode: `aws backup put-backup-vault-lock-configuration --region {region} --backup-vault-name VAULT --min-retention-days 30`. With `--changeable-for-days 3` it becomes a lock in compliance mode, which nobody can remove after that time, AWS included: try it in governance mode first.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html',
  ],
  severity: 'high',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    vaults: join(backupVault, ['description'], (asset: Asset, _: unknown, facts: CoverageFacts) => allVaults(asset, facts)),
  },
  params: params({
    mode: choice(['governance', 'compliance'], {
      default: 'governance',
      description: 'The least that will do: compliance is more than governance.',
    }),
    minRetention: Type.Optional(duration({ description: 'The least minimum retention of the lock. Without it the lock needs none.' })),
  }),
  messages: {
    ...coverageMessages,
    locked: 'What {rule} makes is kept in {vault}, which is {lock}, with {minimum}.',
    unlocked: 'What {rule} makes is kept in {vault}, which is not locked.',
    governance:
      'What {rule} makes is kept in {vault}, which is locked in governance mode, which can be lifted; compliance mode is required.',
    grace: 'What {rule} makes is kept in {vault}, whose lock in compliance mode can be lifted until {until}.',
    undated: 'What {rule} makes is kept in {vault}, whose lock becomes final at {until}, which is no date.',
    short: 'What {rule} makes is kept in {vault}, whose lock has {minimum}; {required} are required.',
    missing: 'There is no {vault}, in which {rule} would keep what it makes.',
  },
  examples: [
    { name: 'Governance mode', facets: {}, around: locked({}), verdict: 'pass' },
    {
      name: 'Governance mode is not enough',
      facets: {},
      around: locked({}),
      params: { mode: 'compliance' },
      verdict: 'fail',
    },
    {
      name: 'Still in its grace time',
      facets: {},
      around: locked({ lockDate: '2026-02-03T00:00:00Z' }),
      params: { mode: 'compliance' },
      verdict: 'fail',
    },
    { name: 'Not locked', facets: {}, around: locked({ locked: false }), verdict: 'fail' },
    {
      name: 'A vault that could not be looked at',
      facets: {},
      around: covered(undefined, { 'backup/vault': { [VAULT]: { description: 'unread' } } }),
      verdict: 'unknown',
    },
  ],
  check: (asset, { params: wanted, joined, takenAt }) => {
    const coverage = coverageOf(asset, joined);
    return judgeAnyRule(coverage, {
      each: (covering) =>
        anyOf(
          placesOf(asset, covering, joined).map((place) => () => judgeVault(vaultAt(place(), joined.vaults), covering, wanted, takenAt)),
        ),
      ...unlessCovered(coverage),
    });
  },
});
