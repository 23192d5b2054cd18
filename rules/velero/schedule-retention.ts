import { humanDuration } from '../../model/duration.ts';
import { veleroSchedule } from '../../model/kinds/velero.ts';
import { duration, params } from '../../model/params.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';
import { deployment, schedule, served, template } from '../../model/velero/examples.ts';
import { doubtful, retentionOf } from '../../model/velero/schedules.ts';
import { serverJoin } from '../../model/velero/server.ts';

const SOURCES = {
  template: 'as the template of the schedule says',
  server: "by the default of Velero's server, since the template says nothing",
} as const;

export default defineRule({
  id: 'velero/schedule-retention',
  title: 'A schedule keeps backups long enough',
  rationale:
    "Damage that nobody notices at once can be undone only from a backup that is older than it. The TTL of the schedule's template decides when Velero deletes a backup with all of its data. Where it is left out or zero, the server's `--default-backup-ttl` holds, which is 720 hours (30 days) if it is not set either. It is a duration as Go writes it: `168h` is right, and `7d`, which the custom resource admits, is none, so that Velero cannot read the schedule. Just after the oldest backup has expired and before the next is complete, there is one backup less than the retention suggests: a daily schedule that keeps 168 hours has six then, and not seven. Backups that exist keep the TTL that they were made with.",
  remediation:
    'Set the TTL of the backups to come: `kubectl --namespace {namespace} patch schedules.velero.io {name} --type merge --patch \'{"spec":{"template":{"ttl":"168h"}}}\'`.',
  references: [
    'https://velero.io/docs/main/how-velero-works/#set-a-backup-to-expire',
    'https://velero.io/docs/main/api-types/schedule/',
    'https://pkg.go.dev/time#ParseDuration',
  ],
  severity: 'high',
  subject: veleroSchedule,
  reads: ['spec'],
  joins: { servers: serverJoin },
  params: params({ min: duration({ default: '168h', description: 'The least time for which backups are kept.' }) }),
  messages: {
    kept: 'Backups are kept for {ttl}, {source}.',
    short: 'Backups are kept for {ttl}, {source}; {min} are required.',
    past: 'The TTL of the backups is {ttl}: they have expired before they begin.',
    unreadable: 'The TTL of the backups is {ttl}, which is no duration to Velero: it cannot read the schedule.',
    doubtful: 'How long backups are kept cannot be told: {doubt}.',
  },
  examples: [
    { name: 'Kept for a week', facets: schedule(), verdict: 'pass' },
    { name: 'Kept for a day', facets: schedule({ spec: { template: template({ ttl: '24h0m0s' }) } }), verdict: 'fail' },
    { name: 'No Go duration', facets: schedule({ spec: { template: template({ ttl: '7d' }) } }), verdict: 'fail' },
    {
      name: "Zero stands for the server's default",
      facets: schedule({ spec: { template: template({ ttl: '0s' }) } }),
      around: served(deployment()),
      verdict: 'pass',
    },
    {
      name: "The server's default, which could not be read",
      facets: schedule({ spec: { template: template({ ttl: '0s' }) } }),
      around: { 'velero/server': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { min }, joined }) => {
    const kept = retentionOf(subject, joined);
    if ('doubt' in kept) return doubtful('doubtful', kept.doubt);
    const written = subject.facets.spec.template.ttl ?? 'none';
    const evidence = [{ facet: 'spec', observed: `ttl: ${written}`, expected: `at least ${humanDuration(min)}` }];
    if ('unreadable' in kept) return fail('unreadable', { ttl: `"${kept.unreadable}"` }, evidence);
    if (kept.ttl < 0) return fail('past', { ttl: written }, evidence);
    const values = { ttl: humanDuration(kept.ttl, 4), source: SOURCES[kept.source], min: humanDuration(min) };
    return kept.ttl >= min ? pass('kept', values, evidence) : fail('short', values, evidence);
  },
});
