import { Type } from 'typebox';
import type { Demand, Reader } from '../../engine/demand.ts';
import { defineKind, facet } from '../../model/kind.ts';
import type { Selector } from '../../model/policy.ts';
import { type Join, join } from '../../model/rule.ts';
import type { Connector, Failure, FailureClass, Scanner } from '../../model/scanner.ts';

/** A kind with the shapes that engines care for: tags, a facet that depends on another, one that can be absent. */
export const box = defineKind({
  id: 'fake/box',
  title: 'Box',
  tags: 'labels',
  facets: {
    presence: facet(Type.Object({ exists: Type.Boolean(), region: Type.Optional(Type.String()) }), { absent: { exists: false } }),
    lid: facet(Type.Object({ closed: Type.Boolean() })),
    lock: facet(Type.Object({ strong: Type.Boolean() }), { absent: { strong: false } }),
    labels: facet(Type.Record(Type.String(), Type.String()), { absent: {} }),
    twin: facet(Type.Object({ id: Type.String() }), { absent: { id: '' } }),
  },
});

/** What a fake service answers with an error. */
export class Refusal extends Error {
  readonly class: FailureClass;
  constructor(failureClass: FailureClass, name: string) {
    super(`${name} happened`);
    this.name = name;
    this.class = failureClass;
  }
}

export const denied = () => new Refusal('denied', 'AccessDenied');

const classify = (error: unknown): Failure =>
  error instanceof Refusal
    ? { class: error.class, code: error.name, message: error.message }
    : { class: 'rejected', code: 'Bug', message: String(error) };

/** What stands in one fake account: facet values by box; a function may throw or answer late. */
export type Boxes = Record<string, { region?: string } & Partial<Record<keyof typeof box.facets, unknown>>>;

export interface FakeConfig {
  readonly account: string;
  readonly regions?: readonly string[];
  readonly boxes: Boxes;
  /** Boxes of others, which no listing shows. */
  readonly foreign?: Boxes;
  readonly identity?: () => never;
  /** Name of a cluster and where it is, for targets that are one. */
  readonly cluster?: { readonly name: string; readonly address: string };
  readonly listing?: () => never;
}

interface FakeSession {
  readonly config: FakeConfig;
}

/** Every call, as `OPERATION name`. */
export const createFakes = () => {
  const calls: string[] = [];
  const closed: string[] = [];
  const connector: Connector<FakeConfig, FakeSession> = {
    type: 'fake',
    title: 'Fake account',
    configuration: Type.Object({}),
    open: async (config) => ({ config }),
    identify: {
      operation: 'WhoAmI',
      action: 'fake:WhoAmI',
      read: async ({ config }) => {
        config.identity?.();
        return config.cluster ? { cluster: config.cluster.name } : { partition: 'p', account: config.account };
      },
    },
    regions: ({ regions }) => regions,
    address: ({ config }) => config.cluster?.address ?? '',
    classify,
    close: ({ config }) => closed.push(config.account),
  };
  const reader = (name: keyof typeof box.facets) => ({
    operation: `Get-${name}`,
    action: `fake:Get-${name}`,
    absentOn: ['NoSuchThing'],
    read: async ({ config }: FakeSession, { name: boxName, scope }: { name: string; scope: { region?: string } }) => {
      calls.push(`${name} ${boxName}${scope.region ? ` in ${scope.region}` : ''}`);
      const found = config.boxes[boxName] ?? config.foreign?.[boxName];
      if (!found) throw new Refusal('gone', 'NoSuchBox');
      const value = found[name];
      if (value instanceof Error) throw value;
      if (value === undefined) throw new Refusal('rejected', 'NoSuchThing');
      return value;
    },
  });
  const scanner: Scanner<FakeSession> = {
    id: 'fake',
    target: 'fake',
    kinds: [
      {
        kind: box,
        list: {
          operation: 'List',
          action: 'fake:List',
          async *pages({ config }, send) {
            const names = Object.keys(config.boxes);
            for (let start = 0; start < Math.max(1, names.length); start += 2) {
              yield await send(async () => {
                calls.push('list');
                if (start > 0) config.listing?.();
                return names.slice(start, start + 2).map((name) => {
                  const region = config.boxes[name]?.region;
                  return { id: `box:${name}`, name, ...(region ? { region } : {}) };
                });
              });
            }
          },
        },
        facets: {
          presence: reader('presence'),
          lid: reader('lid'),
          lock: { ...reader('lock'), requires: { facet: 'lid', holds: (value) => (value as { closed: boolean }).closed } },
          labels: reader('labels'),
          twin: reader('twin'),
        },
        foreign: {
          facet: 'presence',
          locate: (id) => (id.startsWith('box:') ? { name: id.slice(4) } : undefined),
          region: (value) => (value as { region?: string }).region,
        },
      },
    ],
  };
  return { calls, closed, connectors: new Map<string, Connector>([['fake', connector as Connector]]), scanners: [scanner as Scanner] };
};

export const place = { file: 'policy.yaml', line: 1, column: 1 };

export const selector = (more: Partial<Selector> = {}): Selector => ({ kind: 'fake/box', optional: false, place, ...more });

/** Follows a box's twin. */
export const twinJoin = (reads: readonly (keyof typeof box.facets)[]): Join =>
  join(box, reads, ({ facets }: { facets: { twin: { id: string } } }) => (facets.twin.id ? [facets.twin.id] : [])) as unknown as Join;

export const reader = (reads: readonly string[], joins: Reader['joins'] = {}): Reader => ({ reads, joins, params: {} });

export const demand = (selectors: readonly Selector[], readers: readonly Reader[]): Demand => ({
  kinds: new Set(['fake/box']),
  wants: new Map([['fake/box', [{ selectors, readers }]]]),
});
