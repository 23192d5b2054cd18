import { ASSETS, type Asset, isBucket } from '../../model/backup/assets.ts';
import { type CoverageFacts, type CoveringRule, coverageJoins, coverageOf } from '../../model/backup/coverage.ts';
import { covered, VAULT, vault } from '../../model/backup/examples.ts';
import { judgeAnyRule } from '../../model/backup/judge.ts';
import { ownPlace, ownVaults, vaultAt } from '../../model/backup/places.ts';
import { coverageMessages, nameRule, nameVault, unlessCovered } from '../../model/backup/words.ts';
import type { Attempt } from '../../model/iam/denial.ts';
import { judgeDenial } from '../../model/iam/judge.ts';
import { backupVault } from '../../model/kinds/backup.ts';
import { choices, nameGlobs, params } from '../../model/params.ts';
import { defineRule, fail, join, type Subject, unlessUnread } from '../../model/rule.ts';

const ON_POINTS = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'] as const;
const ON_VAULTS = [
  'backup:PutBackupVaultAccessPolicy',
  'backup:DeleteBackupVaultAccessPolicy',
  'backup:DeleteBackupVaultLockConfiguration',
] as const;

type Action = (typeof ON_POINTS | typeof ON_VAULTS)[number];
type Vault = Subject<typeof backupVault, 'description' | 'accessPolicy'>;

/**
 * Patterns of the ARNs of an asset's recovery points: AWS Backup's own for all that it manages fully, those of DynamoDB for
 * tables whose backups it made without the advanced features.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/access-control.html
 */
const pointsOf = (asset: Asset, { partition = 'aws', region, account }: CoveringRule['plan']['scope']): readonly string[] => [
  `arn:${partition}:backup:${region}:${account}:recovery-point:?*`,
  ...(isBucket(asset) ? [] : [`${asset.id}/backup/?*`]),
];

const attemptsOn = (points: readonly string[], vault: string, actions: readonly Action[]): readonly Attempt[] =>
  actions.flatMap((action) => {
    const resources = ON_POINTS.some((name) => name === action) ? points : [vault];
    return resources.map((resource) => ({ action, resource }));
  });

const missing = ({ id }: Vault) =>
  fail('missing', {}, [{ facet: 'description', observed: 'no such vault', expected: 'a vault', resource: id }]);

/** Where the vaults could not be listed the access policy still tells all: one that denies has a vault, and no policy denies nothing. */
const judgeVault = (found: Vault, attempts: readonly Attempt[], exceptions: readonly string[]) => {
  if (unlessUnread(() => !found.facets.description.exists, false)) return missing(found);
  return judgeDenial(found.facets.accessPolicy.document, attempts, exceptions, { facet: 'accessPolicy', resource: found.id });
};

const messages = {
  ...coverageMessages,
  denied: 'The access policy of {vault}, to which {rule} writes, denies {actions} to everybody.',
  reserved: 'The access policy of {vault}, to which {rule} writes, denies {actions} to everybody but {exceptions}.',
  open: 'The access policy of {vault}, to which {rule} writes, does not deny {action}.',
  limited: 'The access policy of {vault}, to which {rule} writes, denies {action} in part only: {limits}.',
  excepted: 'The access policy of {vault}, to which {rule} writes, denies {action}, but not to {exceptions}.',
  untold: 'The access policy of {vault}, to which {rule} writes, cannot be understood. {problem}.',
  missing: 'There is no {vault}, to which {rule} would write.',
};
type Message = keyof typeof messages;

const ADMIN = 'arn:aws:iam::111122223333:role/backup-admin';

const policed = (changes: object = {}) =>
  covered(undefined, {
    'backup/vault': {
      [VAULT]: {
        description: vault(),
        accessPolicy: {
          document: JSON.stringify({
            Version: '2012-10-17',
            Statement: {
              Sid: 'DenyDeletion',
              Effect: 'Deny',
              Principal: '*',
              Action: [...ON_POINTS, ...ON_VAULTS],
              Resource: '*',
              ...changes,
            },
          }),
        },
      },
    },
  });

const exceptAdmin = { Condition: { ArnNotEquals: { 'aws:PrincipalArn': ADMIN } } };

