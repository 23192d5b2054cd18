import type { SearchIndices } from '../../../model/kinds/elasticsearch.ts';
import { MalformedAnswer } from '../../../model/scanner.ts';
import { given, type Members, named, objects, optionalName, texts } from '../../json/members.ts';
import { onlyMember } from './values.ts';

type Index = SearchIndices['indices'][number];

const indexOf = (index: Members): Index => {
  const attributes = texts('attributes', index.attributes);
  return {
    name: named('name', index.name),
    hidden: attributes.includes('hidden'),
    system: attributes.includes('system'),
    closed: attributes.includes('closed'),
    ...given<Pick<Index, 'dataStream'>>({ dataStream: optionalName('data_stream', index.data_stream) }),
  };
};

/** One is written as a text, several as a list. */
const namesIn = (what: string, value: unknown): string[] => (typeof value === 'string' ? [value] : texts(what, value));

/** `GET /_resolve/index/*` */
export const indicesOf = (answer: Members): SearchIndices => {
  const { indices, aliases, data_streams } = answer;
  if (!Array.isArray(indices) || !Array.isArray(aliases) || !Array.isArray(data_streams))
    throw new MalformedAnswer('The answer does not say which indices there are.');
  return {
    indices: objects('indices', indices).map(indexOf),
    dataStreams: objects('data_streams', data_streams).map(({ name }) => named('name of a data stream', name)),
    aliases: objects('aliases', aliases).map((alias) => ({
      name: named('name of an alias', alias.name),
      indices: namesIn('indices of an alias', alias.indices),
    })),
  };
};

/** Whether a user may see the metadata of every index, system indices apart. */
export const seesAll = (answer: Members): boolean => {
  if (typeof answer.has_all_requested === 'boolean') return answer.has_all_requested;
  throw new MalformedAnswer('has_all_requested is missing.');
};

/** `GET /_cluster/health?level=indices`: the names of all indices. */
export const inHealth = (answer: Members): readonly string[] => Object.keys(onlyMember('indices', answer));

/** What begins with a dot is of the server or of what runs upon it, and may be kept from everybody; but for what backs data streams. */
const isOfUsers = (name: string): boolean => !name.startsWith('.') || name.startsWith('.ds-');

/** Whether names are missing among those that a user sees. */
export const leavesOut = ({ indices }: SearchIndices, every: readonly string[]): boolean => {
  const seen = new Set(indices.map(({ name }) => name));
  return every.some((name) => isOfUsers(name) && !seen.has(name));
};
