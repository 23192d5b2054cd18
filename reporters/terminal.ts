import type { Report } from '../model/report.ts';
import type { RenderContext, Reporter } from '../model/reporter.ts';
import { clip, mapStrings, printable } from '../model/text.ts';
import { groupBy } from './shared/group.ts';
import { type Canvas, componentLines } from './terminal/findings.ts';
import { gapsLines } from './terminal/gaps.ts';
import { recoveryLines } from './terminal/recovery.ts';
import { styleOf } from './terminal/style.ts';
import { summaryLines } from './terminal/summary.ts';

// Narrower terminals break the lines themselves.
const LEAST_WIDTH = 80;
const LONGEST_TEXT = 2000;

const canvasOf = (context: RenderContext): Canvas => ({
  style: styleOf(context.color),
  context,
  width: Math.max(LEAST_WIDTH, context.width),
});

/** Makes every string of a report harmless at once, so that no section can forget one. */
const harmless = (report: Report): Report => mapStrings(report, (text) => printable(clip(text, LONGEST_TEXT)));

const render = (report: Report, context: RenderContext): string => {
  const canvas = canvasOf(context);
  const { findings, recovery, gaps, ...rest } = harmless(report);
  const components = groupBy(findings, ({ policy, component }) => JSON.stringify([policy, component]));
  const lines = [
    ...[...components.values()].flatMap((members) => componentLines(members, canvas)),
    ...recoveryLines(recovery, canvas),
    ...gapsLines(gaps, canvas),
    ...summaryLines({ findings, recovery, gaps, ...rest }, canvas),
  ];
  return `${lines.join('\n')}\n`;
};

const reporter: Reporter = {
  id: 'terminal',
  description: 'For people: grouped by component, failures first, with how to mend them.',
  mediaType: 'text/plain',
  extension: 'txt',
  render,
};

export default reporter;
