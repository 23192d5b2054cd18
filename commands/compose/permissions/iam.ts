import { jsonText } from '../../../model/text.ts';

/** What may be done to what. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs; `*` by itself: everything. */
  readonly resources: readonly string[];
}

/** Actions on whatever there is: what a scan is about follows from the policies, and changes with every resource. */
export const onEverything = (actions: readonly string[]): Statement => ({ sid: 'MlopsDrRead', actions, resources: ['*'] });

const statementOf = ({ sid, actions, resources }: Statement): object => ({
  Sid: sid,
  Effect: 'Allow',
  Action: actions,
  Resource: resources.includes('*') ? '*' : resources,
});

/** An IAM policy. */
export const iamPolicy = (statements: readonly Statement[]): string =>
  jsonText({ Version: '2012-10-17', Statement: statements.map(statementOf) });

/** Each in a line of its own. */
const list = (name: string, items: readonly string[]): readonly string[] => [
  `    ${name} = [`,
  ...items.map((item) => `      "${item}",`),
  '    ]',
];

const block = ({ sid, actions, resources }: Statement): readonly string[] => [
  '  statement {',
  `    sid    = "${sid}"`,
  '    effect = "Allow"',
  ...list('actions', actions),
  ...(resources.includes('*') ? ['    resources = ["*"]'] : list('resources', resources)),
  '  }',
];

/** A policy document in HCL, as `terraform fmt` writes it. */
export const terraform = (statements: readonly Statement[]): string =>
  [
    'data "aws_iam_policy_document" "mlops_dr" {',
    ...statements.flatMap((one, index) => [...(index === 0 ? [] : ['']), ...block(one)]),
    '}',
    '',
  ].join('\n');
