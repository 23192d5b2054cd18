import { formatDuration, humanDuration } from '../../model/duration.ts';
import type { Objectives } from '../../model/policy.ts';
import { lossOf, type Protection, spacingOf } from '../../model/protection.ts';
import type { ObjectiveResult, Recovery } from '../../model/report.ts';
import type { Resource } from '../../model/resource.ts';
import { counted } from '../../model/text.ts';
import { atMost, isoDuration } from './durations.ts';
import type { Shield } from './shield.ts';

type Value = ObjectiveResult['design'];
type Judged = Omit<ObjectiveResult, 'target'>;

/** What is known about one objective. */
interface Answer {
  readonly design: Value;
  readonly observed?: Value;
  readonly isMet: boolean;
  readonly message: string;
  /** What could turn an unmet objective into a met one, were it known. */
  readonly doubts: readonly string[];
}

/** Passes on what is known to be enough; fails only where everything is known. */
const settle = ({ design, observed = null, isMet, message, doubts }: Answer): Judged => {
  if (isMet) return { design, observed, verdict: 'pass', message };
  if (doubts.length === 0) return { design, observed, verdict: 'fail', message };
  return { design, observed, verdict: 'unknown', message: `${message} Not known: ${[...new Set(doubts)].join('; ')}.` };
};

const known = (values: readonly (number | undefined)[]): readonly number[] => values.filter((value) => value !== undefined);

const least = (values: readonly (number | undefined)[]): number | undefined =>
  known(values).length === 0 ? undefined : Math.min(...known(values));

const isElsewhere = ({ scope }: Resource, { location }: Protection): boolean =>
  scope.region !== undefined && location.region !== undefined && location.region !== scope.region;

const regionDoubts = ({ asset, sound }: Shield): readonly string[] => {
  const places = [{ id: asset.id, region: asset.scope.region }, ...sound.map(({ location }) => location)];
  return places.filter(({ region }) => region === undefined).map(({ id }) => `the Region of ${id}`);
};

type Loss = Protection['rpo'];

/** A promise is worth no more than what was seen of it. `undefined` = nothing is promised. */
const worst = ({ design, observed = 0 }: Loss): number | undefined => (design === undefined ? undefined : Math.max(design, observed));

const keepsItsPromise = ({ rpo }: Protection): boolean => rpo.design !== undefined && worst(rpo) === rpo.design;

/** What those lose together that make recovery points in turns. */
const lossTogether = (protections: readonly Protection[], takenAt: Date): readonly Loss[] => {
  const together = protections.filter((protection) => protection.cadence && keepsItsPromise(protection));
  const design = lossOf(
    together.flatMap(({ cadence }) => cadence ?? []),
    takenAt,
  );
  return together.length < 2 ? [] : [{ design, observed: least(together.map(({ rpo }) => rpo.observed)) }];
};

const by =
  <T>(value: (item: T) => number | undefined) =>
  (one: T, other: T): number =>
    (value(one) ?? 0) - (value(other) ?? 0);

const leastLoss = (losses: readonly Loss[]): Loss | undefined => losses.filter((loss) => worst(loss) !== undefined).sort(by(worst))[0];

const rpoMessage = (fit: readonly Protection[], best: Loss | undefined, place: string): string => {
  if (fit.length === 0) return `No protection${place} is known.`;
  if (best?.design === undefined) return `No protection${place} promises how much is lost.`;
  const { design, observed = 0 } = best;
  const broken = observed > design ? ` by design, but what it has is ${humanDuration(observed)} old` : '';
  return `The best protection${place} loses ${atMost(design)}${broken}.`;
};

/** Where two Regions are asked for, the loss of one is what must be survived: only what lies in another one counts. */
const judgeRpo = (target: number, shield: Shield, { regions = 1 }: Objectives): Judged => {
  const regional = regions > 1;
  const fit = regional ? shield.sound.filter((protection) => isElsewhere(shield.asset, protection)) : shield.sound;
  const best = leastLoss([...fit.map(({ rpo }) => rpo), ...lossTogether(fit, shield.takenAt)]);
  const promiseless = fit
    .filter(({ rpo: { design, observed = 0 }, cadence }) => design === undefined && (cadence !== undefined || observed <= target))
    .map(({ mechanism, location }) => `what ${mechanism} to ${location.id} loses`);
  return settle({
    design: isoDuration(best?.design),
    observed: isoDuration(best ? best.observed : least(fit.map(({ rpo }) => rpo.observed))),
    isMet: best !== undefined && (worst(best) ?? 0) <= target,
    message: rpoMessage(fit, best, regional ? ' in another Region' : ''),
    doubts: [...shield.doubts, ...promiseless, ...(regional ? regionDoubts(shield) : [])],
  });
};

const { POSITIVE_INFINITY: ENDLESS } = Number;

/** How far back one can go at most, as far as was seen. Recovery points expire one by one: when one has, the next one is as much younger as lies between them. */
const seen = ({ retention: { observed = ENDLESS }, rpo, cadence }: Protection, takenAt: Date): number => {
  const spacing = cadence ? spacingOf([cadence], takenAt) : (rpo.design ?? 0);
  return spacing === ENDLESS ? observed : observed + spacing;
};