export default defineRule({
  id: 'backup/vault-denies-deletion',
  title: 'The access policy of the vault denies the deletion of recovery points',
  rationale:
    "Whoever may delete recovery points, or shorten their lifecycle until AWS Backup does it for them, destroys the backups along with the original, and so may whoever has stolen their credentials. A Deny in the access policy of the vault outdoes what any user or role is allowed. It has to hold for everybody, always and on every recovery point, and it has to deny taking the policy itself away, too; a Deny under a condition leaves a way open, and fails. Exceptions count only where the policy here names them: an administrator's role for emergencies is usual, for without any nobody can change the access policy again. One vault to which a covering rule writes has to be protected like this. A vault lock keeps recovery points from more people and for sure: see backup/vault-locked. The access policy rules over AWS Backup only: what is deleted through other services, and what policies of organizations, users and roles say, is not seen.",
  remediation:
    'Where the vault has no access policy: `aws backup put-backup-vault-access-policy --region {region} --backup-vault-name VAULT --policy \'{"Version":"2012-10-17","Statement":[{"Sid":"DenyDeletion","Effect":"Deny","Principal":"*","Action":["backup:DeleteRecoveryPoint","backup:UpdateRecoveryPointLifecycle","backup:PutBackupVaultAccessPolicy","backup:DeleteBackupVaultAccessPolicy"],"Resource":"*","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"ROLE-ARN"}}}]}\'`, with the role that is to be left out, which the param exceptions has to name. Otherwise add that statement to what `aws backup get-backup-vault-access-policy --region {region} --backup-vault-name VAULT` prints.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/backup-recovery-point-manual-deletion-disabled.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  severity: 'medium',
  subject: ASSETS,
  reads: [],
  joins: {
    ...coverageJoins,
    vaults: join(backupVault, ['description', 'accessPolicy'], (asset: Asset, _: unknown, facts: CoverageFacts) => ownVaults(asset, facts)),
  },
  params: params({
    actions: choices([...ON_POINTS, ...ON_VAULTS], {
      default: [
        'backup:DeleteRecoveryPoint',
        'backup:UpdateRecoveryPointLifecycle',
        'backup:PutBackupVaultAccessPolicy',
        'backup:DeleteBackupVaultAccessPolicy',
      ],
      description: 'What has to be denied: by default what destroys recovery points, and what takes the Deny away.',
    }),
    exceptions: nameGlobs({
      description:
        'Whom the Deny may leave out: ARNs as the access policy has them, or aws:userid=…, aws:PrincipalTag/team=… and the like. * stands for any characters, ? for one.',
    }),
  }),
  messages,
  examples: [
    { name: 'Denied to everybody', facets: {}, around: policed(), verdict: 'pass' },
    { name: 'All but an expected role', facets: {}, around: policed(exceptAdmin), params: { exceptions: [ADMIN] }, verdict: 'pass' },
    { name: 'All but a role that nobody expects', facets: {}, around: policed(exceptAdmin), verdict: 'fail' },
    { name: 'The access policy can be taken away', facets: {}, around: policed({ Action: ON_POINTS }), verdict: 'fail' },
    {
      name: 'Without a second factor',
      facets: {},
      around: policed({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      verdict: 'fail',
    },
    {
      name: 'No access policy',
      facets: {},
      around: covered(undefined, { 'backup/vault': { [VAULT]: { description: vault() } } }),
      verdict: 'fail',
    },
  ],
  check: (asset, { params: { actions, exceptions }, joined }) => {
    const coverage = coverageOf(asset, joined);
    const judgeRule = (covering: CoveringRule) => {
      const { scope } = covering.plan;
      const found = vaultAt(ownPlace(asset, covering, joined), joined.vaults);
      const attempts = attemptsOn(pointsOf(asset, scope), found.id, actions);
      const outcome = judgeVault(found, attempts, exceptions);
      return { ...outcome, values: { ...outcome.values, rule: nameRule(covering), vault: nameVault(found.id, scope) } };
    };
    return judgeAnyRule<Message>(coverage, { each: judgeRule, ...unlessCovered(coverage) });
  },
});
