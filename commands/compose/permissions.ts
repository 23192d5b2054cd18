import { demandOf } from '../../engine/demand.ts';
import type { Configuration } from '../../engine/load/configuration.ts';
import { actionsFor } from '../../engine/permissions.ts';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { mechanisms } from '../../generated/mechanisms.ts';
import { scanners } from '../../generated/scanners.ts';
import { InputError } from '../../model/errors.ts';
import type { Policy } from '../../model/policy.ts';
import { actionsByKind } from './catalogue.ts';
import { clusterRole } from './permissions/cluster-role.ts';
import { iamPolicy, terraform } from './permissions/iam.ts';

/** What has permissions of its own. */
type Platform = 'aws' | 'kubernetes';

const TITLES: Readonly<Record<Platform, string>> = { aws: 'AWS', kubernetes: 'a Kubernetes cluster' };

/** How the permissions can be written. The first of a platform is what it gets where nothing else is asked for. */
export const PERMISSION_FORMATS = {
  json: { platform: 'aws', write: iamPolicy },
  terraform: { platform: 'aws', write: terraform },
  'cluster-role': { platform: 'kubernetes', write: clusterRole },
} as const satisfies Readonly<Record<string, { platform: Platform; write: (actions: readonly string[]) => string }>>;

export type PermissionFormat = keyof typeof PERMISSION_FORMATS;

/** Permissions as they are to be printed. */
export interface Permissions {
  readonly text: string;
  /** Formats of the other platforms that the policies read. */
  readonly others: readonly PermissionFormat[];
}

/** The action that tells the Regions; none where every target of the platform names its own, or has none. */
const everyRegion = (platform: Platform, configuration: Configuration | undefined): string | undefined => {
  const connector = connectors.get(platform);
  const targets = (configuration?.targets ?? []).filter(({ type }) => type === platform);
  const named = targets.length > 0 && targets.every(({ value }) => connector?.regions(value) !== undefined);
  return named ? undefined : connector?.everyRegion?.action;
};

/** What a scan with these policies may ask of a platform: no more, and nothing that writes. */
const actionsOn = (platform: Platform, policies: readonly Policy[], configuration: Configuration | undefined): readonly string[] =>
  actionsFor({
    demand: demandOf(policies, [...mechanisms.values()]),
    kinds,
    scanned: actionsByKind([...scanners.values()].filter(({ target }) => target === platform)),
    everyRegion: everyRegion(platform, configuration),
  });

const formatOf = (platform: Platform): PermissionFormat | undefined =>
  (Object.keys(PERMISSION_FORMATS) as PermissionFormat[]).find((format) => PERMISSION_FORMATS[format].platform === platform);

const nothingRead = (platform: Platform): InputError =>
  InputError.of('nothing-read', `These policies read nothing of ${TITLES[platform]}: there is nothing to permit.`);

/**
 * The permissions that a scan with these policies needs, in the format that is asked for, else in that of the first platform
 * of which they read something. Throws `InputError` where they read nothing of it.
 */
export const permissionsFor = (
  policies: readonly Policy[],
  configuration: Configuration | undefined,
  asked: PermissionFormat | undefined,
): Permissions => {
  const actions = { aws: actionsOn('aws', policies, configuration), kubernetes: actionsOn('kubernetes', policies, configuration) };
  const read = (Object.keys(actions) as Platform[]).filter((platform) => actions[platform].length > 0);
  const format = asked ?? formatOf(read[0] ?? 'aws') ?? 'json';
  const { platform, write } = PERMISSION_FORMATS[format];
  if (!read.includes(platform)) throw nothingRead(platform);
  const others = read.filter((other) => other !== platform).flatMap((other) => formatOf(other) ?? []);
  return { text: write(actions[platform]), others: asked === undefined ? others : [] };
};
