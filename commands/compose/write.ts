import { resolve } from 'node:path';
import { rules } from '../../generated/rules.ts';
import { InputError } from '../../model/errors.ts';
import type { Report } from '../../model/report.ts';
import { print } from '../print.ts';
import { shippedControls } from './controls.ts';
import { checkWritable, type Output, writeAtomically } from './formats.ts';

const DEFAULT_WIDTH = 100;

/** https://no-color.org and https://force-color.org: the user's word goes before what the stream can do. */
const wantsColor = (stream: NodeJS.WriteStream): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return Boolean(stream.isTTY) && TERM !== 'dumb';
};

/** Renders every report and writes it. Colours and the width of the terminal are for standard output only. */
export const writeReports = async (report: Report, outputs: readonly Output[]): Promise<void> => {
  const controls = await shippedControls();
  for (const { reporter, path } of outputs) {
    const { render } = await reporter.load();
    const color = path === undefined && wantsColor(process.stdout);
    const width = (path === undefined ? process.stdout.columns : undefined) ?? DEFAULT_WIDTH;
    const text = render(report, { rules, controls, color, width });
    await (path === undefined ? print(text) : writeAtomically(path, text));
  }
};

/** Where a command's own data go: a file, proven writable before any work is done, or standard output. */
export const destination = async (path: string | undefined, cwd: string): Promise<(text: string) => Promise<void>> => {
  if (path === undefined) return print;
  const resolved = resolve(cwd, path);
  const problems = await checkWritable(resolved);
  if (problems.length > 0) throw new InputError(problems);
  return (text) => writeAtomically(resolved, text);
};
