import type { ReportedResource } from '../model/report.ts';
import type { Resource } from '../model/resource.ts';

/** A resource as reports show it. */
export const reportedResource = ({ kind, id, name, scope }: Resource): ReportedResource => {
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
