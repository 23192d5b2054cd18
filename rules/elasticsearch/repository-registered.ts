import { Type } from 'typebox';
import { repositories, repository } from '../../model/elasticsearch/examples.ts';
import {
  absenceMessages,
  describeRepository,
  judgeAbsence,
  repositoriesEvidence,
  writableIn,
} from '../../model/elasticsearch/repositories.ts';
import { searchCluster } from '../../model/kinds/elasticsearch.ts';
import { nameGlob, params } from '../../model/params.ts';
import { defineRule, pass } from '../../model/rule.ts';

export default defineRule({
  id: 'elasticsearch/repository-registered',
  title: 'A snapshot repository of one’s own is registered',
  rationale:
    'Without a repository there is nowhere to put a snapshot, and nothing else is a backup of a cluster: copies of the data directories of its nodes, by Velero or by snapshots of their volumes, cannot be relied upon to start. Repositories that AWS makes in every domain (`cs-automated…`, `cs-ultrawarm…`) do not count: their snapshots restore that very domain and go with it. One that is read-only holds what some other cluster puts there.',
  remediation:
    'Register one: `curl -X PUT "$URL/_snapshot/REPOSITORY" -H "Content-Type: application/json" -d \'{"type":"s3","settings":{"bucket":"BUCKET","base_path":"CLUSTER"}}\'`. Each cluster needs a repository, or a base path, of its own to write to.',
  references: [
    'https://www.elastic.co/guide/en/elasticsearch/reference/current/snapshots-register-repository.html',
    'https://docs.opensearch.org/latest/tuning-your-cluster/availability-and-recovery/snapshots/snapshot-restore/',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html',
  ],
  severity: 'critical',
  subject: searchCluster,
  reads: ['repositories'],
  params: params({ repository: Type.Optional(nameGlob({ description: 'Name of the repository; `*` and `?` stand for characters.' })) }),
  messages: { ...absenceMessages, registered: 'Registered: {repositories}.' },
  examples: [
    { name: 'One in S3', facets: repositories(repository()), verdict: 'pass' },
    { name: 'None', facets: repositories(), verdict: 'fail' },
    { name: 'Only that of the service', facets: repositories(repository({ name: 'cs-automated-enc' })), verdict: 'fail' },
    {
      name: 'Only one to read what another cluster wrote',
      facets: repositories(repository({ readOnly: true })),
      verdict: 'fail',
    },
    { name: 'Repositories that could not be read', facets: { repositories: 'unread' }, verdict: 'unknown' },
  ],
  check: ({ facets }, { params: wanted }) => {
    const { repositories } = facets.repositories;
    const writable = writableIn(repositories, wanted);
    return writable.length === 0
      ? judgeAbsence(repositories, wanted)
      : pass('registered', { repositories: writable.map(describeRepository).join(', ') }, repositoriesEvidence(repositories, wanted));
  },
});
