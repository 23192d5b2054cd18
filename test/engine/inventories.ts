import { INVENTORY_SCHEMA, type Inventory, type Listing, type TargetRecord } from '../../model/inventory.ts';
import type { AnyKind } from '../../model/kind.ts';
import { componentSelector } from '../../model/kinds/component.ts';
import { noParams } from '../../model/params.ts';
import type { Binding, Component, Policy, Waiver } from '../../model/policy.ts';
import { type Gap, type Reading, read, unread } from '../../model/reading.ts';
import type { Resource, Scope } from '../../model/resource.ts';
import { type AnyRule, defineRule, fail, pass } from '../../model/rule.ts';
import { box, place, selector } from './fakes.ts';

export const TAKEN_AT = new Date('2026-03-01T12:00:00.000Z');

export const DENIED: Gap = { action: 'fake:Get', code: 'AccessDenied', message: 'denied' };

export const denied: Reading<never> = unread(DENIED);

export const HOME: Scope = { target: 'prod', partition: 'p', account: '1', region: 'r1' };

export const kinds: ReadonlyMap<string, AnyKind> = new Map<string, AnyKind>([
  [box.id, box],
  [componentSelector.id, componentSelector],
]);

/** A listed box of the account `1` in `r1`, but for `more`. */
export const boxOf = (
  name: string,
  facets: Partial<Record<keyof typeof box.facets, Reading<unknown>>> = {},
  { scope = {}, ...more }: Partial<Omit<Resource, 'scope'>> & { scope?: Partial<Record<keyof Scope, string | undefined>> } = {},
): Resource => ({
  kind: box.id,
  id: `box:${name}`,
  name,
  // `undefined` takes a key away.
  scope: Object.fromEntries(Object.entries({ ...HOME, ...scope }).filter(([, value]) => value !== undefined)) as unknown as Scope,
  origin: 'listed',
  facets,
  ...more,
});

export const listing = (more: Partial<Listing> = {}): Listing => ({ kind: box.id, state: 'complete', ...more });

export const unlisted: Listing = { kind: box.id, state: 'unread', gap: { ...DENIED, action: 'fake:List' } };

export const target = (more: Partial<TargetRecord> = {}): TargetRecord => ({
  name: 'prod',
  type: 'fake',
  partition: 'p',
  account: '1',
  listings: [listing()],
  ...more,
});

export const inventoryOf = (resources: readonly Resource[], targets: readonly TargetRecord[] = [target()]): Inventory => ({
  schema: INVENTORY_SCHEMA,
  tool: { name: 'mlops-dr', version: '0' },
  takenAt: TAKEN_AT.toISOString(),
  targets,
  resources,
});

/** Passes where the lid is closed. */
export const lidClosed = defineRule({
  id: 'fake/lid-closed',
  title: 'The lid is closed',
  rationale: 'Things fall out.',
  remediation: 'Close it.',
  references: [],
  severity: 'high',
  subject: box,
  reads: ['lid'],
  params: noParams,
  messages: { closed: 'The lid is closed.', open: 'The lid is open.' },
  examples: [],
  check: ({ facets }) => (facets.lid.closed ? pass('closed') : fail('open', {}, [{ facet: 'lid', observed: 'open', expected: 'closed' }])),
});

/** A rule like `lidClosed`, but for `changes`. */
export const ruleLike = (changes: Partial<AnyRule>): AnyRule => ({ ...(lidClosed as AnyRule), ...changes });

export const binding = (rule: AnyRule = lidClosed, more: Partial<Binding> = {}): Binding => ({
  id: `policy/component/${rule.id}`,
  rule,
  params: {},
  severity: rule.severity,
  place,
  ...more,
});

export const component = (more: Partial<Component> = {}): Component => ({
  name: 'component',
  policy: 'policy',
  selectors: [selector()],
  objectives: {},
  bindings: [binding()],
  place,
  ...more,
});

export const policyOf = (...components: readonly Component[]): Policy => ({
  name: 'policy',
  title: 'Policy',
  file: 'policy.yaml',
  components,
});

export const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  rule: '*',
  resource: '*',
  reason: 'It is known.',
  approvedBy: 'somebody',
  expires: TAKEN_AT,
  place: { file: 'waivers.yaml', line: 3, column: 5 },
  ...more,
});

export const closed = read({ closed: true });
export const open = read({ closed: false });
