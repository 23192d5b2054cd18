import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BackupSelection, type Candidate, compileSelections, type TagMatch } from '../../../model/backup/selection.ts';

const test = suite('model/backup/selection-properties');

// The second implementation: AWS's formula over facts that are all known. Whatever is not known is tried both ways.

const TABLE = 'arn:aws:dynamodb:us-west-2:111122223333:table/MLOps';
const BUCKET = 'arn:aws:s3:::mlops-logs';

type Subject = 'table' | 'bucket';

/** What AWS says of an entry of Resources or NotResources, written down by hand. */
interface Entry {
  readonly matches: readonly Subject[];
  /** Whose type it names. */
  readonly names?: Subject;
  readonly optIn: 'ignored' | 'needed' | 'untold';
  readonly doubtful?: true;
}

const ENTRIES: Readonly<Record<string, Entry>> = {
  [TABLE]: { matches: ['table'], names: 'table', optIn: 'ignored' },
  [`${TABLE}2`]: { matches: [], names: 'table', optIn: 'ignored' },
  'arn:aws:dynamodb:*:*:table/*': { matches: ['table'], names: 'table', optIn: 'ignored' },
  'arn:aws:dynamodb:*:*:table/ML*': { matches: ['table'], names: 'table', optIn: 'ignored' },
  'arn:aws:dynamodb:eu-*:*:table/*': { matches: [], names: 'table', optIn: 'ignored' },
  'arn:aws:dynamodb:us-*:*:table/*': { matches: ['table'], names: 'table', optIn: 'ignored', doubtful: true },
  'arn:aws:dynamodb:*:*:table/*Ops': { matches: ['table'], names: 'table', optIn: 'ignored', doubtful: true },
  'arn:aws:dynamodb:::table/*': { matches: ['table'], names: 'table', optIn: 'ignored', doubtful: true },
  'arn:aws:dynamodb:*:*:tab*': { matches: ['table'], optIn: 'untold' },
  'arn:aws:dynamodb:*': { matches: ['table'], optIn: 'needed' },
  [BUCKET]: { matches: ['bucket'], names: 'bucket', optIn: 'ignored' },
  'arn:aws:s3:*': { matches: ['bucket'], optIn: 'needed' },
  'arn:aws:s3:::*': { matches: ['bucket'], names: 'bucket', optIn: 'untold' },
  'arn:aws:s3:::mlops-*': { matches: ['bucket'], names: 'bucket', optIn: 'untold' },
  'arn:aws:s3:::*-logs': { matches: ['bucket'], names: 'bucket', optIn: 'untold', doubtful: true },
  '*-logs': { matches: ['bucket'], optIn: 'untold', doubtful: true },
  '*': { matches: ['table', 'bucket'], optIn: 'needed' },
};

/** The answer to a question that is open; the same each time it is asked. */
type Choose = <T>(question: string, answers: readonly T[]) => T;

const BOTH = [true, false] as const;
const PREFIX = 'aws:ResourceTag/';

