import { matchesGlob } from '../../model/glob.ts';
import type { Response } from '../http.ts';
import { isSince } from '../versions.ts';
import type { PrometheusServer } from '../world.ts';
import { failure, success } from './answers.ts';
import { valueText } from './metrics.ts';

const bad = (parameter: string, problem: string): Response =>
  failure({ code: 'bad_data', status: 400, message: `invalid parameter ${JSON.stringify(parameter)}: ${problem}` });

const count = (text: string, character: string): number => text.split(character).length - 1;

/** What the lab finds wrong with an expression: no more than a parser sees at first sight. */
const problemOf = (expression: string, version: string): string | undefined => {
  if (expression === '') return `${isSince(version, '3.0') ? 'unknown position' : '1:1'}: parse error: no expression found in input`;
  const isOpen = count(expression, '(') > count(expression, ')');
  return isOpen ? `1:${expression.length + 1}: parse error: unclosed left parenthesis` : undefined;
};

/** Seconds since 1970, from a number or an ISO 8601 time. */
const secondsOf = (time: string): number => (/^[\d.]+$/.test(time) ? Number(time) : Date.parse(time) / 1000);

// Seconds, or numbers with units.
const DURATION = /^(?:\d+(?:\.\d+)?|(?:\d+(?:ms|[smhdwy]))+)$/;

/** `GET /api/v1/query`. @param now ISO 8601 */
export const query = ({ queries = [], version }: PrometheusServer, asked: URLSearchParams, now: string): Response => {
  const expression = asked.get('query') ?? '';
  const timeout = asked.get('timeout') ?? '1m';
  if (!DURATION.test(timeout)) return bad('timeout', `cannot parse ${JSON.stringify(timeout)} to a valid duration`);
  const problem = problemOf(expression, version);
  if (problem !== undefined) return bad('query', problem);
  const at = secondsOf(asked.get('time') ?? now);
  if (Number.isNaN(at)) return bad('time', `cannot parse ${JSON.stringify(asked.get('time'))} to a valid timestamp`);
  if (/^\d+$/.test(expression)) return success({ resultType: 'scalar', result: [at, expression] });
  const result = queries.find((one) => matchesGlob(one.query, expression))?.result ?? [];
  return success({ resultType: 'vector', result: result.map(({ metric, value }) => ({ metric, value: [at, valueText(value)] })) });
};
