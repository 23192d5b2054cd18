import { repositories, repository } from '../../../model/elasticsearch/examples.ts';
import type { SearchRepository } from '../../../model/kinds/elasticsearch.ts';
import rule from '../../../rules/elasticsearch/repository-registered.ts';
import { type Row, runTable } from '../harness.ts';

type Registered = readonly Partial<SearchRepository>[];

const row = (name: string, registered: Registered, verdict: Row['verdict'], says: string, ...shows: readonly string[]): Row => ({
  name,
  facets: repositories(...registered.map(repository)),
  verdict,
  says,
  shows,
});

const asking = (glob: string, one: Row): Row => ({ ...one, name: `${one.name}, asked for ${glob}`, params: { repository: glob } });

const AUTOMATED = { name: 'cs-automated-enc' };
const ELSEWHERE = { name: 'archive', type: 'url', url: 'https://archive.example.com' };

runTable(rule, [
  row('one in S3', [{}], 'pass', 'registered', 'mlops-snapshots (s3)'),
  row('one on a file system', [{ type: 'fs', location: '/backups' }], 'pass', 'registered', 'mlops-snapshots (fs)'),
  row('of the type source', [{ type: 'source', delegateType: 'fs' }], 'pass', 'registered', 'mlops-snapshots (fs)'),
  row('none', [], 'fail', 'none', 'none'),
  row('those of the service', [AUTOMATED, { name: 'cs-ultrawarm' }], 'fail', 'managed', 'cs-automated-enc (s3), cs-ultrawarm (s3)'),
  row('one of the service, and one of one’s own', [AUTOMATED, {}], 'pass', 'registered'),
  row('a name that only begins alike', [{ name: 'cs-automatic' }], 'pass', 'registered'),
  row('read-only', [{ readOnly: true }], 'fail', 'readOnly', 'mlops-snapshots (s3)'),
  row('at an address', [ELSEWHERE], 'fail', 'readOnly', 'archive (url)'),
  row('at an address, and one of the service', [ELSEWHERE, AUTOMATED], 'fail', 'readOnly', 'archive (url)'),
  row('at an address, and one in S3', [ELSEWHERE, {}], 'pass', 'registered'),
  asking('mlops-*', row('one in S3', [{}], 'pass', 'registered', 'mlops-*')),
  asking('logs', row('one in S3', [{}], 'fail', 'unmatched', 'logs', 'mlops-snapshots (s3)')),
  asking('archive', row('one in S3, and one at an address', [{}, ELSEWHERE], 'fail', 'readOnly')),
  asking('cs-*', row('one in S3, and one of the service', [{}, AUTOMATED], 'fail', 'managed')),
  asking('logs', row('none', [], 'fail', 'none')),
  { name: 'repositories are unread', facets: { repositories: 'unread' }, verdict: 'unknown' },
]);
