import { createHash } from 'node:crypto';
import type { Control, Framework } from '../../model/control.ts';
import { s3Bucket } from '../../model/kinds/s3.ts';
import { noParams } from '../../model/params.ts';
import {
  type Finding,
  REPORT_SCHEMA,
  type Recovery,
  type Report,
  type ReportedGap,
  type ReportedResource,
  type Summary,
} from '../../model/report.ts';
import type { RenderContext } from '../../model/reporter.ts';
import { type AnyRule, defineRule, pass } from '../../model/rule.ts';

/** Texts as somebody with bad intentions would name a resource, with a word for each. */
export const HOSTILE = {
  'escape sequence': 'a\u001b[31mred\u001b[0m\u001b]0;title\u0007',
  'C1 control': 'a\u009b31mred',
  newline: 'a\n✓ 99 passed\r\nb',
  bidi: 'a\u202egnp.exe\u2066b\u2069',
  'zero width': 'pay\u200bload\ufeff',
  separators: 'a\u2028b\u2029c',
  'half a pair': 'a\ud800b',
  html: '</script><img src=x onerror=alert(1)>',
  markdown: '[click](https://evil.example) ![x](y) `code` | cell | <b>*_~#',
  shell: '$(reboot); rm -rf ~ `id`',
  placeholder: '{0} {name} {{1}}',
  address: 'https://evil.example/../../x',
} as const;

type Words = Pick<AnyRule, 'title' | 'rationale' | 'remediation' | 'references' | 'severity'>;

const fake = (id: string, words: Partial<Words> = {}): AnyRule =>
  defineRule({
    id,
    title: 'Versioning is enabled',
    rationale: 'Without it an overwrite is final.',
    remediation: 'Enable versioning: `aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled`.',
    references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html'],
    severity: 'critical',
    subject: s3Bucket,
    reads: ['versioning'],
    params: noParams,
    messages: { enabled: 'Versioning is enabled.' },
    examples: [],
    check: () => pass('enabled'),
    ...words,
  });

export const RULES: ReadonlyMap<string, AnyRule> = new Map(
  [
    fake('s3/versioning-enabled'),
    fake('s3/mfa-delete-enabled', {
      title: 'MFA delete is enabled',
      rationale: 'Stolen credentials alone can destroy versions.',
      remediation:
        'Only the root user can enable it, with the device at hand: `aws s3api put-bucket-versioning --bucket {name} --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "SERIAL CODE"` in account {account}.',
      references: [],
      severity: 'medium',
    }),
    fake('s3/hostile', {
      title: `Title ${HOSTILE.markdown}`,
      rationale: `Rationale ${HOSTILE.html} ${HOSTILE.markdown}.`,
      remediation: `Run ${HOSTILE.html} and \`aws s3 ls {0} | cat <x>\`.`,
      references: ['javascript:alert(1)', 'https://example.com/a b)c'],
      severity: 'low',
    }),
  ].map((rule) => [rule.id, rule]),
);

export const NIST: Framework = {
  id: 'nist-800-53r5',
  title: 'NIST SP 800-53 Rev. 5',
  url: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
};
export const SOC2: Framework = { id: 'soc-2', title: 'SOC 2' };
export const CONTROLS: ReadonlyMap<string, readonly Control[]> = new Map([
  [
    's3/versioning-enabled',
    [
      { framework: NIST, id: 'CP-9' },
      { framework: NIST, id: 'CP-10' },
      { framework: SOC2, id: 'A1.2' },
    ],
  ],
  ['s3/mfa-delete-enabled', [{ framework: NIST, id: 'CP-9' }]],
]);

export const contextOf = (more: Partial<RenderContext> = {}): RenderContext => ({
  rules: RULES,
  controls: CONTROLS,
  color: false,
  width: 100,
  ...more,
});

