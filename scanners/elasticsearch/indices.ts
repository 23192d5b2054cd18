import type { Attempt, Send } from '../../model/scanner.ts';
import { failing, meaningOf } from '../http/failures.ts';
import { NO_HANDLER } from './errors.ts';
import * as names from './parse/indices.ts';
import * as restored from './parse/restores.ts';
import { ask, infoOf, reader } from './reading.ts';
import type { ElasticsearchSession } from './session.ts';

const ASKED_PRIVILEGES = JSON.stringify({ index: [{ names: ['*'], privileges: ['view_index_metadata'] }] });

const PRIVILEGES = `/_security/user/_has_privileges?source=${encodeURIComponent(ASKED_PRIVILEGES)}&source_content_type=application/json`;

const PARTIAL =
  'The user may not see the metadata of all indices, and what it may not see is left out in silence: it needs view_index_metadata on *.';

const refusePart = (message: string): never => {
  throw failing({ class: 'denied', code: 'PartialView', message });
};

/** Without security there is no such path: it is unknown, or taken for that of a document, which has no such parameters. */
const hasNoSecurity = (error: unknown): boolean => {
  const { code, message = '' } = meaningOf(error) ?? {};
  return code === NO_HANDLER || (code === 'illegal_argument_exception' && message.includes('unrecognized parameter'));
};

/**
 * Elasticsearch names only the indices that a user may see, and does not say that there are more. Without its security
 * everybody sees all.
 */
const assertAllSeen = async (session: ElasticsearchSession, attempt: Attempt): Promise<void> => {
  try {
    if (names.seesAll(await session.get(PRIVILEGES, attempt))) return;
  } catch (error) {
    if (hasNoSecurity(error)) return;
    throw error;
  }
  refusePart(PARTIAL);
};

// Security of OpenSearch leaves out what a user may not see where `do_not_fail_on_forbidden` is set, and nothing tells whether
// it is. The health of the cluster names every index: permissions on indices do not touch it.
// https://docs.opensearch.org/latest/security/access-control/permissions/#do-not-fail-on-forbidden
const EVERY_INDEX = '/_cluster/health?level=indices&expand_wildcards=all&filter_path=indices.*.status';

const LEFT_OUT =
  'The user may not see all indices, and what it may not see is left out in silence: it needs indices:admin/resolve/index on *.';

const resolve = (session: ElasticsearchSession, send: Send) =>
  ask(session, send, '/_resolve/index/*?expand_wildcards=all', names.indicesOf);

const resolveAll = async (session: ElasticsearchSession, send: Send) => {
  const every = await ask(session, send, EVERY_INDEX, names.inHealth);
  const found = await resolve(session, send);
  if (names.leavesOut(found, every)) await send(async () => refusePart(LEFT_OUT));
  return found;
};

export const indices = reader('indices:admin/resolve/index', async (session, send) => {
  const { distribution } = await infoOf(session, send);
  if (distribution !== 'elasticsearch') return resolveAll(session, send);
  await send((attempt) => assertAllSeen(session, attempt));
  return resolve(session, send);
});

const OF_SHARDS = ['type', 'stage', 'primary', 'stop_time_in_millis', 'source'].map((member) => `*.shards.${member}`);

const RECOVERIES = `/_recovery?active_only=false&expand_wildcards=all&filter_path=${OF_SHARDS.join(',')}`;

// Which indices are mounted from a repository, and how many shards they should have, no recovery tells.
const SETTINGS = '/_settings/index.number_of_shards,index.store.type?expand_wildcards=all';

const restoresOf = async (session: ElasticsearchSession, send: Send) => {
  const recoveries = await ask(session, send, RECOVERIES, restored.recoveriesOf);
  return recoveries.size === 0 ? [] : ask(session, send, SETTINGS, (settings) => restored.restoresOf(recoveries, settings));
};

export const restores = reader('indices:monitor/recovery', async (session, send) => ({ restores: await restoresOf(session, send) }));