const regular = (pattern: string, star: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', star)}$`);

const isLike = (pattern: string, value: string, choose: Choose, question: string): boolean => {
  if (regular(pattern, '\\S*').test(value)) return true;
  return regular(pattern, '[^]*').test(value) && choose(question, BOTH);
};

const VALUES = ['x', 'y', 'xy', 'x y'] as const;

const withTag = (all: readonly Readonly<Record<string, string>>[], key: string, values: readonly string[]) =>
  all.flatMap((tags) => [tags, ...values.map((value) => ({ ...tags, [key]: value }))]);

/** Enough of them that whatever a selection below can ask for is among them, and its contrary. */
const ALL_TAGS = withTag(withTag(withTag([{}], 'a', [...VALUES, 'x?']), 'b', [...VALUES, 'x?']), `${PREFIX}a`, VALUES);

const conditionHolds = (operator: string, { key, value }: TagMatch, tags: Readonly<Record<string, string>>, choose: Choose): boolean => {
  const question = `${operator} ${key}=${value}`;
  if (!key.startsWith(PREFIX)) return choose(question, BOTH);
  const actual = tags[key.slice(PREFIX.length)];
  if (operator === 'stringEquals') return actual === value;
  if (operator === 'stringNotEquals') return actual !== value;
  const like = actual !== undefined && isLike(value, actual, choose, question);
  return operator === 'stringLike' ? like : !like;
};

const covers = (selection: BackupSelection, candidate: Candidate, choose: Choose): boolean => {
  const subject: Subject = candidate.arn === TABLE ? 'table' : 'bucket';
  const tags = candidate.tags ?? choose('tags', ALL_TAGS);
  const optedIn = selection.organizational ? choose('management', BOTH) : (candidate.optedIn ?? choose('optIn', BOTH));
  const enough = (optIn: Entry['optIn'], question: string): boolean =>
    optIn === 'ignored' || optedIn || (optIn === 'untold' && choose(`opt-in: ${question}`, BOTH));
  const means = (list: string, text: string): boolean => {
    const entry = ENTRIES[text];
    return !!entry?.matches.includes(subject) && (!entry.doubtful || choose(`${list}: ${text}`, BOTH));
  };
  const namesType = selection.resources.some((text) => ENTRIES[text]?.names === subject);
  const assigned = [
    selection.resources.length + selection.listOfTags.length === 0 && optedIn,
    ...selection.resources.map((text) => means('Resources', text) && enough(ENTRIES[text]?.optIn ?? 'needed', text)),
    ...selection.listOfTags.map(({ key, value }) => {
      const own = tags[key] === value;
      const bare = key.startsWith(PREFIX) && tags[key.slice(PREFIX.length)] === value && choose(`ListOfTags: ${key}`, BOTH);
      return (own || bare) && enough(namesType ? 'untold' : 'needed', `${key}=${value}`);
    }),
  ].some(Boolean);
  const conditions = Object.entries(selection.conditions).every(([operator, matches]) =>
    (matches as readonly TagMatch[]).every((match) => conditionHolds(operator, match, tags, choose)),
  );
  return assigned && conditions && !selection.notResources.some((text) => means('NotResources', text));
};

/** All that comes out where every open question is answered in every way. */
const outcomes = (run: (choose: Choose) => boolean): ReadonlySet<boolean> => {
  const found = new Set<boolean>();
  const explore = (answers: ReadonlyMap<string, unknown>): void => {
    let open: { readonly question: string; readonly answers: readonly unknown[] } | undefined;
    const result = run((question, possible) => {
      if (answers.has(question)) return answers.get(question) as (typeof possible)[number];
      open ??= { question, answers: possible };
      return possible[0] as (typeof possible)[number];
    });
    if (!open) found.add(result);
    const next = open;
    if (next && found.size < 2) for (const answer of next.answers) explore(new Map([...answers, [next.question, answer]]));
  };
  explore(new Map());
  return found;
};

const entries = fc.uniqueArray(fc.constantFrom(...Object.keys(ENTRIES)), { maxLength: 3 });
const value = fc.constantFrom(...VALUES);
const pattern = fc.constantFrom('x', 'x*', '*y', '*', 'x*y', '* y', 'x?');
const tagKey = fc.constantFrom('a', 'b', `${PREFIX}a`);
const conditionKey = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(`${PREFIX}a`, `${PREFIX}b`) },
  { weight: 1, arbitrary: fc.constant('a') },
);
const matches = (key: fc.Arbitrary<string>, values: fc.Arbitrary<string>) =>
  fc.uniqueArray(fc.record({ key, value: values }), { maxLength: 2 });

/** Contradictions between a pattern and other conditions for its key are not looked for. */
const isPlain = ({ conditions }: BackupSelection): boolean => {
  const all = Object.values(conditions).flat() as readonly TagMatch[];
  const wide = conditions.stringLike.filter(({ value: wanted }) => wanted.includes('*'));
  const fixed = new Set(
    [...conditions.stringEquals, ...conditions.stringLike.filter((match) => !wide.includes(match))].map(({ key }) => key),
  );
  return wide.every(({ key }) => fixed.has(key) || all.filter((match) => match.key === key).length === 1);
};

const selections: fc.Arbitrary<BackupSelection> = fc
  .record({
    name: fc.constant('S'),
    plan: fc.constant('P'),
    organizational: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    resources: entries,
    notResources: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: entries }),
    listOfTags: matches(tagKey, value),
    conditions: fc.oneof(
      fc.constant({ stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] }),
      fc.record({
        stringEquals: matches(conditionKey, value),
        stringNotEquals: matches(conditionKey, value),
        stringLike: matches(conditionKey, pattern),
        stringNotLike: matches(conditionKey, pattern),
      }),
    ),
  })
  .filter(isPlain);

const unread = <T>(known: fc.Arbitrary<T>) => fc.oneof(known, fc.constant(undefined));
const tags = fc.constantFrom(...ALL_TAGS);
const candidates: fc.Arbitrary<Candidate> = fc
  .record({ subject: fc.constantFrom<Subject>('table', 'bucket'), tags: unread(tags), optedIn: unread(fc.boolean()) })
  .map(({ subject, ...facts }) =>
    subject === 'table' ? { arn: TABLE, resourceType: 'DynamoDB', ...facts } : { arn: BUCKET, resourceType: 'S3', ...facts },
  );

const WORDS = { selected: [true], 'not-selected': [false], unknown: [false, true] };

const outcomesOf = (selection: BackupSelection, candidate: Candidate): readonly boolean[] =>
  [...outcomes((choose) => covers(selection, candidate, choose))].sort();

