import { s3Bucket } from '../model/kinds/s3.ts';
import { defineMechanism, type Immutability } from '../model/protection.ts';
import { unlessUnread } from '../model/rule.ts';
import { keptFor, lockOf } from '../model/s3/recovery.ts';

export default defineMechanism({
  id: 's3-versioning',
  title: 'S3 Versioning',
  asset: s3Bucket,
  reads: ['versioning', 'lifecycle', 'objectLock'],
  protections: ({ id, scope, facets }) => {
    if (facets.versioning.status !== 'Enabled') return [];
    return [
      {
        mechanism: 's3-versioning',
        asset: id,
        location: { id, region: scope.region },
        // Every overwrite and delete leaves the version before it in place.
        rpo: { design: 0, observed: 0 },
        retention: { design: unlessUnread(() => keptFor(facets.lifecycle), undefined), observed: undefined },
        immutability: unlessUnread((): Immutability => lockOf(facets.objectLock), 'unknown'),
        health: 'healthy',
        evidence: [{ facet: 'versioning', observed: facets.versioning.status }],
      },
    ];
  },
});
