import {
  type BackupJobs,
  type BackupPlanRule,
  backupPlan,
  backupProtectedResource,
  backupRegion,
  backupSelection,
} from '../kinds/backup.ts';
import { dynamodbTable } from '../kinds/dynamodb.ts';
import { s3Bucket } from '../kinds/s3.ts';
import { kept } from '../remember.ts';
import { every, join, namedBy, type Subject, self, UnreadFact, unlessUnread } from '../rule.ts';
import { type Asset, isBucket, protectedIds, regionIds, resourceTypeOf } from './assets.ts';
import { planIdOf, selectionId } from './ids.ts';
import {
  type BackupSelection,
  type Candidate,
  type CompiledSelections,
  compileSelections,
  isOrganizationalPlan,
  type Missing,
} from './selection.ts';

// Which plans cover an asset. What rules and mechanisms need for it is the same: `coverageJoins`, spread into their joins.

type Plan = Subject<typeof backupPlan, 'selectionList' | 'definition'>;
type Selection = Subject<typeof backupSelection, 'definition'>;

/** The joins of `coverageJoins`, as far as they have been followed. */
export interface CoverageFacts {
  readonly plans: readonly Plan[];
  readonly selections: readonly Selection[];
  readonly region: readonly Subject<typeof backupRegion, 'settings'>[];
  readonly tableTags: readonly Subject<typeof dynamodbTable, 'tags'>[];
  readonly bucketTags: readonly Subject<typeof s3Bucket, 'tagging'>[];
  readonly disputed: readonly Subject<typeof backupProtectedResource, 'backupJobs'>[];
}

/** One rule of a plan that covers the asset. */
export interface CoveringRule {
  readonly plan: Plan;
  readonly rule: BackupPlanRule;
  /** When the assignment began to hold: neither plan nor selection is older. ISO 8601. */
  readonly since: string;
}

/** A selection that covers the asset, and why. */
export interface Assignment {
  readonly plan: Plan;
  /** Its name. */
  readonly selection: string;
  /** When the selection was made. ISO 8601. */
  readonly since: string;
  readonly reason: () => string;
}

/** What is not known of plans or selections that may cover the asset: a fact that could not be read, or what AWS does not document. */
export type OpenQuestion = { readonly plan?: string; readonly selection?: string } & (
  | { readonly unread: UnreadFact }
  | { readonly reason: string }
);

export interface Coverage {
  readonly assignments: readonly Assignment[];
  /** Rules of all plans that cover it for certain. */
  readonly rules: readonly CoveringRule[];
  readonly open: readonly OpenQuestion[];
  /** Why the other selections do not cover it, in words, a few of them. */
  readonly refusals: () => readonly string[];
}

/** One selection of one plan. */
interface Assignable {
  readonly plan: Plan;
  readonly name: string;
  readonly selection: Selection;
}

type Answer = ReturnType<CompiledSelections['resolve']>;

interface Compiled {
  readonly assignables: readonly Assignable[];
  readonly engine: CompiledSelections;
  /** Plans and selections of which nobody knows what they select. */
  readonly open: readonly OpenQuestion[];
  /** Whether tags can make a difference to anything. */
  readonly looksAtTags: boolean;
  /** Whether they make one to every resource of a type, by type and opt-in: then there is no need to ask for each. */
  readonly hangsOnTags: (candidate: Candidate) => boolean;
  /** What the engine said last, of which asset with which tags: the next question is often the same. */
  last: { readonly asset: string; readonly tags: Candidate['tags']; readonly answer: Answer } | undefined;
  /** By id of the asset; each once all that it hangs on has been asked for. */
  readonly coverages: Map<string, Coverage>;
}

const selectionIds = ({ id, facets }: Pick<Plan, 'id' | 'facets'>): readonly string[] =>
  facets.selectionList.selections.map((selection) => selectionId(id, selection.id));

/** What `look` sees, or the unread fact that it looked at. */
const attempt = <T>(look: () => T): { readonly value: T } | { readonly unread: UnreadFact } => {
  try {
    return { value: look() };
  } catch (error) {
    if (error instanceof UnreadFact) return { unread: error };
    throw error;
  }
};

const assignablesOf = (plan: Plan, byId: ReadonlyMap<string, Selection>): readonly (Assignable | OpenQuestion)[] => {
  const list = attempt(() => plan.facets.selectionList.selections);
  if ('unread' in list) return [{ plan: plan.name, unread: list.unread }];
  return list.value.flatMap(({ id, name }) => {
    const selection = byId.get(selectionId(plan.id, id));
    return selection ? [{ plan, name, selection }] : [];
  });
};

/** A selection as the engine wants it; what it says has been read. */
const engineSelection = ({ plan, name, selection }: Assignable): BackupSelection => ({
  ...selection.facets.definition,
  name,
  plan: plan.name,
  organizational: isOrganizationalPlan(planIdOf(plan.id) ?? ''),
});

const asksForTags = ({ listOfTags, conditions }: BackupSelection): boolean =>
  [listOfTags, ...Object.values(conditions)].some(({ length }) => length > 0);

