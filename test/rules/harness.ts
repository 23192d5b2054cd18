import type { Static, TObject } from 'typebox';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Judgement, judge } from '../../engine/judge.ts';
import { createLookup } from '../../engine/lookup.ts';
import { parseDuration } from '../../model/duration.ts';
import type { Listing } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import { parseObjectId } from '../../model/kubernetes/ids.ts';
import { absent, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import { type AnyRule, type Example, kindsOf } from '../../model/rule.ts';

/** When the facts of every row were read. */
export const TAKEN_AT = new Date('2026-01-31T12:00:00Z');

export const HOME: Scope = { target: 'test', partition: 'aws', account: '111122223333', region: 'us-west-2' };

/** The scope of an object of a cluster, which its id tells. */
const clusterScope = (id: string): Scope | undefined => {
  const object = parseObjectId(id);
  if (!object) return undefined;
  const { cluster, kind, name } = object;
  const namespace = kind === 'Namespace' ? name : object.namespace;
  return { target: 'test', cluster, ...(namespace === '' ? {} : { namespace }) };
};

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
  /** Of the subject, where its kind's own does not do. */
  readonly id?: string;
}

const DENIED = { action: 'test:Read', code: 'AccessDenied', message: 'denied' };

const readingOf = (value: unknown): Reading<unknown> =>
  value === undefined ? absent() : value === 'unread' ? unread(DENIED) : read(value);

type Facets = Readonly<Record<string, unknown>>;

const resource = (kind: AnyKind, id: string, scope: Scope, facets: Facets, origin: Resource['origin'] = 'joined'): Resource => ({
  kind: kind.id,
  id,
  name: id.split(/[:/]/).at(-1) ?? id,
  scope,
  origin,
  facets: Object.fromEntries(Object.keys(kind.facets).map((name) => [name, readingOf(facets[name])])),
});

/** The subject of a row by its kind. */
const SUBJECTS: Readonly<Record<string, string>> = {
  's3/bucket': 'arn:aws:s3:::mlops-models',
  'dynamodb/table': 'arn:aws:dynamodb:us-west-2:111122223333:table/mlops-model-metadata',
  'backup/plan': 'arn:aws:backup:us-west-2:111122223333:backup-plan:plan-1',
  'velero/schedule': 'k8s://prod/velero.io/velero/Schedule/mlops-daily-backup',
  'velero/server': 'k8s://prod/velero.io/velero/Server/velero',
  'kubernetes/namespace': 'k8s://prod///Namespace/mlops',
  'elasticsearch/cluster': 'elasticsearch://3b8tQ1ZxQ2mXWz0m0f4G7A',
  'prometheus/server': 'prometheus://prometheus-k8s.monitoring.svc:9090',
};

/** Of those whose ids do not tell it. */
const SCOPES: Readonly<Record<string, Scope>> = {
  'elasticsearch/cluster': { target: 'test', region: 'us-west-2' },
  'prometheus/server': { target: 'test', cluster: 'prod', namespace: 'monitoring' },
};

/** Every kind that a rule joins to, by id. */
export const joinedKinds = ({ joins = {} }: AnyRule): ReadonlyMap<string, AnyKind> =>
  new Map(Object.values<{ kind: AnyKind }>(joins).map(({ kind }) => [kind.id, kind]));

const listingOf = (kind: string, unlisted: boolean): Listing => ({
  kind,
  region: HOME.region as string,
  ...(unlisted ? { state: 'unread', gap: DENIED } : { state: 'complete' }),
});

const aroundRow = (rule: AnyRule, { around = {}, joinedScopes = {} }: Row): readonly Resource[] => {
  const kinds = joinedKinds(rule);
  return Object.entries(around).flatMap(([id, all]) => {
    const kind = kinds.get(id);
    if (all === 'unread' || !kind) return [];
    const origin = kind.onlyJoined ? 'joined' : 'listed';
    return Object.entries(all).map(([name, facets]) =>
      resource(kind, name, joinedScopes[name] ?? clusterScope(name) ?? HOME, facets, origin),
    );
  });
};

type ParamSchemas = Readonly<Record<string, { readonly default?: unknown; readonly format?: string }>>;

/** The defaults of a rule's params, with those of a row in their place, as a policy would write them. */
export const writtenParams = (rule: AnyRule, given: Example['params'] = {}): Readonly<Record<string, unknown>> => {
  const defaults = Object.entries(rule.params.properties as ParamSchemas).flatMap(([name, schema]) =>
    schema.default === undefined ? [] : [[name, schema.default]],
  );
  return { ...Object.fromEntries(defaults), ...given };
};

/** The same as rules get them: durations in milliseconds. */
export const paramsOf = (rule: AnyRule, given: Example['params'] = {}): Static<TObject> => {
  const schemas = rule.params.properties as ParamSchemas;
  const read = ([name, value]: readonly [string, unknown]) =>
    schemas[name]?.format === 'mlops-duration' && typeof value === 'string' ? [name, parseDuration(value)] : [name, value];
  return Object.fromEntries(Object.entries(writtenParams(rule, given)).map(read));
};

/** Judges a row as the engine would. */
export const judgeRow = (rule: AnyRule, row: Row): Judgement => {
  const { kind: wanted, facets, params, joined = {}, around = {}, joinedScopes = {} } = row;
  const kinds = kindsOf(rule.subject);
  const kind = kinds.find(({ id }) => id === wanted) ?? (kinds[0] as AnyKind);
  const id = row.id ?? SUBJECTS[kind.id] ?? kind.id;
  const scope = row.scope ?? clusterScope(id) ?? SCOPES[kind.id] ?? HOME;
  const others = Object.entries(joined).map(([other, its]) =>
    resource(kind, other, joinedScopes[other] ?? clusterScope(other) ?? ABROAD, its),
  );
  const subject = resource(kind, id, scope, facets, 'listed');
  const listings = [...joinedKinds(rule).keys()].map((id) => listingOf(id, around[id] === 'unread'));
  const resources = [subject, ...others, ...aroundRow(rule, row)];
  const lookup = createLookup({ targets: [{ name: 'test', type: 'aws', account: HOME.account as string, listings }], resources });
  return judge(rule, paramsOf(rule, params), subject, lookup, TAKEN_AT);
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
  rows.some(({ verdict, says, facets, joined = {}, around = {} }) => {
    const others = [joined, ...Object.values(around).filter((all) => all !== 'unread')].flatMap((all) => Object.values(all));
    const looked = isUnread(facets, name) || (!own && others.some((its) => isUnread(its, name)));
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
