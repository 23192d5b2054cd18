import type { SearchPolicy } from '../../../model/kinds/elasticsearch.ts';
import { given, type Members, texts } from '../../json/members.ts';
import { switched } from './values.ts';

// What users configure of the snapshots that a policy takes. Both servers hand it on as it was written, and read it alike.

/** The part of a policy that is about what its snapshots hold. */
type Contents = Pick<
  SearchPolicy,
  'indices' | 'includeGlobalState' | 'partial' | 'ignoreUnavailable' | 'expandWildcards' | 'featureStates'
>;

/** A text holds several, with commas between them; what is in a list is one each. */
const severalOf = (what: string, value: unknown): string[] => (typeof value === 'string' ? value.split(',') : texts(what, value));

const EVERYTHING = ['*'];

const patternsOf = (value: unknown): string[] => {
  const patterns = severalOf('indices', value).filter((pattern) => pattern !== '');
  return patterns.length === 0 ? EVERYTHING : patterns;
};

const joined = (what: string, value: unknown): string | undefined => severalOf(what, value).join(',') || undefined;

const featuresOf = (value: unknown): string[] | undefined =>
  value === undefined || value === null ? undefined : severalOf('feature_states', value);

/** What the snapshots of a policy hold; what it does not say is as in any other snapshot. */
export const contentsOf = (config: Members): Contents => ({
  indices: patternsOf(config.indices),
  includeGlobalState: switched('include_global_state', config.include_global_state, true),
  partial: switched('partial', config.partial, false),
  ignoreUnavailable: switched('ignore_unavailable', config.ignore_unavailable ?? config.ignoreUnavailable, false),
  ...given<Pick<Contents, 'expandWildcards' | 'featureStates'>>({
    expandWildcards: joined('expand_wildcards', config.expand_wildcards ?? config.expandWildcards),
    featureStates: featuresOf(config.feature_states),
  }),
});
