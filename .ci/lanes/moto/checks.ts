import { strict as assert } from 'node:assert';
import { check } from '../shared/checks.ts';
import type { Verdicts } from './verdicts.ts';

/** One check a verdict: those that are expected, and those that nobody expects. */
export const checkVerdicts = (when: string, found: Verdicts, expected: Verdicts): void => {
  for (const key of new Set([...expected.keys(), ...found.keys()]))
    check(`${when}: ${key}: ${expected.get(key) ?? 'no finding'}`, () => assert.equal(found.get(key), expected.get(key)));
};
