import { type BackupSelection, type Candidate, compileSelections } from '../../model/backup/selection.ts';

// How long it takes to find which of many selections cover each of many resources, beside a floor: comparing one text for
// each pair. Prints seconds. Arguments: resources, selections.

const [resources = '100000', selections = '200'] = process.argv.slice(2);

const numbers = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

const tableArn = (index: number): string => `arn:aws:dynamodb:us-west-2:111122223333:table/team-${index % 50}-table-${index}`;

const NONE: BackupSelection = {
  name: 'selection',
  plan: 'plan',
  organizational: false,
  resources: [],
  notResources: [],
  listOfTags: [],
  conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
};

/** As accounts have them: by ARN, by tag, by wildcard with an exclusion, and everything under a condition. */
const selectionOf = (index: number): BackupSelection => {
  const ways: readonly Partial<BackupSelection>[] = [
    { resources: numbers(20).map((at) => tableArn(index * 20 + at)) },
    { listOfTags: [{ key: 'team', value: `team-${index % 50}` }] },
    { resources: [`arn:aws:dynamodb:*:*:table/team-${index % 50}-*`], notResources: [tableArn(index)] },
    { resources: ['*'], conditions: { ...NONE.conditions, stringEquals: [{ key: 'aws:ResourceTag/tier', value: `tier-${index}` }] } },
  ];
  return { ...NONE, name: `selection-${index}`, ...ways[index % ways.length] };
};

const candidateOf = (index: number): Candidate => ({
  arn: tableArn(index),
  resourceType: 'DynamoDB',
  tags: { team: `team-${index % 50}`, tier: `tier-${index % 400}` },
  optedIn: true,
});

const timed = (work: () => void): number => {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
};

const candidates = numbers(Number(resources)).map(candidateOf);
const all = numbers(Number(selections)).map(selectionOf);
let covered = 0;
let equal = 0;

const seconds = timed(() => {
  const { resolve } = compileSelections(all);
  for (const candidate of candidates) covered += resolve(candidate).covering.length;
});
const floor = timed(() => {
  for (const { arn } of candidates) for (const { name } of all) if (arn === name) equal++;
});
if (covered === 0 || equal > 0) throw new Error('nothing was measured');
console.log(JSON.stringify({ seconds, floor, covered }));