export const bucket = (name: string, more: Partial<ReportedResource> = {}): ReportedResource => ({
  kind: 's3/bucket',
  id: `arn:aws:s3:::${name}`,
  name,
  target: 'prod',
  account: '111122223333',
  region: 'us-west-2',
  ...more,
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A failure of `s3/versioning-enabled` on `mlops-models`, unless told otherwise. */
export const findingOf = (more: Partial<Omit<Finding, 'fingerprint'>> = {}): Finding => {
  const finding = {
    rule: 's3/versioning-enabled',
    policy: 'mlops-platform',
    component: 'model-artifacts',
    resource: bucket('mlops-models'),
    verdict: 'fail',
    severity: 'critical',
    message: 'Versioning is suspended: what is overwritten from now on is lost.',
    evidence: [{ facet: 'versioning', observed: 'Suspended', expected: 'Enabled' }],
    waiver: null,
    location: { file: 'policies/mlops-platform.yaml', line: 12, column: 9 },
    ...more,
  } as const;
  const { rule, policy, component, resource, location } = finding;
  const identity = JSON.stringify([rule, policy, component, resource, location]);
  return { fingerprint: sha256(identity), ...finding };
};

export const WAIVER: NonNullable<Finding['waiver']> = {
  reason: 'Moves to the new account in May.',
  approvedBy: 'dana@example.com',
  expires: '2026-05-31T23:59:59.999Z',
  location: { file: 'waivers.yaml', line: 3, column: 5 },
};

export const gapOf = (more: Partial<ReportedGap> = {}): ReportedGap => ({
  target: 'prod',
  kind: 's3/bucket',
  id: 'arn:aws:s3:::mlops-models',
  facet: 'replication',
  action: 's3:GetReplicationConfiguration',
  code: 'AccessDenied',
  message: 'Access Denied',
  ...more,
});

export const recoveryOf = (more: Partial<Recovery> = {}): Recovery => ({
  policy: 'mlops-platform',
  component: 'model-artifacts',
  resource: bucket('mlops-models'),
  objectives: {
    rpo: { target: 'PT15M', design: 'PT15M', observed: null, verdict: 'unknown', message: 'No metric tells how far the replica lags.' },
    copies: { target: 2, design: 1, observed: 1, verdict: 'fail', message: 'One copy exists; two are required.' },
    immutable: { target: true, design: true, observed: true, verdict: 'pass', message: 'Object Lock holds every copy.' },
  },
  protections: [
    {
      mechanism: 's3-versioning',
      region: 'us-west-2',
      location: 'arn:aws:s3:::mlops-models',
      rpo: { design: 'PT0S', observed: null },
      retention: { design: 'unlimited', observed: null },
      immutability: 'none',
      health: 'healthy',
      evidence: [{ facet: 'versioning', observed: 'Enabled' }],
    },
  ],
  ...more,
});

const summaryOf = (findings: readonly Finding[]): Summary => {
  const count = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict && !finding.waiver).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    unknown: count('unknown'),
    pending: count('pending'),
    notApplicable: count('not-applicable'),
    waived: findings.filter(({ waiver }) => waiver).length,
  };
};

export const reportOf = ({ findings = [], gaps = [], recovery = [] }: Partial<Report> = {}): Report => ({
  schema: REPORT_SCHEMA,
  tool: { name: 'mlops-dr', version: '0.1.0' },
  takenAt: '2025-11-22T15:00:00.000Z',
  summary: summaryOf(findings),
  findings,
  gaps,
  recovery,
});

/** One finding of each verdict and a waived one. */
export const EVERY_VERDICT: readonly Finding[] = [
  findingOf(),
  findingOf({ resource: bucket('model-cards'), verdict: 'pass', message: 'Versioning is enabled.' }),
  findingOf({ resource: bucket('scratch'), verdict: 'not-applicable', message: 'A directory bucket has no versions.' }),
  findingOf({ resource: bucket('fresh'), verdict: 'pending', message: 'The first run is due tomorrow.' }),
  findingOf({ resource: bucket('secret'), verdict: 'unknown', message: 'Not evaluated: versioning could not be read.' }),
  findingOf({
    resource: bucket('legacy'),
    rule: 's3/mfa-delete-enabled',
    severity: 'medium',
    message: 'MFA delete is off.',
    waiver: WAIVER,
  }),
];

/** A report in which every string that a cloud or a user can choose is `text`. */
export const hostileReport = (text: string): Report => {
  const resource = bucket(text, { id: text, target: text, account: text, region: text, cluster: text, namespace: text });
  const evidence = [{ facet: text, observed: text, expected: text, resource: text }];
  const location = { file: text, line: 1, column: 1 };
  const finding = findingOf({ rule: text, policy: text, component: text, resource, message: text, evidence, location });
  const verdicts = ['fail', 'unknown', 'pending', 'pass', 'not-applicable'] as const;
  return reportOf({
    findings: [
      ...verdicts.map((verdict) => ({ ...finding, verdict, fingerprint: sha256(verdict) })),
      { ...finding, waiver: { reason: text, approvedBy: text, expires: WAIVER.expires, location } },
      findingOf({ rule: 's3/hostile', resource, location }),
    ],
    gaps: [
      gapOf({ target: text, kind: text, id: text, region: text, facet: text, action: text, code: text, message: text }),
      { target: text, action: text, code: text, message: text },
    ],
    recovery: [
      recoveryOf({
        policy: text,
        component: text,
        resource,
        objectives: { rpo: { target: text, design: text, observed: text, verdict: 'fail', message: text } },
      }),
    ],
  });
};

/** `count` failures on as many buckets, of changing severity. */
export const manyFindings = (count: number): readonly Finding[] =>
  Array.from({ length: count }, (_, index) =>
    findingOf({ resource: bucket(`bucket-${String(index).padStart(5, '0')}`), severity: index % 10 === 0 ? 'critical' : 'low' }),
  );
