import { formatDuration } from '../../model/duration.ts';
import type { Objectives } from '../../model/policy.ts';
import type { Protection } from '../../model/protection.ts';
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

const greatest = (values: readonly (number | undefined)[]): number | undefined =>
  known(values).length === 0 ? undefined : Math.max(...known(values));

const isElsewhere = ({ scope }: Resource, { location }: Protection): boolean =>
  scope.region !== undefined && location.region !== undefined && location.region !== scope.region;

const regionDoubts = ({ asset, sound }: Shield): readonly string[] => {
  const places = [{ id: asset.id, region: asset.scope.region }, ...sound.map(({ location }) => location)];
  return places.filter(({ region }) => region === undefined).map(({ id }) => `the Region of ${id}`);
};

const rpoMessage = (fit: readonly Protection[], best: number | undefined, place: string): string => {
  if (fit.length === 0) return `No protection${place} is known.`;
  return best === undefined ? `No protection${place} promises how much is lost.` : `The best protection${place} loses ${atMost(best)}.`;
};

/** Where two Regions are asked for, the loss of one is what must be survived: only what lies in another one counts. */
const judgeRpo = (target: number, shield: Shield, { regions = 1 }: Objectives): Judged => {
  const regional = regions > 1;
  const fit = regional ? shield.sound.filter((protection) => isElsewhere(shield.asset, protection)) : shield.sound;
  const best = least(fit.map(({ rpo }) => rpo.design));
  const promiseless = fit
    .filter(({ rpo }) => rpo.design === undefined)
    .map(({ mechanism, location }) => `what ${mechanism} to ${location.id} loses`);
  return settle({
    design: isoDuration(best),
    observed: isoDuration(least(fit.map(({ rpo }) => rpo.observed))),
    isMet: best !== undefined && best <= target,
    message: rpoMessage(fit, best, regional ? ' in another Region' : ''),
    doubts: [...shield.doubts, ...promiseless, ...(regional ? regionDoubts(shield) : [])],
  });
};

const retentionMessage = (longest: number | undefined): string => {
  if (longest === undefined) return 'Nothing is known to be kept.';
  return longest > 0 ? `One can go back ${atMost(longest)}.` : 'One can go back nowhere.';
};

const judgeRetention = (target: number, { sound, doubts }: Shield): Judged => {
  const longest = greatest(sound.map(({ retention }) => retention.design));
  const endless = sound
    .filter(({ retention }) => retention.design === undefined)
    .map(({ mechanism, location }) => `how long ${mechanism} to ${location.id} keeps`);
  return settle({
    design: isoDuration(longest),
    observed: isoDuration(greatest(sound.map(({ retention }) => retention.observed))),
    isMet: longest !== undefined && longest >= target,
    message: retentionMessage(longest),
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

const judgeRestore = (): Judged =>
  settle({
    design: null,
    isMet: false,
    message: 'Nothing that was read records restores of this resource.',
    doubts: ['when a restore was last tested'],
  });

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
      : { restoreTestedWithin: { target: formatDuration(restoreTestedWithin), ...judgeRestore() } }),
  };
};
