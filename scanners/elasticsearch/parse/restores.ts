import type { SearchRestore } from '../../../model/kinds/elasticsearch.ts';
import { given, type Members, members, named, object, objects, optionalFlag } from '../../json/members.ts';
import { optionalMoment, optionalWhole } from './values.ts';

// How shards came to be where they are, index by index: out of a snapshot, of another copy, or of nothing.

interface Shard {
  readonly type: string;
  readonly isDone: boolean;
  readonly endedAt: string | undefined;
  readonly source: Members;
}

const shardOf = (shard: Members): Shard => ({
  type: named('type', shard.type),
  isDone: shard.stage === 'DONE',
  endedAt: optionalMoment('stop_time_in_millis', shard.stop_time_in_millis),
  source: members('source', shard.source),
});

/** The shards of an index, replicas left out. */
const primariesOf = (index: unknown): readonly Shard[] =>
  objects('shards', object('an index', index).shards)
    .filter(({ primary }) => primary === true)
    .map(shardOf);

const isRestored = ({ type }: Shard): boolean => type === 'SNAPSHOT';

/** A shard that was made anew because its data was lost holds nothing of the snapshot. */
const holdsData = ({ type, isDone }: Shard): boolean => isDone && type !== 'EMPTY_STORE';

/** Restores of which only the recoveries of their shards are known. */
export type Recoveries = ReadonlyMap<string, readonly Shard[]>;

/** `GET /_recovery`: of indices that have a shard which came out of a snapshot. */
export const recoveriesOf = (answer: Members): Recoveries => {
  const indices = Object.entries(answer).map(([name, index]) => [name, primariesOf(index)] as const);
  return new Map(indices.filter(([, shards]) => shards.some(isRestored)));
};

/** What `GET /_settings` tells of an index. */
interface IndexSettings {
  readonly shards: number;
  /** Kept by the repository, and not by the node. */
  readonly isMounted: boolean;
}

const settingsOf = (index: Members): IndexSettings => {
  const settings = members('settings.index', members('settings', index.settings).index);
  return {
    shards: optionalWhole('number_of_shards', settings.number_of_shards) ?? 0,
    // Such a store is called `snapshot` by Elasticsearch and `remote_snapshot` by OpenSearch.
    isMounted: /snapshot$/.test(String(members('settings.index.store', settings.store).type ?? '')),
  };
};

const latest = (times: readonly (string | undefined)[]): string | undefined =>
  times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);

const restoreOf = (index: string, recovered: readonly Shard[], { shards, isMounted }: IndexSettings): SearchRestore | undefined => {
  const restored = recovered.filter(isRestored);
  const source = restored[0]?.source;
  return (
    source && {
      index,
      source: named('source.index', source.index),
      repository: named('source.repository', source.repository),
      snapshot: named('source.snapshot', source.snapshot),
      // A shard that could not be restored has no recovery at all.
      shards: Math.max(shards, recovered.length),
      done: recovered.filter(holdsData).length,
      ...given<Pick<SearchRestore, 'endedAt'>>({ endedAt: latest(restored.map(({ endedAt }) => endedAt)) }),
      mounted: isMounted || (optionalFlag('source.isSearchableSnapshot', source.isSearchableSnapshot) ?? false),
    }
  );
};

/** Restores, of indices that still exist. @param settings the answer of `GET /_settings` */
export const restoresOf = (recoveries: Recoveries, settings: Members): SearchRestore[] => {
  const indices = new Map(Object.entries(settings).map(([name, index]) => [name, object(name, index)]));
  return [...recoveries].flatMap(([name, shards]) => {
    const index = indices.get(name);
    return index === undefined ? [] : (restoreOf(name, shards, settingsOf(index)) ?? []);
  });
};
