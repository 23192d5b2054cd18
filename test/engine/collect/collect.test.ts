import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { collect } from '../../../engine/collect/collect.ts';
import type { Demand } from '../../../engine/demand.ts';
import type { Inventory } from '../../../model/inventory.ts';
import { type Boxes, createFakes, demand, denied, type FakeConfig, Refusal, reader, selector, twinJoin } from '../fakes.ts';
import { virtualClock } from '../virtual-clock.ts';

const test = suite('engine/collect');

const takenAt = new Date('2026-03-01T12:00:00Z');

const run = async (
  configs: readonly (Omit<FakeConfig, 'account'> & { account?: string })[],
  wanted: Demand,
  signal = new AbortController().signal,
) => {
  const fakes = createFakes();
  const inventory = await collect({
    tool: { name: 'mlops-dr', version: '0' },
    targets: configs.map((config, index) => ({ name: `t${index + 1}`, type: 'fake', config: { account: `${index + 1}`, ...config } })),
    connectors: fakes.connectors,
    scanners: fakes.scanners,
    demand: wanted,
    takenAt,
    concurrency: 8,
    timeout: 1000,
    signal,
    clock: virtualClock(),
  });
  return { inventory, calls: fakes.calls.sort(), closed: fakes.closed };
};

const one = (boxes: Boxes, wanted: Demand, more: Partial<FakeConfig> = {}) => run([{ boxes, ...more }], wanted);

const facetsOf = ({ resources }: Inventory, name: string) => resources.find((resource) => resource.name === name)?.facets;

const lid = { closed: true };
const lock = { strong: true };

test('reads the facets that somebody wants, of the resources that somebody selects, and nothing else', async () => {
  const { inventory, calls, closed } = await one(
    { a: { region: 'r1', lid, lock }, b: { region: 'r1', lid } },
    demand([selector({ name: 'a' })], [reader(['lid'])]),
  );
  assert.equal(calls, ['lid a in r1', 'list']);
  assert.equal(facetsOf(inventory, 'a'), { lid: { state: 'read', value: lid } });
  assert.equal(facetsOf(inventory, 'b'), {});
  assert.equal(inventory.targets, [
    { name: 't1', type: 'fake', partition: 'p', account: '1', listings: [{ kind: 'fake/box', state: 'complete' }] },
  ]);
  assert.is(inventory.takenAt, '2026-03-01T12:00:00.000Z');
  assert.equal(closed, ['1']);
});

test('reads a facet once, however many want it', async () => {
  const want = { selectors: [selector()], readers: [reader(['lid']), reader(['lid'])] };
  const { calls } = await one({ a: { region: 'r1', lid } }, { kinds: new Set(['fake/box']), wants: new Map([['fake/box', [want, want]]]) });
  assert.equal(calls, ['lid a in r1', 'list']);
});

test('lists page after page', async () => {
  const { inventory, calls } = await one({ a: { region: 'r' }, b: { region: 'r' }, c: { region: 'r' } }, demand([selector()], []));
  assert.equal(calls, ['list', 'list']);
  assert.equal(
    inventory.resources.map(({ name }) => name),
    ['a', 'b', 'c'],
  );
});

for (const { name, wants, boxes, expected, calls } of [
  {
    name: 'is not asked for where another facet rules it out',
    wants: ['lid', 'lock'],
    boxes: { lid: { closed: false }, lock },
    expected: { state: 'absent', impliedBy: 'lid' },
    calls: ['lid a in r', 'list'],
  },
  {
    name: 'is asked for where the other facet allows it',
    wants: ['lock', 'lid'],
    boxes: { lid, lock },
    expected: { state: 'read', value: lock },
    calls: ['lid a in r', 'list', 'lock a in r'],
  },
  {
    name: 'is asked for where nobody wants the other facet',
    wants: ['lock'],
    boxes: { lid: { closed: false }, lock },
    expected: { state: 'read', value: lock },
    calls: ['list', 'lock a in r'],
  },
  {
    name: 'is asked for where the other facet could not be read',
    wants: ['lid', 'lock'],
    boxes: { lid: denied(), lock },
    expected: { state: 'read', value: lock },
    calls: ['lid a in r', 'list', 'lock a in r'],
  },
  { name: '"not configured" is absent', wants: ['lock'], boxes: {}, expected: { state: 'absent' }, calls: ['list', 'lock a in r'] },
  {
    name: 'denied is a gap that names the action',
    wants: ['lock'],
    boxes: { lock: denied() },
    expected: { state: 'unread', gap: { action: 'fake:Get-lock', code: 'AccessDenied', message: 'AccessDenied happened' } },
    calls: ['list', 'lock a in r'],
  },
]) {
  test(`a facet: ${name}`, async () => {
    const result = await one({ a: { region: 'r', ...boxes } }, demand([selector()], [reader(wants)]));
    assert.equal(facetsOf(result.inventory, 'a')?.lock, expected);
    assert.equal(result.calls, calls);
  });
}