/** A promise is worth no more than what was seen of it: what was switched on yesterday does not go back 35 days today. */
const reachAt =
  (takenAt: Date) =>
  (protection: Protection): number | undefined => {
    const { design } = protection.retention;
    return design === undefined ? undefined : Math.min(design, seen(protection, takenAt));
  };

const retentionMessage = ({ design, observed }: Partial<Protection['retention']>, reached: number | undefined): string => {
  if (design === undefined || reached === undefined) return 'Nothing is known to be kept.';
  if (design <= 0) return 'One can go back nowhere.';
  const accruing = observed !== undefined && reached < design;
  return accruing
    ? `One can go back ${humanDuration(observed)} so far, ${atMost(design)} by design.`
    : `One can go back ${atMost(design)}.`;
};

const judgeRetention = (target: number, { sound, doubts, takenAt }: Shield): Judged => {
  const reach = reachAt(takenAt);
  const longest = sound
    .filter((protection) => reach(protection) !== undefined)
    .sort(by(reach))
    .at(-1);
  const reached = longest && reach(longest);
  const endless = sound
    .filter((protection) => protection.retention.design === undefined && seen(protection, takenAt) >= target)
    .map(({ mechanism, location }) => `how long ${mechanism} to ${location.id} keeps`);
  return settle({
    design: isoDuration(longest?.retention.design),
    observed: isoDuration(longest?.retention.observed),
    isMet: reached !== undefined && reached >= target,
    message: retentionMessage(longest?.retention ?? {}, reached),
    doubts: [...doubts, ...endless],
  });
};

const judgeCount = (target: number, places: ReadonlySet<string>, what: string, doubts: readonly string[]): Judged => {
  const names = [...places].sort().join(', ') || 'none';
  return settle({
    design: places.size,
    isMet: places.size >= target,
    message: `The data are in ${counted(places.size, what)}, the original included: ${names}.`,
    doubts,
  });
};

const judgeCopies = (target: number, { asset, sound, doubts }: Shield): Judged =>
  judgeCount(target, new Set([asset.id, ...sound.map(({ location }) => location.id)]), 'place', doubts);

const judgeRegions = (target: number, shield: Shield): Judged => {
  const regions = [shield.asset.scope.region, ...shield.sound.map(({ location }) => location.region)];
  const places = new Set(regions.filter((region) => region !== undefined));
  return judgeCount(target, places, 'Region', [...shield.doubts, ...regionDoubts(shield)]);
};

const immutableMessage = (modes: ReadonlySet<Protection['immutability']>): string => {
  if (modes.has('compliance')) return 'A copy is locked in compliance mode.';
  if (modes.has('governance')) return 'The lock is in governance mode: who may bypass it can delete the copies.';
  return 'No copy is known to be locked.';
};

/** Only the compliance mode counts: who may bypass governance can delete the copies. */
const judgeImmutable = (target: boolean, { sound, ...shield }: Shield): Judged => {
  const modes = new Set(sound.map(({ immutability }) => immutability));
  const locked = modes.has('compliance');
  const untold = sound.filter(({ immutability }) => immutability === 'unknown').map(({ location }) => `the lock of ${location.id}`);
  const doubts = [...shield.doubts, ...untold];
  const design = locked || (doubts.length > 0 ? null : false);
  if (!target) return settle({ design, isMet: true, message: 'Immutability is not asked for.', doubts });
  return settle({ design, isMet: locked, message: immutableMessage(modes), doubts });
};

const restoreMessage = (latest: number | undefined): string =>
  latest === undefined ? 'No restore of this resource is recorded.' : `It was last restored ${humanDuration(latest)} ago.`;

/** Only what records restores can tell that there was none. */
const judgeRestore = (target: number, { sound, doubts }: Shield): Judged => {
  const latest = least(sound.map(({ lastRestore }) => lastRestore ?? undefined));
  const untold = sound
    .filter(({ lastRestore }) => lastRestore === undefined)
    .map(({ mechanism, location }) => `when it was last restored by ${mechanism} from ${location.id}`);
  return settle({
    design: null,
    observed: isoDuration(latest),
    isMet: latest !== undefined && latest <= target,
    message: restoreMessage(latest),
    doubts: [...doubts, ...untold],
  });
};

/** Every objective that is set, held against what protects one asset. */
export const objectiveResults = (objectives: Objectives, shield: Shield): Recovery['objectives'] => {
  const { rpo, retention, copies, regions, immutable, restoreTestedWithin } = objectives;
  return {
    ...(rpo === undefined ? {} : { rpo: { target: formatDuration(rpo), ...judgeRpo(rpo, shield, objectives) } }),
    ...(retention === undefined ? {} : { retention: { target: formatDuration(retention), ...judgeRetention(retention, shield) } }),
    ...(copies === undefined ? {} : { copies: { target: copies, ...judgeCopies(copies, shield) } }),
    ...(regions === undefined ? {} : { regions: { target: regions, ...judgeRegions(regions, shield) } }),
    ...(immutable === undefined ? {} : { immutable: { target: immutable, ...judgeImmutable(immutable, shield) } }),
    ...(restoreTestedWithin === undefined
      ? {}
      : { restoreTestedWithin: { target: formatDuration(restoreTestedWithin), ...judgeRestore(restoreTestedWithin, shield) } }),
  };
};
