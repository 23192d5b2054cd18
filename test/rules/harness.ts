import type { Static, TObject } from 'typebox';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Judgement, judge } from '../../engine/judge.ts';
import type { AnyKind } from '../../model/kind.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import type { AnyRule, Example } from '../../model/rule.ts';

/** When the facts of every row were read. */
export const TAKEN_AT = new Date('2026-01-31T12:00:00Z');

export const HOME: Scope = { target: 'test', partition: 'aws', account: '111122223333', region: 'us-west-2' };

/** A resource that only a join asked for: nobody listed it, so nothing tells its account. */
const ABROAD: Scope = { target: 'test', partition: 'aws' };

/** One line of a table: an example, with what the verdict says. */
export interface Row extends Example {
  /** Key of the rule's message; left out where the engine itself answers. */
  readonly says?: string;
  /** Texts that the message or the evidence must contain. */
  readonly shows?: readonly string[];
  readonly scope?: Scope;
  /** Scopes of joined resources by id. */
  readonly joinedScopes?: Readonly<Record<string, Scope>>;
}

const DENIED = { action: 'test:Read', code: 'AccessDenied', message: 'denied' };

const readingOf = (value: unknown): Reading<unknown> =>
  value === undefined ? absent() : value === 'unread' ? unread(DENIED) : read(value);

const resource = (kind: AnyKind, id: string, scope: Scope, facets: Readonly<Record<string, unknown>>): Resource => ({
  kind: kind.id,
  id,
  name: id.split(':').at(-1) ?? id,
  scope,
  origin: 'joined',
  facets: Object.fromEntries(Object.keys(kind.facets).map((name) => [name, readingOf(facets[name])])),
});

/** The defaults of a rule's params, with those of a row in their place. */
export const paramsOf = (rule: AnyRule, given: Example['params'] = {}): Static<TObject> => {
  const defaults = Object.entries<{ default?: unknown }>(rule.params.properties).map(([name, schema]) => [name, schema.default]);
  return { ...Object.fromEntries(defaults), ...given };
};

/** Judges a row as the engine would. */
export const judgeRow = (rule: AnyRule, { facets, params, joined = {}, scope = HOME, joinedScopes = {} }: Row): Judgement => {
  const others = Object.entries(joined).map(([id, its]) => resource(rule.subject, id, joinedScopes[id] ?? ABROAD, its));
  const subject = resource(rule.subject, 'arn:aws:s3:::mlops-models', scope, facets);
  return judge(rule, paramsOf(rule, params), subject, (_kind, id) => others.find((other) => other.id === id), TAKEN_AT);
};

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a text is a message of the rule with its placeholders filled in. */
const isMessage = (template: string, text: string): boolean =>
  new RegExp(
    `^${template
      .split(/\{\w+\}/)
      .map(escapeRegExp)
      .join('.+')}$`,
  ).test(text) && !/\{\w+\}/.test(text);

const checkRow = (rule: AnyRule, row: Row): void => {
  const { verdict, message, evidence } = judgeRow(rule, row);
  const context = `${message} ${JSON.stringify(evidence)}`;
  assert.is(verdict, row.verdict, context);
  if (row.says !== undefined) assert.ok(isMessage(rule.messages[row.says] ?? '', message), `"${message}" is not the message ${row.says}`);
  else assert.match(message, /could not be read/);
  assert.ok(evidence.length > 0 || verdict === 'not-applicable', 'no evidence');
  for (const text of row.shows ?? []) assert.ok(context.includes(text), `${text} is not in ${context}`);
};

const isUnread = (facets: Readonly<Record<string, unknown>>, name: string): boolean => facets[name] === 'unread';

/** Whether some row has the facet unread, where that leaves the verdict open. */
const opensOn = (rows: readonly Row[], name: string, own: boolean): boolean =>
  rows.some(({ verdict, says, facets, joined = {} }) => {
    const looked = own ? isUnread(facets, name) : Object.values(joined).some((its) => isUnread(its, name));
    return verdict === 'unknown' && says === undefined && looked;
  });

const declared = (rule: AnyRule): readonly (readonly [string, boolean])[] => [
  ...rule.reads.map((name: string) => [name, true] as const),
  ...Object.values<{ reads: readonly string[] }>(rule.joins ?? {}).flatMap(({ reads }) => reads.map((name) => [name, false] as const)),
];

/**
 * Runs a table of rows, and holds the table itself to account: every message of the rule is said by some row, and every
 * facet that it declares, its own or a joined one, is unread in some row whose verdict is unknown for that.
 */
export const runTable = (rule: AnyRule, rows: readonly Row[]): void => {
  const test = suite(`rules/${rule.id}`);
  for (const row of rows) test(row.name, () => checkRow(rule, row));
  test('every message is said', () => {
    const said = new Set(rows.map(({ says }) => says));
    assert.equal(
      Object.keys(rule.messages).filter((id) => !said.has(id)),
      [],
    );
  });
  for (const [name, own] of declared(rule)) {
    test(`${own ? '' : 'joined '}${name} unread leaves a verdict open`, () => assert.ok(opensOn(rows, name, own)));
  }
  test.run();
};