test('tags are read only where a selector asks for them, and decide what else is read', async () => {
  const boxes = {
    a: { region: 'r', labels: { tier: 'gold' }, lid },
    b: { region: 'r', labels: { tier: 'tin' }, lid },
    other: { region: 'r', lid },
  };
  const { calls } = await one(boxes, demand([selector({ name: '?', tags: { tier: 'go*' } })], [reader(['lid'])]));
  assert.equal(calls, ['labels a in r', 'labels b in r', 'lid a in r', 'list', 'list']);
});

test('tags are read where one selector takes the resource without them and another one asks for them', async () => {
  const boxes = { a: { region: 'r', labels: { tier: 'gold' }, lid } };
  const { inventory, calls } = await one(boxes, demand([selector({ name: 'a' }), selector({ tags: { tier: 'gold' } })], [reader(['lid'])]));
  assert.equal(calls, ['labels a in r', 'lid a in r', 'list']);
  assert.equal(facetsOf(inventory, 'a')?.labels, { state: 'read', value: { tier: 'gold' } });
});

test('a resource whose tags cannot be read is read all the same: nobody knows that it is not selected', async () => {
  const { inventory } = await one(
    { a: { region: 'r', labels: denied(), lid } },
    demand([selector({ tags: { tier: 'gold' } })], [reader(['lid'])]),
  );
  assert.is(facetsOf(inventory, 'a')?.labels?.state, 'unread');
  assert.is(facetsOf(inventory, 'a')?.lid?.state, 'read');
});

test('resources outside the Regions of the target are listed and not read', async () => {
  const { inventory, calls } = await one({ a: { region: 'r1', lid }, b: { region: 'r2', lid } }, demand([selector()], [reader(['lid'])]), {
    regions: ['r1'],
  });
  assert.equal(calls, ['lid a in r1', 'list']);
  assert.equal(
    inventory.resources.map(({ name }) => name),
    ['a', 'b'],
  );
});

test('a resource without a Region in the listing is located first', async () => {
  const { inventory, calls } = await one({ a: { presence: { exists: true, region: 'r9' }, lid } }, demand([selector()], [reader(['lid'])]));
  assert.equal(calls, ['lid a in r9', 'list', 'presence a']);
  assert.is(inventory.resources[0]?.scope.region, 'r9');
});

test('a resource that is gone when it is read can no longer be selected', async () => {
  const gone = new Refusal('gone', 'NoSuchBox');
  const { inventory } = await one({ a: { region: 'r', lid: gone } }, demand([selector()], [reader(['lid'])]));
  assert.is(inventory.resources[0]?.origin, 'joined');
  assert.equal(inventory.resources[0]?.facets.presence, { state: 'absent' });
});

const joining = (reads: Parameters<typeof twinJoin>[0]) =>
  demand([selector({ name: 'a' })], [reader(['twin'], { twins: twinJoin(reads) })]);

test('a join reads only what it declares, of a resource that the listing holds', async () => {
  const { calls } = await one({ a: { region: 'r', twin: { id: 'box:b' } }, b: { region: 'r2', lid, lock } }, joining(['lid']));
  assert.equal(calls, ['lid b in r2', 'list', 'twin a in r']);
});

test('a join finds what another target lists', async () => {
  const { inventory, calls } = await run(
    [{ boxes: { a: { region: 'r', twin: { id: 'box:b' } } } }, { boxes: { b: { region: 'r2', lid } } }],
    joining(['lid']),
  );
  assert.equal(calls, ['lid b in r2', 'list', 'list', 'twin a in r']);
  assert.is(inventory.resources.find(({ name }) => name === 'b')?.scope.target, 't2');
});

test('a join asks for what no listing holds: where it is first, then the facet', async () => {
  const foreign = { b: { presence: { exists: true, region: 'r7' }, lid } };
  const { inventory, calls } = await one({ a: { region: 'r', twin: { id: 'box:b' } } }, joining(['presence', 'lid']), { foreign });
  assert.equal(calls, ['lid b in r7', 'list', 'presence b', 'twin a in r']);
  const joined = inventory.resources.find(({ name }) => name === 'b');
  assert.is(joined?.origin, 'joined');
  assert.equal(joined?.scope, { target: 't1', partition: 'p', region: 'r7' });
});

test('what a join names and does not exist is absent, not unread, and is asked for nothing else', async () => {
  const { inventory, calls } = await one({ a: { region: 'r', twin: { id: 'box:b' } } }, joining(['presence', 'lid']));
  const facets = facetsOf(inventory, 'b');
  assert.equal(facets?.presence, { state: 'absent' });
  assert.is(facets?.lid?.state === 'unread' && facets.lid.gap.code, 'NoSuchResource');
  assert.equal(calls, ['list', 'presence b', 'twin a in r']);
});

test('a join whose own facts are unread, or whose id is of no known form, reads nothing', async () => {
  for (const twin of [denied(), { id: 'strange' }]) {
    const { calls } = await one({ a: { region: 'r', twin } }, joining(['lid']));
    assert.equal(calls, ['list', 'twin a in r']);
  }
});

