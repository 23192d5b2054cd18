import { kept } from '../model/remember.ts';
import type { ReportedResource } from '../model/report.ts';
import type { Resource } from '../model/resource.ts';

const describe = ({ kind, id, name, scope }: Resource): ReportedResource => {
  const { target, account, region, cluster, namespace } = scope;
  return {
    kind,
    id,
    name,
    target,
    ...(account ? { account } : {}),
    ...(region ? { region } : {}),
    ...(cluster ? { cluster } : {}),
    ...(namespace ? { namespace } : {}),
  };
};

const described = new WeakMap<Resource, ReportedResource>();

/** A resource as reports show it: one object for all findings on it. */
export const reportedResource = (resource: Resource): ReportedResource => kept(described, resource, () => describe(resource));
