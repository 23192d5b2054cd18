import { createHash } from 'node:crypto';
import type { Report } from '../../model/report.ts';

const LONGEST_PART = 100;

const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

/** The distinct names, sorted and joined; where that grows too long, a hash of it. */
const part = (names: Iterable<string>): string => {
  const text = [...new Set(names)]
    .filter((name) => name !== '')
    .map(encode)
    .sort()
    .join('+');
  if (text === '') return 'none';
  return text.length <= LONGEST_PART ? text : createHash('sha256').update(text).digest('hex').slice(0, 16);
};

/** The selectors of a component are resources of all targets that could hold a match: `prod, staging`. */
const targetsOf = ({ findings, gaps }: Report): readonly string[] => [
  ...findings.flatMap(({ resource: { target } }) => target.split(', ')),
  ...gaps.map(({ target }) => target),
];

/** What targets reach: their accounts and clusters. */
const reachedBy = ({ findings }: Report): readonly string[] =>
  findings.flatMap(({ resource: { account, cluster } }) => account ?? cluster ?? []);

/**
 * `mlops-dr/POLICIES/TARGETS/ACCOUNTS-AND-CLUSTERS/`: what tells this run from others of the same tool. GitHub's category is all of it
 * up to the last `/`, and a run replaces the alerts of its own category only. Legs of a matrix differ in one of the parts.
 */
export const automationId = (report: Report): string => {
  const policies = report.findings.map(({ policy }) => policy);
  return [encode(report.tool.name), part(policies), part(targetsOf(report)), part(reachedBy(report)), ''].join('/');
};
