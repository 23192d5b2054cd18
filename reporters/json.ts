import type { Place } from '../model/errors.ts';
import type { Finding, ObjectiveResult, Recovery, Report, ReportedGap, ReportedProtection, ReportedResource } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';
import { jsonText } from '../model/text.ts';
import type { Evidence } from '../model/verdict.ts';

// Members are written out, so that their order is that of the contract whoever built the report.
// JSON leaves out those that are `undefined`.

const place = ({ file, line, column }: Place) => ({ file, line, column });

const resource = ({ kind, id, name, target, account, region, cluster, namespace }: ReportedResource) => ({
  kind,
  id,
  name,
  target,
  account,
  region,
  cluster,
  namespace,
});

const evidence = ({ facet, observed, expected, resource }: Evidence) => ({ facet, observed, expected, resource });

const waiver = (applied: Finding['waiver']) =>
  applied && { reason: applied.reason, approvedBy: applied.approvedBy, expires: applied.expires, location: place(applied.location) };

const finding = (of: Finding) => ({
  fingerprint: of.fingerprint,
  rule: of.rule,
  policy: of.policy,
  component: of.component,
  resource: resource(of.resource),
  verdict: of.verdict,
  severity: of.severity,
  message: of.message,
  evidence: of.evidence.map(evidence),
  waiver: waiver(of.waiver),
  location: place(of.location),
});

const gap = ({ target, kind, id, region, facet, action, code, message }: ReportedGap) => ({
  target,
  kind,
  id,
  region,
  facet,
  action,
  code,
  message,
});

const objective = (result: ObjectiveResult | undefined) =>
  result && {
    target: result.target,
    design: result.design,
    observed: result.observed,
    verdict: result.verdict,
    message: result.message,
  };

const objectives = ({ rpo, retention, copies, regions, immutable, restoreTestedWithin }: Recovery['objectives']) => ({
  rpo: objective(rpo),
  retention: objective(retention),
  copies: objective(copies),
  regions: objective(regions),
  immutable: objective(immutable),
  restoreTestedWithin: objective(restoreTestedWithin),
});

const protection = (of: ReportedProtection) => ({
  mechanism: of.mechanism,
  region: of.region,
  location: of.location,
  rpo: { design: of.rpo.design, observed: of.rpo.observed },
  retention: { design: of.retention.design, observed: of.retention.observed },
  immutability: of.immutability,
  health: of.health,
  evidence: of.evidence.map(evidence),
});

const recovery = (of: Recovery) => ({
  policy: of.policy,
  component: of.component,
  resource: resource(of.resource),
  objectives: objectives(of.objectives),
  protections: of.protections.map(protection),
});

const summary = ({ pass, fail, unknown, pending, notApplicable, waived }: Report['summary']) => ({
  pass,
  fail,
  unknown,
  pending,
  notApplicable,
  waived,
});

const contract = (report: Report) => ({
  schema: report.schema,
  tool: { name: report.tool.name, version: report.tool.version },
  takenAt: report.takenAt,
  summary: summary(report.summary),
  findings: report.findings.map(finding),
  gaps: report.gaps.map(gap),
  recovery: report.recovery.map(recovery),
});

const reporter: Reporter = {
  id: 'json',
  description: 'Everything, for programs: the contract mlops-dr/report/v1.',
  mediaType: 'application/json',
  extension: 'json',
  render: (report) => jsonText(contract(report)),
};

export default reporter;
