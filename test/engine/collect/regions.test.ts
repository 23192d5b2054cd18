import { Type } from 'typebox';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { collect } from '../../../engine/collect/collect.ts';
import type { Reader } from '../../../engine/demand.ts';
import type { Inventory } from '../../../model/inventory.ts';
import { defineKind, facet } from '../../../model/kind.ts';
import { every, type Joins, join, namedBy, type Subject } from '../../../model/rule.ts';
import type { Connector, Failure, Scanner } from '../../../model/scanner.ts';
import { denied, Refusal, selector } from '../fakes.ts';
import { virtualClock } from '../virtual-clock.ts';

// What is listed Region by Region, read page by page or a whole Region at once, and joined by what stands around.

const test = suite('engine/collect: Regions');

const Ids = Type.Object({ ids: Type.Array(Type.String()) });

const shelf = defineKind({
  id: 'fake/shelf',
  title: 'Shelf',
  facets: { books: facet(Ids, { absent: { ids: [] } }), stock: facet(Type.Object({ count: Type.Integer() })) },
});

const book = defineKind({
  id: 'fake/book',
  title: 'Book',
  onlyJoined: true,
  facets: { title: facet(Type.Object({ text: Type.String() }), { absent: { text: '' } }) },
});

type Shelf = Subject<typeof shelf, 'books'>;

/** Books by shelf, shelves by Region. */
type Library = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

interface Config {
  readonly library: Library;
  readonly regions?: readonly string[];
  /** Operations that are refused. */
  readonly refuses?: readonly string[];
  /** The reader of whole Regions forgets these shelves. */
  readonly forgets?: readonly string[];
}

const createFake = () => {
  const calls: string[] = [];
  const call = <T>({ refuses = [] }: Config, operation: string, about: string, value: () => T) => {
    calls.push(`${operation} ${about}`);
    if (refuses.includes(operation)) throw denied();
    return value();
  };
  const shelves = ({ library }: Config, region = '') => library[region] ?? {};
  const scanner: Scanner<Config> = {
    id: 'fake',
    target: 'fake',
    kinds: [
      {
        kind: shelf,
        list: {
          operation: 'ListShelves',
          action: 'fake:ListShelves',
          regional: true,
          async *pages(config, send, region) {
            const names = await send(async () => call(config, 'ListShelves', `in ${region}`, () => Object.keys(shelves(config, region))));
            yield names.map((name) => ({ id: `shelf:${name}`, name, ...(region ? { region } : {}) }));
          },
        },
        facets: {
          books: {
            operation: 'ListBooks',
            action: 'fake:ListBooks',
            absentOn: ['NoSuchThing'],
            readPages: async (config, { name, scope }, send) => {
              const all = shelves(config, scope.region)[name] ?? [];
              if (all.includes('none')) await send(async () => Promise.reject(new Refusal('gone', 'NoSuchThing')));
              const ids: string[] = [];
              for (let start = 0; start < Math.max(1, all.length); start += 2)
                ids.push(...(await send(async () => call(config, 'ListBooks', `${name} ${start}`, () => all.slice(start, start + 2)))));
              return { ids };
            },
          },
          stock: {
            operation: 'CountStock',
            action: 'fake:CountStock',
            readRegion: async (config, region, send, selected) => {
              const counted = await send(async () =>
                call(config, 'CountStock', `in ${region}`, () => Object.entries(shelves(config, region))),
              );
              const kept = counted.filter(([name]) => selected.has(`shelf:${name}`) && !config.forgets?.includes(name));
              return new Map(kept.map(([name, books]) => [`shelf:${name}`, { count: books.length }]));
            },
          },
        },
      },
      {
        kind: book,
        facets: {
          title: {
            operation: 'GetBook',
            action: 'fake:GetBook',
            read: async (config, { name }) => call(config, 'GetBook', name, () => ({ text: name })),
          },
        },
        foreign: { facet: 'title', locate: (id) => ({ name: id, region: 'r1' }) },
      },
    ],
  };
  const connector: Connector<Config, Config> = {
    type: 'fake',
    title: 'Fake',
    configuration: Type.Object({}),
    open: async (config) => config,
    identify: { operation: 'WhoAmI', action: 'fake:WhoAmI', read: async () => ({ account: '1' }) },
    regions: ({ regions }) => regions,
    everyRegion: {
      operation: 'ListRegions',
      action: 'fake:ListRegions',
      read: (config, send) => send(async () => call(config, 'ListRegions', '', () => Object.keys(config.library))),
      own: () => 'r1',
    },
    classify: (error): Failure =>
      error instanceof Refusal
        ? { class: error.class, code: error.name, message: error.message }
        : { class: 'rejected', code: 'Bug', message: String(error) },
    close: () => {},
  };
  return { calls, connector, scanner };
};

const reader = (reads: Reader['reads'], joins: Joins = {}): Reader => ({ reads, joins, params: {} });

const run = async (configs: readonly Config[], readers: readonly Reader[], name = '*') => {
  const { calls, connector, scanner } = createFake();
  const inventory = await collect({
    tool: { name: 'mlops-dr', version: '0' },
    targets: configs.map((config, index) => ({ name: `t${index}`, type: 'fake', config })),
    connectors: new Map([['fake', connector as Connector]]),
    scanners: [scanner as Scanner],
    demand: {
      kinds: new Set([shelf.id, book.id]),
      wants: new Map([[shelf.id, [{ selectors: [selector({ kind: shelf.id, name })], readers }]]]),
    },
    takenAt: new Date('2026-03-01T12:00:00Z'),
    concurrency: 8,
    timeout: 1000,
    signal: new AbortController().signal,
    clock: virtualClock(),
  });
  return { inventory, calls: calls.sort() };
};

