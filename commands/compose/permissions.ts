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
import { domainStatements } from './permissions/domains.ts';
import { iamPolicy, onEverything, type Statement, terraform } from './permissions/iam.ts';
import { elasticsearchRole, opensearchRole } from './permissions/search-roles.ts';

/** What has permissions of its own. Prometheus has none: whoever gets through to it may read everything. */
type Platform = 'aws' | 'kubernetes' | 'elasticsearch';

const TITLES: Readonly<Record<Platform, string>> = {
  aws: 'AWS',
  kubernetes: 'a Kubernetes cluster',
  elasticsearch: 'Elasticsearch or OpenSearch',
};

/** What a scan needs, platform by platform. */
interface Needs {
  /** Statements of IAM. */
  readonly aws: readonly Statement[];
  /** Actions. */
  readonly kubernetes: readonly string[];
  readonly elasticsearch: readonly string[];
}

type Format = { readonly [P in Platform]: { readonly platform: P; readonly write: (needs: Needs[P]) => string } }[Platform];

/** How the permissions can be written. The first of a platform is what it gets where nothing else is asked for. */
export const PERMISSION_FORMATS = {
  json: { platform: 'aws', write: iamPolicy },
  terraform: { platform: 'aws', write: terraform },
  'cluster-role': { platform: 'kubernetes', write: clusterRole },
  'elasticsearch-role': { platform: 'elasticsearch', write: elasticsearchRole },
  'opensearch-role': { platform: 'elasticsearch', write: opensearchRole },
} as const satisfies Readonly<Record<string, Format>>;

export type PermissionFormat = keyof typeof PERMISSION_FORMATS;

/** Permissions as they are to be printed. */
export interface Permissions {
  readonly text: string;
  /** Of each other platform that the policies read, its formats. */
  readonly others: readonly (readonly PermissionFormat[])[];
}

/** What the targets of a platform say. */
const valuesOf = (platform: Platform, configuration: Configuration | undefined): readonly unknown[] =>
  (configuration?.targets ?? []).flatMap(({ type, value }) => (type === platform ? [value] : []));

/** The action that tells the Regions; none where every target of the platform names its own, or has none. */
const everyRegion = (platform: Platform, targets: readonly unknown[]): string | undefined => {
  const connector = connectors.get(platform);
  const named = targets.length > 0 && targets.every((value) => connector?.regions(value) !== undefined);
  return named ? undefined : connector?.everyRegion?.action;
};

/** What a scan with these policies may ask of a platform: nothing that writes, but for what a target asks for. */
const actionsOn = (platform: Platform, policies: readonly Policy[], configuration: Configuration | undefined): readonly string[] => {
  const targets = valuesOf(platform, configuration);
  const { writing } = connectors.get(platform) ?? {};
  return actionsFor({
    demand: demandOf(policies, [...mechanisms.values()]),
    kinds,
    scanned: actionsByKind([...scanners.values()].filter(({ target }) => target === platform)),
    everyRegion: everyRegion(platform, targets),
  }).filter((action) => action !== writing?.action || targets.some(writing.isAskedFor));
};

/** What lets the requests to search clusters through that are signed. */
const signedIn = (actions: readonly string[], configuration: Configuration | undefined): readonly Statement[] => {
  const { signedFor, writing } = connectors.get('elasticsearch') ?? {};
  const domains = valuesOf('elasticsearch', configuration).flatMap((value) => signedFor?.(value) ?? []);
  return actions.length === 0 ? [] : domainStatements(domains, writing !== undefined && actions.includes(writing.action));
};

const needsOf = (policies: readonly Policy[], configuration: Configuration | undefined): Needs => {
  const [aws, elasticsearch] = [actionsOn('aws', policies, configuration), actionsOn('elasticsearch', policies, configuration)];
  return {
    aws: [...(aws.length > 0 ? [onEverything(aws)] : []), ...signedIn(elasticsearch, configuration)],
    kubernetes: actionsOn('kubernetes', policies, configuration),
    elasticsearch,
  };
};

const formatsOf = (platform: Platform): readonly PermissionFormat[] =>
  (Object.keys(PERMISSION_FORMATS) as PermissionFormat[]).filter((format) => PERMISSION_FORMATS[format].platform === platform);

const nothingRead = (platform: Platform | undefined): InputError => {
  const what = platform ? `of ${TITLES[platform]}` : 'that has permissions of its own';
  return InputError.of('nothing-read', `These policies read nothing ${what}: there is nothing to permit.`);
};

const write = (format: PermissionFormat, needs: Needs): string => {
  const { platform, write: writer }: Format = PERMISSION_FORMATS[format];
  return platform === 'aws' ? writer(needs.aws) : writer(needs[platform]);
};

/**
 * The permissions that a scan with these policies needs, in the format that is asked for, else in that of the first platform
 * of which they read something. Throws `InputError` where they read nothing of it.
 */
export const permissionsFor = (
  policies: readonly Policy[],
  configuration: Configuration | undefined,
  asked: PermissionFormat | undefined,
): Permissions => {
  const needs = needsOf(policies, configuration);
  const read = (Object.keys(needs) as Platform[]).filter((platform) => needs[platform].length > 0);
  const format = asked ?? read.flatMap(formatsOf)[0];
  const platform = format && PERMISSION_FORMATS[format].platform;
  if (!format || !platform || !read.includes(platform)) throw nothingRead(platform);
  const others = read.filter((other) => other !== platform).map(formatsOf);
  return { text: write(format, needs), others: asked === undefined ? others : [] };
};
