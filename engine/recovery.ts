import type { Component } from '../model/policy.ts';
import type { AnyMechanism, Protection } from '../model/protection.ts';
import type { Recovery, ReportedProtection } from '../model/report.ts';
import type { Resource } from '../model/resource.ts';
import { isAbout } from '../model/rule.ts';
import { isoDuration } from './recovery/durations.ts';
import { objectiveResults } from './recovery/objectives.ts';
import { type Facts, shieldOf } from './recovery/shield.ts';
import { reportedResource } from './reported.ts';

const reported = ({ mechanism, location, rpo, retention, immutability, health, evidence }: Protection): ReportedProtection => ({
  mechanism,
  region: location.region ?? null,
  location: location.id,
  rpo: { design: isoDuration(rpo.design), observed: isoDuration(rpo.observed) },
  retention: { design: isoDuration(retention.design), observed: isoDuration(retention.observed) },
  immutability,
  health,
  evidence,
});

const recovery = (component: Component, asset: Resource, mechanisms: readonly AnyMechanism[], facts: Facts): Recovery => {
  const shield = shieldOf(asset, mechanisms, facts);
  return {
    policy: component.policy,
    component: component.name,
    resource: reportedResource(asset),
    objectives: objectiveResults(component.objectives, shield),
    protections: shield.protections.map(reported),
  };
};

/** What the objectives of a component come to, resource by resource. Kinds that no mechanism knows are left out. */
export const recoveryOf = (
  component: Component,
  resources: readonly Resource[],
  mechanisms: readonly AnyMechanism[],
  facts: Facts,
): readonly Recovery[] => {
  if (Object.keys(component.objectives).length === 0) return [];
  return resources
    .filter(({ kind }) => mechanisms.some(({ asset }) => isAbout(asset, kind)))
    .map((asset) => recovery(component, asset, mechanisms, facts));
};
