import type { Log, Run } from 'sarif';
import type { Report } from '../../model/report.ts';
import type { RenderContext } from '../../model/reporter.ts';
import { groupBy } from '../shared/group.ts';
import { automationId } from './category.ts';
import { gapNotification, isFatal, leftOut, NOTIFICATIONS } from './notifications.ts';
import type { Profile } from './profile.ts';
import { resultOf } from './results.ts';
import { ruleDescriptor } from './rules.ts';
import { taxonomiesOf, taxonomyComponent } from './taxonomies.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The rules of a run: those of its results first, then those that were evaluated and have no result in it. */
const ruleIdsOf = (kept: Report['findings'], all: Report['findings'], most: number): readonly string[] =>
  [...new Set([...kept, ...all].map(({ rule }) => rule))].slice(0, most);

const toolOf = (
  report: Report,
  kept: Report['findings'],
  ruleIds: readonly string[],
  context: RenderContext,
  profile: Profile,
): Run['tool'] => {
  const taxonomies = taxonomiesOf(ruleIds, context);
  const byRule = groupBy(kept, ({ rule }) => rule);
  const everything = groupBy(report.findings, ({ rule }) => rule);
  const findings = (id: string) => byRule.get(id) ?? everything.get(id) ?? [];
  return {
    driver: {
      name: report.tool.name,
      version: report.tool.version,
      semanticVersion: report.tool.version,
      rules: ruleIds.map((id) => ruleDescriptor(id, findings(id), { context, profile, taxonomies })),
      notifications: [...NOTIFICATIONS],
      ...(profile.complete ? { supportedTaxonomies: taxonomies.map(({ framework }, index) => ({ name: framework.id, index })) } : {}),
    },
  };
};

const invocationOf = ({ gaps, takenAt }: Report, over: number, profile: Profile): NonNullable<Run['invocations']>[number] => ({
  executionSuccessful: !gaps.some(isFatal),
  endTimeUtc: takenAt,
  toolExecutionNotifications: [
    ...leftOut(over, 'results', profile.most),
    ...leftOut(gaps.length - profile.most, 'notifications', profile.most),
    ...gaps.slice(0, profile.most).map((gap) => gapNotification(gap, profile)),
  ],
});

const runOf = (report: Report, context: RenderContext, profile: Profile): Run => {
  const selected = profile.select(report.findings);
  const kept = selected.slice(0, profile.most);
  const ruleIds = ruleIdsOf(kept, report.findings, profile.most);
  const indices = new Map(ruleIds.map((id, index) => [id, index]));
  const ruleIndex = (id: string) => indices.get(id) ?? -1;
  const suppressible = profile.complete && kept.some(({ waiver }) => waiver !== null);
  return {
    tool: toolOf(report, kept, ruleIds, context, profile),
    automationDetails: { id: automationId(report) },
    invocations: [invocationOf(report, selected.length - kept.length, profile)],
    columnKind: 'utf16CodeUnits',
    ...(profile.complete ? { taxonomies: taxonomiesOf(ruleIds, context).map(taxonomyComponent) } : {}),
    results: kept.map((finding) => resultOf(finding, { profile, ruleIndex, suppressible })),
  };
};

/** A report as one run of SARIF 2.1.0, as one profile wants it. */
export const sarifLog = (report: Report, context: RenderContext, profile: Profile): Log => ({
  $schema: SCHEMA,
  version: '2.1.0',
  runs: [runOf(report, context, profile)],
});
