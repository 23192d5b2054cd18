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

/**
 * Elasticsearch names only the indices that a user may see, and does not say that there are more. Without its security
 * everybody sees all.
 */
const assertAllSeen = async (session: ElasticsearchSession, attempt: Attempt): Promise<void> => {
  try {
    if (names.seesAll(await session.get(PRIVILEGES, attempt))) return;
  } catch (error) {
    if (meaningOf(error)?.code === NO_HANDLER) return;
    throw error;
  }
  throw failing({ class: 'denied', code: 'PartialView', message: PARTIAL });
};

export const indices = reader('indices:admin/resolve/index', async (session, send) => {
  const { distribution } = await infoOf(session, send);
  if (distribution === 'elasticsearch') await send((attempt) => assertAllSeen(session, attempt));
  return ask(session, send, '/_resolve/index/*?expand_wildcards=all', names.indicesOf);
});

const OF_SHARDS = ['type', 'stage', 'primary', 'stop_time_in_millis', 'source'].map((member) => `*.shards.${member}`);

const RECOVERIES = `/_recovery?active_only=false&filter_path=${OF_SHARDS.join(',')}`;

// Which indices are mounted from a repository, and how many shards they should have, no recovery tells.
const SETTINGS = '/_settings/index.number_of_shards,index.store.type?expand_wildcards=all';

const restoresOf = async (session: ElasticsearchSession, send: Send) => {
  const recoveries = await ask(session, send, RECOVERIES, restored.recoveriesOf);
  return recoveries.size === 0 ? [] : ask(session, send, SETTINGS, (settings) => restored.restoresOf(recoveries, settings));
};

export const restores = reader('indices:monitor/recovery', async (session, send) => ({ restores: await restoresOf(session, send) }));
