import type { Component, Objectives } from '../model/policy.ts';
import type { AnyMechanism, Protection } from '../model/protection.ts';
import type { ObjectiveResult, Recovery, ReportedProtection } from '../model/report.ts';
import type { Resource } from '../model/resource.ts';
import { UnreadFact } from '../model/rule.ts';
import { formatDuration } from '../model/duration.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Lookup, resolveJoins, view } from './judge.ts';
import { reportedResource } from './reported.ts';

/** What protects one asset, as far as the facts could be read. */
interface Shield {
  readonly asset: Resource;
  readonly protections: readonly Protection[];
  /** Mechanisms of which nothing could be told. Where there is one, nothing may be called missing. */
  readonly open: readonly UnreadFact[];
}

type Value = ObjectiveResult['design'];

interface Judged {
  readonly design: Value;
  readonly observed?: Value;
  readonly verdict: Verdict;
  readonly message: string;
}

const shieldOf = (asset: Resource, mechanisms: readonly AnyMechanism[], lookup: Lookup, takenAt: Date): Shield => {
  const protections: Protection[] = [];
  const open: UnreadFact[] = [];
  for (const mechanism of mechanisms.filter((candidate) => candidate.asset.id === asset.kind)) {
    const subject = view(mechanism.asset, asset, mechanism.reads);
    try {
      protections.push(...mechanism.protections(subject, { joined: resolveJoins(mechanism.joins, subject, {}, lookup), takenAt }));
    } catch (error) {
      if (!(error instanceof UnreadFact)) throw error;
      open.push(error);
    }
  }
  return { asset, protections, open };
};

/** Fails only where every fact is known. */
const shortfall = (complete: boolean): Verdict => (complete ? 'fail' : 'unknown');

const iso = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : milliseconds === Number.POSITIVE_INFINITY ? 'unlimited' : formatDuration(milliseconds);

const knownValues = (values: readonly (number | undefined)[]): readonly number[] => values.filter((value) => value !== undefined);

const isElsewhere = ({ asset }: Shield, { location }: Protection): boolean => location.region !== undefined && location.region !== asset.scope.region;

/** Where two Regions are asked for, the loss of one is what must be survived: only what lies in another one counts. */
const judgeRpo = (target: number, shield: Shield, { regions }: Objectives): Judged => {
  const regional = regions !== undefined && regions > 1;
  const fit = regional ? shield.protections.filter((protection) => isElsewhere(shield, protection)) : shield.protections;
  const designs = knownValues(fit.map(({ rpo }) => rpo.design));
  const best = designs.length === 0 ? undefined : Math.min(...designs);
  const observed = knownValues(fit.map(({ rpo }) => rpo.observed));
  const values = { design: iso(best), observed: iso(observed.length === 0 ? undefined : Math.min(...observed)) };
  const place = regional ? ' in another Region' : '';
  if (best !== undefined && best <= target) return { ...values, verdict: 'pass', message: `A protection${place} loses ${iso(best)} at most.` };
  const complete = shield.open.length === 0 && designs.length === fit.length && (!regional || shield.protections.every(({ location }) => location.region !== undefined));
  const message = fit.length === 0 ? `No protection${place} is known.` : best === undefined ? `No protection${place} promises how much is lost.` : `The best protection${place} loses up to ${iso(best)}.`;
  return { ...values, verdict: shortfall(complete), message };
};

const judgeRetention = (target: number, { protections, open }: Shield): Judged => {
  const designs = knownValues(protections.map(({ retention }) => retention.design));
  const longest = designs.length === 0 ? undefined : Math.max(...designs);
  const design = iso(longest);
  if (longest !== undefined && longest >= target) return { design, verdict: 'pass', message: `One can go back ${design === 'unlimited' ? 'without limit' : design}.` };
  const complete = open.length === 0 && designs.length === protections.length;
  return { design, verdict: shortfall(complete), message: longest === undefined ? 'Nothing is known to be kept.' : `One can go back ${design} at most.` };
};

