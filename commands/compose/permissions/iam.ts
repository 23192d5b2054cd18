import { jsonText } from '../../../model/text.ts';

const SID = 'MlopsDrRead';

/** An IAM policy. */
export const iamPolicy = (actions: readonly string[]): string =>
  jsonText({ Version: '2012-10-17', Statement: [{ Sid: SID, Effect: 'Allow', Action: actions, Resource: '*' }] });

/** A policy document in HCL, as `terraform fmt` writes it. */
export const terraform = (actions: readonly string[]): string =>
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
