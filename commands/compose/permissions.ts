import { demandOf } from '../../engine/demand.ts';
import type { Configuration } from '../../engine/load/configuration.ts';
import { actionsFor } from '../../engine/permissions.ts';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { mechanisms } from '../../generated/mechanisms.ts';
import { scanners } from '../../generated/scanners.ts';
import type { Policy } from '../../model/policy.ts';
import { jsonText } from '../../model/text.ts';
import { actionsByKind } from './catalogue.ts';

const AWS = 'aws';

/** The action that tells the Regions; none where every AWS target of the configuration names its own. */
const everyRegion = (configuration: Configuration | undefined): string | undefined => {
  const connector = connectors.get(AWS);
  const targets = (configuration?.targets ?? []).filter(({ type }) => type === AWS);
  const named = targets.length > 0 && targets.every(({ value }) => connector?.regions(value) !== undefined);
  return named ? undefined : connector?.everyRegion?.action;
};

/** The IAM actions that a scan with these policies may need: no more, and none that writes. */
export const awsActions = (policies: readonly Policy[], configuration: Configuration | undefined): readonly string[] =>
  actionsFor({
    demand: demandOf(policies, [...mechanisms.values()]),
    kinds,
    scanned: actionsByKind([...scanners.values()].filter(({ target }) => target === AWS)),
    everyRegion: everyRegion(configuration),
  });

const SID = 'MlopsDrRead';

const iamPolicy = (actions: readonly string[]): string =>
  jsonText({ Version: '2012-10-17', Statement: [{ Sid: SID, Effect: 'Allow', Action: actions, Resource: '*' }] });

/** HCL as `terraform fmt` writes it. */
const terraform = (actions: readonly string[]): string =>
  [
    'data "aws_iam_policy_document" "mlops_dr" {',
    '  statement {',
    `    sid    = "${SID}"`,
    '    effect = "Allow"',
    '    actions = [',
    ...actions.map((action) => `      "${action}",`),
    '    ]',
    '    resources = ["*"]',
    '  }',
    '}',
    '',
  ].join('\n');

/** How the permissions can be written. */
export const PERMISSION_FORMATS = { json: iamPolicy, terraform } as const;
