import { formatArn, parseArn } from '../arn.ts';
import type { Scope } from '../resource.ts';

// Ids of things of AWS Backup that have no ARN of their own, in the form of one: they tell where the thing is.

const backupArn = (partition: string, region: string, account: string, resource: string): string =>
  formatArn({ partition, service: 'backup', region, account, resource });

/** What an id of AWS Backup says; `undefined` where the text is none. */
const parse = (id: string) => {
  const arn = parseArn(id);
  return arn?.service === 'backup' ? arn : undefined;
};

/** A part of something with an ARN: `PLAN_ARN/selection/ID`. */
export const selectionId = (planArn: string, selection: string): string => `${planArn}/selection/${selection}`;

export interface SelectionParts {
  readonly region: string;
  readonly account: string;
  /** Id of the plan, or the ARN's own word for what it belongs to. */
  readonly plan: string;
  readonly selection: string;
}

/** The parts of the id of a selection, of a backup plan or of a restore testing plan; `undefined` where it is none. */
export const parseSelectionId = (id: string): SelectionParts | undefined => {
  const arn = parse(id);
  const [, plan, selection] = /^(?:backup-plan|restore-testing-plan):(.+)\/selection\/([^/]+)$/s.exec(arn?.resource ?? '') ?? [];
  return arn && plan && selection ? { region: arn.region, account: arn.account, plan, selection } : undefined;
};

/** The id of a plan in its ARN: `arn:aws:backup:REGION:ACCOUNT:backup-plan:ID`, also of a restore testing plan. */
export const planIdOf = (planArn: string): string | undefined =>
  /^(?:backup-plan|restore-testing-plan):(.+)$/s.exec(parse(planArn)?.resource ?? '')?.[1];

/** A resource as AWS Backup knows it in one Region; copies of its backups may make it known in others. */
export const protectedResourceId = (partition: string, region: string, account: string, resource: string): string =>
  backupArn(partition, region, account, `protected-resource/${resource}`);

/** The ARN of the resource itself, and where AWS Backup is asked about it. */
export const parseProtectedResourceId = (
  id: string,
): { readonly region: string; readonly account: string; readonly resource: string } | undefined => {
  const arn = parse(id);
  const resource = /^protected-resource\/(.+)$/s.exec(arn?.resource ?? '')?.[1];
  return arn && resource ? { region: arn.region, account: arn.account, resource } : undefined;
};

/** The settings of AWS Backup in a Region; `undefined` where the scope does not tell which one. */
export const regionSettingsId = ({ partition = 'aws', region, account }: Scope): string | undefined =>
  region !== undefined && account !== undefined ? backupArn(partition, region, account, 'region-settings') : undefined;

/** The settings of AWS Backup in an account. */
export const accountSettingsId = ({ partition = 'aws', account }: Scope): string | undefined =>
  account !== undefined ? backupArn(partition, '', account, 'global-settings') : undefined;

/** A vault by its name, in the scope of what names it. */
export const vaultArn = ({ partition = 'aws', region, account }: Scope, name: string): string | undefined =>
  region !== undefined && account !== undefined ? backupArn(partition, region, account, `backup-vault:${name}`) : undefined;

/** Where the vault of an ARN is, and its name; `undefined` where the text is no such ARN. */
export const parseVaultArn = (text: string): { readonly region: string; readonly account: string; readonly name: string } | undefined => {
  const arn = parse(text);
  const name = /^backup-vault:(.+)$/s.exec(arn?.resource ?? '')?.[1];
  return arn && name ? { region: arn.region, account: arn.account, name } : undefined;
};