test('an answer is known exactly where no fact that is not known can turn it', () => {
  fc.assert(
    fc.property(selections, candidates, (selection, candidate) => {
      const { result } = compileSelections([selection]).explain(0, candidate);
      assert.equal(outcomesOf(selection, candidate), WORDS[result]);
    }),
    { numRuns: 1000 },
  );
});

const tagsOf = (candidate: Candidate) => (candidate.tags === undefined ? ALL_TAGS : [candidate.tags]);
const optInsOf = (candidate: Candidate) => (candidate.optedIn === undefined ? BOTH : [candidate.optedIn]);

/** A candidate of which all is read, in every way in which that can come out. */
const completions = (candidate: Candidate): readonly Candidate[] =>
  tagsOf(candidate).flatMap((known) => optInsOf(candidate).map((optedIn) => ({ ...candidate, tags: known, optedIn })));

test('what is missing is unread and can turn the answer; reading can settle it exactly where it is not the semantics', () => {
  fc.assert(
    fc.property(selections, candidates, (selection, candidate) => {
      const resolution = compileSelections([selection]).explain(0, candidate);
      if (resolution.result !== 'unknown') return;
      const all = completions(candidate).map((complete) => ({ complete, found: outcomesOf(selection, complete).join() }));
      const { missing } = resolution;
      assert.is(
        all.some(({ found }) => found !== 'false,true'),
        missing !== 'semantics',
      );
      if (missing === 'semantics') return;
      const fact = missing === 'optIn' ? 'optedIn' : 'tags';
      assert.is(candidate[fact], undefined);
      const others = ({ complete }: { complete: Candidate }) => JSON.stringify({ ...complete, [fact]: undefined });
      assert.ok(all.some((one) => all.some((other) => others(one) === others(other) && one.found !== other.found)));
    }),
    { numRuns: 200 },
  );
});

test('asking for what is missing comes to an end, and to the same answer as reading all at first', () => {
  fc.assert(
    fc.property(selections, candidates, tags, fc.boolean(), (selection, candidate, allTags, optedIn) => {
      const { explain } = compileSelections([selection]);
      const truth = { ...candidate, tags: candidate.tags ?? allTags, optedIn: candidate.optedIn ?? optedIn };
      let known = candidate;
      let resolution = explain(0, known);
      for (let step = 0; step < 2 && resolution.result === 'unknown'; step++) {
        if (resolution.missing === 'tags') known = { ...known, tags: truth.tags };
        if (resolution.missing === 'optIn') known = { ...known, optedIn: truth.optedIn };
        resolution = explain(0, known);
      }
      if (resolution.result === 'unknown') assert.is(resolution.missing, 'semantics');
      assert.is(resolution.result, explain(0, truth).result);
    }),
    { numRuns: 1000 },
  );
});

const resolvesAsExplained = (all: readonly BackupSelection[], candidate: Candidate): void => {
  const { resolve, explain } = compileSelections(all);
  const answers = all.map((_, index) => ({ index, answer: explain(index, candidate) }));
  assert.equal(resolve(candidate), {
    covering: answers.filter(({ answer }) => answer.result === 'selected').map(({ index }) => index),
    open: answers.flatMap(({ index, answer }) => (answer.result === 'unknown' ? [{ index, missing: answer.missing }] : [])),
  });
};

test('resolving many at once is explaining each', () => {
  fc.assert(fc.property(fc.array(selections, { maxLength: 8 }), candidates, resolvesAsExplained), { numRuns: 1000 });
});

test('so it is for ARNs and patterns of any form', () => {
  const text = (...units: readonly string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 8 });
  const arn = text('a', 'b', ':', '/').map((resource) => `arn:aws:a:${resource}`);
  const list = fc.array(
    fc.oneof(
      text('a', ':', '/', '*'),
      text('a', ':', '/', '*').map((rest) => `arn:aws:a:${rest}`),
    ),
    { maxLength: 4 },
  );
  const some = fc.tuple(selections, list, list).map(([selection, resources, notResources]) => ({ ...selection, resources, notResources }));
  fc.assert(
    fc.property(fc.array(some, { maxLength: 4 }), arn, candidates, (all, id, candidate) =>
      resolvesAsExplained(all, { ...candidate, arn: id }),
    ),
    { numRuns: 2000 },
  );
});

test('a reason is one that people can read', () => {
  fc.assert(
    fc.property(selections, candidates, (selection, candidate) => {
      const { result, reason } = compileSelections([selection]).explain(0, candidate);
      const begin = { selected: 'selected by', 'not-selected': 'not selected by', unknown: 'unknown for' }[result];
      assert.ok(reason.startsWith(`${begin} selection S of plan P: `), reason);
      assert.not.match(reason, /: $|undefined|only {2}|and and|, and $/);
    }),
    { numRuns: 1000 },
  );
});

test.run();