/** Its answer is the same for all resources of a type that bear the same tags. */
const isWide = ({ resources, notResources }: BackupSelection): boolean =>
  notResources.length === 0 && resources.every((entry) => entry === '*');

const byType = (selections: readonly BackupSelection[]): Compiled['hangsOnTags'] => {
  const engine = compileSelections(selections);
  const known = new Map<string, boolean>();
  return (candidate) => {
    const key = `${candidate.resourceType} ${candidate.optedIn}`;
    return kept(known, key, () => mayHangOnTags(engine.resolve({ ...candidate, tags: undefined })));
  };
};

const compile = ({ plans, selections }: Pick<CoverageFacts, 'plans' | 'selections'>): Compiled => {
  const byId = new Map(selections.map((selection) => [selection.id, selection]));
  const assignables: Assignable[] = [];
  const definitions: BackupSelection[] = [];
  const open: OpenQuestion[] = [];
  for (const one of plans.flatMap((plan) => assignablesOf(plan, byId))) {
    if (!('name' in one)) {
      open.push(one);
      continue;
    }
    const definition = attempt(() => engineSelection(one));
    if ('unread' in definition) open.push({ plan: one.plan.name, selection: one.name, unread: definition.unread });
    else {
      assignables.push(one);
      definitions.push(definition.value);
    }
  }
  return {
    assignables,
    engine: compileSelections(definitions),
    open,
    looksAtTags: definitions.some(asksForTags),
    hangsOnTags: byType(definitions.filter((one) => asksForTags(one) && isWide(one))),
    last: undefined,
    coverages: new Map(),
  };
};

const compilations = new WeakMap<readonly Plan[], Compiled>();

/** The selections of a Region, ready to be asked. Worked out once for all assets in it: they share the joined plans. */
const compiled = (facts: Pick<CoverageFacts, 'plans' | 'selections'>): Compiled => kept(compilations, facts.plans, () => compile(facts));

const ifRead = <T>(look: () => T): T | undefined => unlessUnread(look, undefined);

/** The facet that tells the asset's tags, once it has been joined. */
const tagsOf = (asset: Asset, { tableTags, bucketTags }: Pick<CoverageFacts, 'tableTags' | 'bucketTags'>) =>
  isBucket(asset) ? bucketTags[0]?.facets.tagging : tableTags[0]?.facets.tags;

type RegionFacts = Pick<CoverageFacts, 'plans' | 'selections' | 'region'>;

const candidateOf = (asset: Asset, { region }: Pick<CoverageFacts, 'region'>, tags: Candidate['tags']): Candidate => {
  const resourceType = resourceTypeOf(asset);
  return { arn: asset.id, resourceType, tags, optedIn: ifRead(() => region[0]?.facets.settings.optIn[resourceType]) };
};

/** What the engine says of an asset, as far as its tags are known. */
const answerOf = (asset: Asset, facts: RegionFacts, tags: Candidate['tags']): Answer => {
  const all = compiled(facts);
  const { last } = all;
  if (last && last.asset === asset.id && last.tags === tags) return last.answer;
  const answer = all.engine.resolve(candidateOf(asset, facts, tags));
  all.last = { asset: asset.id, tags, answer };
  return answer;
};

const hangsOn = (missing: Missing, answer: Answer): boolean => answer.open.some((one) => one.missing === missing);

/** Whatever the opt-in is, tags may rule a selection out: where the opt-in could not be read, they alone can answer. */
/** An answer that waits for the opt-in may hang on the tags as well. */
const mayHangOnTags = ({ open }: Answer): boolean => open.some(({ missing }) => missing !== 'semantics');

const wantsTags = (asset: Asset, facts: RegionFacts): boolean => {
  const { looksAtTags, hangsOnTags } = compiled(facts);
  if (!looksAtTags) return false;
  return hangsOnTags(candidateOf(asset, facts, undefined)) || mayHangOnTags(answerOf(asset, facts, undefined));
};

/** What AWS does not document, jobs can show. */
const isDisputed = (asset: Asset, facts: Omit<CoverageFacts, 'disputed'>): boolean =>
  hangsOn(
    'semantics',
    answerOf(
      asset,
      facts,
      ifRead(() => tagsOf(asset, facts)),
    ),
  );

/** Everything that `coverageOf` looks at. Tags and jobs are asked for only where the answer hangs on them. */
export const coverageJoins = {
  plans: every(backupPlan, ['selectionList', 'definition'], 'region'),
  selections: namedBy('plans', backupSelection, ['definition'], selectionIds),
  region: join(backupRegion, ['settings'], regionIds),
  tableTags: self(dynamodbTable, ['tags'], (asset: Asset, _: unknown, facts: RegionFacts) => wantsTags(asset, facts)),
  bucketTags: self(s3Bucket, ['tagging'], (asset: Asset, _: unknown, facts: RegionFacts) => wantsTags(asset, facts)),
  disputed: join(backupProtectedResource, ['backupJobs'], (asset: Asset, _: unknown, facts: Omit<CoverageFacts, 'disputed'>) =>
    isDisputed(asset, facts) ? protectedIds(asset) : [],
  ),
} as const;