const judgeCount = (target: number, known: ReadonlySet<string>, complete: boolean, what: string): Judged => {
  const verdict = known.size >= target ? 'pass' : shortfall(complete);
  return { design: known.size, verdict, message: `${known.size} ${what}, the original included: ${[...known].join(', ')}.` };
};

const judgeCopies = (target: number, { asset, protections, open }: Shield): Judged =>
  judgeCount(target, new Set([asset.id, ...protections.map(({ location }) => location.id)]), open.length === 0, 'places hold the data');

const judgeRegions = (target: number, { asset, protections, open }: Shield): Judged => {
  const regions = [asset.scope.region, ...protections.map(({ location }) => location.region)];
  const known = new Set(regions.filter((region) => region !== undefined));
  return judgeCount(target, known, open.length === 0 && known.size > 0 && !regions.includes(undefined), 'Regions hold the data');
};

/** Only the compliance mode counts: who may bypass governance can delete the copies. */
const judgeImmutable = (target: boolean, { protections, open }: Shield): Judged => {
  const modes = new Set(protections.map(({ immutability }) => immutability));
  if (!target) return { design: modes.has('compliance'), verdict: 'pass', message: 'Immutability is not asked for.' };
  if (modes.has('compliance')) return { design: true, verdict: 'pass', message: 'A copy is locked in compliance mode.' };
  const complete = open.length === 0 && !modes.has('unknown');
  const message = modes.has('governance') ? 'The lock is in governance mode: who may bypass it can delete the copies.' : 'No copy is known to be locked.';
  return { design: complete ? false : null, verdict: shortfall(complete), message };
};

const judgeRestore = (): Judged => ({
  design: null,
  verdict: 'unknown',
  message: 'Nothing that was read records restores of this resource.',
});

const result = (target: ObjectiveResult['target'], { observed = null, ...judged }: Judged): ObjectiveResult => ({ target, observed, ...judged });

const objectiveResults = (objectives: Objectives, shield: Shield): Recovery['objectives'] => {
  const { rpo, retention, copies, regions, immutable, restoreTestedWithin } = objectives;
  return {
    ...(rpo === undefined ? {} : { rpo: result(formatDuration(rpo), judgeRpo(rpo, shield, objectives)) }),
    ...(retention === undefined ? {} : { retention: result(formatDuration(retention), judgeRetention(retention, shield)) }),
    ...(copies === undefined ? {} : { copies: result(copies, judgeCopies(copies, shield)) }),
    ...(regions === undefined ? {} : { regions: result(regions, judgeRegions(regions, shield)) }),
    ...(immutable === undefined ? {} : { immutable: result(immutable, judgeImmutable(immutable, shield)) }),
    ...(restoreTestedWithin === undefined ? {} : { restoreTestedWithin: result(formatDuration(restoreTestedWithin), judgeRestore()) }),
  };
};

const reported = ({ mechanism, location, rpo, retention, immutability, health, evidence }: Protection): ReportedProtection => ({
  mechanism,
  region: location.region ?? null,
  location: location.id,
  rpo: { design: iso(rpo.design), observed: iso(rpo.observed) },
  retention: { design: iso(retention.design), observed: iso(retention.observed) },
  immutability,
  health,
  evidence,
});

/** What the objectives of a component come to, resource by resource. Kinds that no mechanism knows are left out. */
export const recoveryOf = (
  component: Component,
  resources: readonly Resource[],
  mechanisms: readonly AnyMechanism[],
  { lookup, takenAt }: { readonly lookup: Lookup; readonly takenAt: Date },
): readonly Recovery[] => {
  if (Object.keys(component.objectives).length === 0) return [];
  const known = new Set(mechanisms.map(({ asset }) => asset.id));
  return resources
    .filter(({ kind }) => known.has(kind))
    .map((asset) => {
      const shield = shieldOf(asset, mechanisms, lookup, takenAt);
      return {
        policy: component.policy,
        component: component.name,
        resource: reportedResource(asset),
        objectives: objectiveResults(component.objectives, shield),
        protections: shield.protections.map(reported),
      };
    });
};
