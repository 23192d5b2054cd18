import type { AnyKind } from '../../model/kind.ts';
import { kept } from '../../model/remember.ts';
import type { Join, JoinById, JoinEvery, JoinNamed, Subject } from '../../model/rule.ts';
import type { Reader } from '../demand.ts';
import { namedIds, placeOf, populationKey } from '../lookup.ts';
import { view } from '../view.ts';
import type { Entries } from './entries.ts';
import type { Entry } from './entry.ts';

/** Reads what the joins of a reader need, one join after the other: the later ones may look at what the earlier ones found. */
export type FollowJoins = (subject: Entry, reader: Reader) => Promise<void>;

type Joined = Record<string, readonly Subject[]>;

/** What a join found, seen once somebody looks: most joins are only read, and ten thousand resources are much to look at. */
type Seen = () => readonly Subject[];

const seenOnce = (look: Seen): Seen => {
  let seen: readonly Subject[] | undefined;
  return () => {
    seen ??= look();
    return seen;
  };
};

const viewOf = (entry: Entry, reads: readonly string[]): Subject => view(entry.scanner.kind, entry.resource(), reads);

/** Ids that a join names for a subject; none where the facts that would tell are unread, or the join fails: evaluation will say so. */
const idsOf = ({ from }: JoinById, subject: Subject, params: unknown, joined: Joined): readonly string[] => {
  try {
    return from(subject, params, joined);
  } catch {
    return [];
  }
};

/** Follows joins; what many subjects share is looked for once. */
export const createFollower = (entries: Entries): FollowJoins => {
  const populations = new Map<string, Promise<Seen>>();
  const namings = new WeakMap<readonly Subject[], Map<JoinNamed, Promise<Seen>>>();

  const readAll = async (found: readonly Entry[], reads: readonly string[]): Promise<Seen> => {
    await Promise.all(found.map((entry) => entry.readAll(reads)));
    return seenOnce(() => found.map((entry) => viewOf(entry, reads)));
  };

  const byIds = (kind: AnyKind, ids: readonly string[], reads: readonly string[], subject: Entry) =>
    readAll(
      ids.flatMap((id) => entries.joined(kind.id, id, subject) ?? []),
      reads,
    );

  const every = (join: JoinEvery, { scope }: Entry): Promise<Seen> => {
    const { kind, reads, within } = join;
    return kept(populations, populationKey(join, placeOf(within, scope) ?? ''), () =>
      readAll(entries.around(kind.id, within, scope), reads),
    );
  };

  const named = (join: JoinNamed, members: readonly Subject[], subject: Entry): Promise<Seen> =>
    kept(
      kept(namings, members, () => new Map<JoinNamed, Promise<Seen>>()),
      join,
      () => byIds(join.kind, namedIds(join, members), join.reads, subject),
    );

  const find = (join: Join, subject: Entry, seen: Subject, params: unknown, joined: Joined): Promise<Seen> => {
    if ('within' in join) return every(join, subject);
    if ('by' in join) return named(join, joined[join.by] ?? [], subject);
    return byIds(join.kind, idsOf(join, seen, params, joined), join.reads, subject);
  };

  return async (subject, { reads, joins, params }) => {
    const seen = viewOf(subject, reads);
    const joined: Joined = {};
    for (const [name, join] of Object.entries(joins))
      Object.defineProperty(joined, name, { get: await find(join, subject, seen, params, joined) });
  };
};
