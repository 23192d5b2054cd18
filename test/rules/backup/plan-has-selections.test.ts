import rule from '../../../rules/backup/plan-has-selections.ts';
import { runTable } from '../harness.ts';

const selections = (...names: readonly string[]) => ({ selectionList: { selections: names.map((name) => ({ id: `id-${name}`, name })) } });

runTable(rule, [
  { name: 'one selection', facets: selections('MLOpsTables'), verdict: 'pass', says: 'selects', shows: ['1 selection: MLOpsTables.'] },
  { name: 'three selections', facets: selections('a', 'b', 'c'), verdict: 'pass', says: 'selects', shows: ['3 selections: a, b, c.'] },
  { name: 'four selections', facets: selections('a', 'b', 'c', 'd'), verdict: 'pass', says: 'selects', shows: ['a, b, c and more.'] },
  { name: 'no selection', facets: selections(), verdict: 'fail', says: 'none' },
  { name: 'selections unread', facets: { selectionList: 'unread' }, verdict: 'unknown' },
]);