test('a target that does not let us in leaves gaps, and the others are scanned', async () => {
  const identity = () => {
    throw new Refusal('unauthenticated', 'ExpiredToken');
  };
  const { inventory } = await run(
    [{ boxes: {}, identity }, { boxes: { a: { region: 'r', lid } } }],
    demand([selector()], [reader(['lid'])]),
  );
  const gap = { action: 'fake:WhoAmI', code: 'ExpiredToken', message: 'ExpiredToken happened' };
  assert.equal(inventory.targets[0], { name: 't1', type: 'fake', listings: [{ kind: 'fake/box', state: 'unread', gap }], gap });
  assert.is(facetsOf(inventory, 'a')?.lid?.state, 'read');
});

test('a listing that breaks off on its second page is unread; what it showed is kept', async () => {
  const listing = () => {
    throw denied();
  };
  const { inventory } = await one({ a: { region: 'r' }, b: { region: 'r' }, c: { region: 'r' } }, demand([selector()], []), { listing });
  assert.equal(inventory.targets[0]?.listings[0]?.state, 'unread');
  assert.is(inventory.targets[0]?.listings[0]?.gap?.action, 'fake:List');
  assert.equal(
    inventory.resources.map(({ name }) => name),
    ['a', 'b'],
  );
});

test('two targets on the same account show a resource once', async () => {
  const boxes = { a: { region: 'r', lid } };
  const { inventory, calls } = await run([{ boxes }, { boxes }], demand([selector()], [reader(['lid'])]));
  assert.is(inventory.resources.length, 1);
  assert.equal(calls, ['lid a in r', 'list', 'list']);
});

test('of two targets on one account, the one that scans the Region speaks for the resource, whichever comes first', async () => {
  const boxes = { a: { region: 'r1', lid }, b: { region: 'r2', lid } };
  for (const regions of [['r1'], ['r2']]) {
    const others = regions[0] === 'r1' ? ['r2'] : ['r1'];
    const { inventory } = await run(
      [
        { boxes, regions },
        { boxes, regions: others },
      ],
      demand([selector()], [reader(['lid'])]),
    );
    assert.equal(
      inventory.resources.map(({ scope, facets }) => [scope.target, facets.lid?.state]),
      [
        [regions[0] === 'r1' ? 't1' : 't2', 'read'],
        [regions[0] === 'r1' ? 't2' : 't1', 'read'],
      ],
    );
  }
});

test('a selector for the second of two targets on one account finds what both list', async () => {
  const boxes = { a: { region: 'r', lid } };
  const { inventory, calls } = await run([{ boxes }, { boxes }], demand([selector({ target: 't2' })], [reader(['lid'])]));
  assert.equal(inventory.resources[0]?.alsoListedBy, ['t2']);
  assert.equal(calls, ['lid a in r', 'list', 'list']);
});

test('a join that fails reads nothing and stops nothing', async () => {
  const broken = () => {
    throw new TypeError('a mistake in a rule');
  };
  const { inventory } = await one(
    { a: { region: 'r', lid } },
    demand([selector()], [reader(['lid'], { twins: { ...twinJoin(['lid']), from: broken } })]),
  );
  assert.is(facetsOf(inventory, 'a')?.lid?.state, 'read');
});

test('an interrupt leaves an inventory that says so, with the rest unread', async () => {
  const controller = new AbortController();
  const boxes: Boxes = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`b${index}`, { region: 'r', lid }]));
  Object.defineProperty(boxes.b25, 'lid', {
    get: () => {
      controller.abort();
      return lid;
    },
  });
  const { inventory } = await run([{ boxes }], demand([selector()], [reader(['lid'])]), controller.signal);
  assert.is(inventory.interrupted, true);
  const states = inventory.resources.map(({ facets }) => facets.lid);
  assert.ok(states.some((reading) => reading?.state === 'read'));
  assert.ok(states.some((reading) => reading?.state === 'unread' && reading.gap.code === 'Interrupted'));
});

const cluster = (address: string, boxes: Boxes = {}) => ({ cluster: { name: 'kubernetes', address }, boxes });

test('two clusters of one name are not taken for one: the second is not scanned, and the gap says what to do', async () => {
  const { inventory, closed } = await run(
    [cluster('https://one', { a: { region: 'r' } }), cluster('https://two', { b: { region: 'r' } })],
    demand([selector()], []),
  );
  assert.equal(
    inventory.resources.map(({ name }) => name),
    ['a'],
  );
  const [first, second] = inventory.targets;
  assert.is(first?.cluster, 'kubernetes');
  assert.is(second?.gap?.code, 'AmbiguousCluster');
  assert.match(second?.gap?.message ?? '', 'Give one of them a name of its own');
  assert.equal(
    second?.listings.map(({ state }) => state),
    ['unread'],
  );
  assert.equal([...closed].sort(), ['1', '2']);
});

test('two targets that reach one cluster are both scanned', async () => {
  const same = cluster('https://one', { a: { region: 'r' } });
  const { inventory } = await run([same, same], demand([selector()], []));
  assert.equal(
    inventory.targets.map(({ gap }) => gap),
    [undefined, undefined],
  );
  assert.equal(
    inventory.resources.map(({ name, alsoListedBy }) => [name, alsoListedBy]),
    [['a', ['t2']]],
  );
});

test.run();