const LIBRARY: Library = { r1: { a: ['one', 'two', 'three'], b: [] }, r2: { c: ['four'] } };

const readingsOf = ({ resources }: Inventory, facetName: string) =>
  Object.fromEntries(resources.flatMap(({ name, facets }) => (facets[facetName] ? [[name, facets[facetName]]] : [])));

const namesOf = ({ resources }: Inventory) => resources.map(({ name }) => name);

test('the Regions of the configuration are listed, and none is asked for', async () => {
  const { inventory, calls } = await run([{ library: LIBRARY, regions: ['r2'] }], []);
  assert.equal(calls, ['ListShelves in r2']);
  assert.equal(inventory.targets[0]?.listings, [{ kind: shelf.id, region: 'r2', state: 'complete' }]);
});

test('where the configuration names none, every Region is', async () => {
  const { inventory, calls } = await run([{ library: LIBRARY }], []);
  assert.equal(calls, ['ListRegions ', 'ListShelves in r1', 'ListShelves in r2']);
  assert.equal(namesOf(inventory), ['a', 'b', 'c']);
});

test('where nobody may ask for the Regions, the own one is listed, and the gap says that there may be more', async () => {
  const { inventory, calls } = await run([{ library: LIBRARY, refuses: ['ListRegions'] }], []);
  assert.equal(calls, ['ListRegions ', 'ListShelves in r1']);
  assert.equal(inventory.targets[0]?.listings, [
    { kind: shelf.id, region: 'r1', state: 'complete' },
    { kind: shelf.id, state: 'unread', gap: { action: 'fake:ListRegions', code: 'AccessDenied', message: 'AccessDenied happened' } },
  ]);
});

test('pages are asked for one by one, and make one value', async () => {
  const { inventory, calls } = await run([{ library: LIBRARY, regions: ['r1'] }], [reader(['books'])], 'a');
  assert.equal(calls, ['ListBooks a 0', 'ListBooks a 2', 'ListShelves in r1']);
  assert.equal(readingsOf(inventory, 'books'), { a: { state: 'read', value: { ids: ['one', 'two', 'three'] } } });
});

test('an error that means "not configured" does so page by page as well', async () => {
  const { inventory } = await run([{ library: { r1: { a: ['none'] } }, regions: ['r1'] }], [reader(['books'])]);
  assert.equal(readingsOf(inventory, 'books'), { a: { state: 'absent' } });
});

test('a facet of a whole Region is asked for once, and everybody gets a part', async () => {
  const { inventory, calls } = await run([{ library: LIBRARY }], [reader(['stock'])]);
  assert.equal(
    calls.filter((call) => call.startsWith('CountStock')),
    ['CountStock in r1', 'CountStock in r2'],
  );
  assert.equal(readingsOf(inventory, 'stock'), {
    a: { state: 'read', value: { count: 3 } },
    b: { state: 'read', value: { count: 0 } },
    c: { state: 'read', value: { count: 1 } },
  });
});

test('a Region that could not be read is unread for everybody in it, and for nobody else', async () => {
  const { inventory } = await run([{ library: LIBRARY, refuses: ['CountStock'] }], [reader(['stock'])]);
  const gap = { action: 'fake:CountStock', code: 'AccessDenied', message: 'AccessDenied happened' };
  assert.equal(Object.values(readingsOf(inventory, 'stock')), Array(3).fill({ state: 'unread', gap }));
});

test('what the reader of a Region says nothing of is unread, not absent', async () => {
  const { inventory } = await run([{ library: LIBRARY, regions: ['r1'], forgets: ['a'] }], [reader(['stock'])]);
  const { a } = readingsOf(inventory, 'stock');
  assert.is(a?.state === 'unread' && a.gap.code, 'NotCollected');
});

const around = {
  shelves: every(shelf, ['books'], 'region'),
  books: namedBy('shelves', book, ['title'], ({ facets }: Shelf) => facets.books.ids),
};

test('what stands around is read for all that share it once, and what it names as well', async () => {
  const { inventory, calls } = await run([{ library: LIBRARY }], [reader([], around), reader([], around)]);
  assert.equal(
    calls.filter((call) => !call.startsWith('List')),
    ['GetBook four', 'GetBook one', 'GetBook three', 'GetBook two'],
  );
  assert.is(calls.filter((call) => call.startsWith('ListBooks')).length, 4);
  assert.equal(Object.keys(readingsOf(inventory, 'title')), ['four', 'one', 'three', 'two']);
});

test('only the Region of what is selected is read', async () => {
  const { calls } = await run([{ library: LIBRARY }], [reader([], around)], 'c');
  assert.equal(
    calls.filter((call) => call.startsWith('GetBook')),
    ['GetBook four'],
  );
});

test('a member that could not be read names nothing', async () => {
  const { calls } = await run([{ library: LIBRARY, refuses: ['ListBooks'] }], [reader([], around)]);
  assert.not(calls.some((call) => call.startsWith('GetBook')));
});

test('a join may look at what the joins before it found', async () => {
  const first = join(book, ['title'], (_: Subject, __: unknown, { shelves }: { readonly shelves: readonly Shelf[] }) =>
    shelves.flatMap(({ facets }) => facets.books.ids.slice(0, 1)),
  );
  const { calls } = await run([{ library: LIBRARY, regions: ['r1'] }], [reader([], { shelves: around.shelves, first })], 'b');
  assert.equal(
    calls.filter((call) => call.startsWith('GetBook')),
    ['GetBook one'],
  );
});

test.run();