/** What reading the missing fact throws, if it cannot be read. */
const unreadBehind = (missing: Missing, asset: Asset, facts: CoverageFacts): UnreadFact | undefined => {
  const found = attempt(() => (missing === 'tags' ? tagsOf(asset, facts) : facts.region[0]?.facets.settings));
  return 'unread' in found ? found.unread : undefined;
};

type Jobs = BackupJobs['jobs'];

/** A job of the plan on this asset shows that the plan selects it, whatever the documentation leaves open. */
const jobOf = ({ id }: Plan, jobs: Jobs | undefined): Jobs[number] | undefined => jobs?.find(({ plan }) => plan === id);

type Found = { readonly assignment: Assignment } | { readonly question: OpenQuestion };

const assigned = ({ plan, name, selection }: Assignable, reason: () => string): Found => ({
  assignment: { plan, selection: name, since: selection.facets.definition.createdAt, reason },
});

/** A selection of which the engine cannot tell whether it covers the asset. */
const settle = (assignable: Assignable, missing: Missing, reason: () => string, asset: Asset, facts: CoverageFacts): Found => {
  const { plan, name } = assignable;
  const names = { plan: plan.name, selection: name };
  if (missing !== 'semantics') {
    const unread = unreadBehind(missing, asset, facts);
    return { question: { ...names, ...(unread ? { unread } : { reason: reason() }) } };
  }
  const jobs = attempt(() => facts.disputed[0]?.facets.backupJobs.jobs);
  if ('unread' in jobs) return { question: { ...names, unread: jobs.unread } };
  const job = jobOf(plan, jobs.value);
  if (!job) return { question: { ...names, reason: reason() } };
  return assigned(assignable, () => `selected by selection ${name} of plan ${plan.name}: its job ${job.id} backed it up`);
};

const byTime = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

/** A plan covers an asset since the first of its selections does, and since it is there itself. */
const startOf = (createdAt: string, assignments: readonly Assignment[]): string => {
  const [first = createdAt] = assignments.map(({ since }) => since).sort(byTime);
  // A date that is none says nothing: so does whatever is worked out from it.
  return Number.isNaN(Date.parse(createdAt)) ? createdAt : ([createdAt, first].sort(byTime)[1] as string);
};

/** The rules of one plan that covers the asset; where its definition is unread, the question stays open for each of its selections. */
const rulesOf = (plan: Plan, all: readonly Assignment[]): readonly (CoveringRule | OpenQuestion)[] => {
  const assignments = all.filter((assignment) => assignment.plan === plan);
  const definition = attempt(() => plan.facets.definition);
  if ('unread' in definition) return assignments.map(({ selection }) => ({ plan: plan.name, selection, unread: definition.unread }));
  const since = startOf(definition.value.createdAt, assignments);
  return definition.value.rules.map((rule) => ({ plan, rule, since }));
};

const SHOWN = 3;

const refusalsOf = ({ engine, assignables }: Compiled, candidate: Candidate): readonly string[] =>
  assignables
    .map((_, index) => engine.explain(index, candidate))
    .filter(({ result }) => result === 'not-selected')
    .slice(0, SHOWN)
    .map(({ reason }) => reason);

const resolve = (asset: Asset, facts: CoverageFacts): Coverage => {
  const all = compiled(facts);
  const tags = ifRead(() => tagsOf(asset, facts));
  const candidate = candidateOf(asset, facts, tags);
  const { covering, open: undecided } = answerOf(asset, facts, tags);
  const at = (index: number) => all.assignables[index] as Assignable;
  const reasonOf = (index: number) => () => all.engine.explain(index, candidate).reason;
  const found: readonly Found[] = [
    ...covering.map((index) => assigned(at(index), reasonOf(index))),
    ...undecided.map(({ index, missing }) => settle(at(index), missing, reasonOf(index), asset, facts)),
  ];
  const assignments = found.flatMap((one) => ('assignment' in one ? one.assignment : []));
  const rules = [...new Set(assignments.map(({ plan }) => plan))].flatMap((plan) => rulesOf(plan, assignments));
  return {
    assignments,
    rules: rules.filter((one) => 'rule' in one),
    open: [
      ...all.open,
      ...found.flatMap((one) => ('question' in one ? one.question : [])),
      ...rules.flatMap((one) => ('rule' in one ? [] : one)),
    ],
    refusals: () => refusalsOf(all, candidate),
  };
};

/** @throws UnreadFact where the plans of the Region could not be listed */
export const coverageOf = (asset: Asset, facts: CoverageFacts): Coverage =>
  kept(compiled(facts).coverages, asset.id, () => resolve(asset, facts));

/** Raises an open question where nothing that is known can answer: an unread fact as such, the rest as words for an `unknown` verdict. */
export const raise = <T>(question: OpenQuestion, otherwise: (reason: string) => T): T => {
  if ('unread' in question) throw question.unread;
  return otherwise(question.reason);
};
