import { runtime, server } from '../../../model/prometheus/examples.ts';
import rule from '../../../rules/prometheus/configuration-loaded.ts';
import { runTable } from '../harness.ts';

runTable(rule, [
  { name: 'loaded', facets: server(), verdict: 'pass', says: 'loaded' },
  {
    name: 'loaded, with a date',
    facets: server(runtime({ lastConfigAt: '2026-01-30T08:00:00Z' })),
    verdict: 'pass',
    says: 'loaded',
    shows: ['2026-01-30T08:00:00Z'],
  },
  { name: 'refused', facets: server(runtime({ reloadConfigSuccess: false })), verdict: 'fail', says: 'refused', shows: ['false'] },
  { name: 'not read', facets: { ...server(), runtime: 'unread' }, verdict: 'unknown' },
]);
