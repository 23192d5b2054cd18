import { strict as assert } from 'node:assert';
import type { Verdicts } from './verdicts.ts';

/** What the lane has checked so far. */
export const counts = { passed: 0, failed: 0, skipped: 0 };

const notePass = (name: string): void => {
  counts.passed++;
  console.log(`✓ ${name}`);
};

const noteFailure = (name: string, error: unknown): void => {
  counts.failed++;
  console.log(`✘ ${name}\n${error instanceof Error ? error.message : error}`);
};

/** Counts whether `holds` returns or throws, and says so. */
export const check = (name: string, holds: () => void): void => {
  try {
    holds();
    notePass(name);
  } catch (error) {
    noteFailure(name, error);
  }
};

/** The same of what takes its time: something that breaks off the lane must not break off its tally. */
export const checkAll = async (name: string, run: () => Promise<void>): Promise<void> => {
  try {
    await run();
    notePass(name);
  } catch (error) {
    noteFailure(name, error);
  }
};

/** One check a verdict: those that are expected, and those that nobody expects. */
export const checkVerdicts = (when: string, found: Verdicts, expected: Verdicts): void => {
  for (const key of new Set([...expected.keys(), ...found.keys()]))
    check(`${when}: ${key}: ${expected.get(key) ?? 'no finding'}`, () => assert.equal(found.get(key), expected.get(key)));
};
