import type { AnyKind } from '../model/kind.ts';
import type { Reading } from '../model/reading.ts';
import type { Resource } from '../model/resource.ts';
import { type Subject, UnreadFact } from '../model/rule.ts';

const notCollected = (facet: string): Reading<never> => ({
  state: 'unread',
  gap: {
    action: facet,
    code: 'NotCollected',
    message: `The inventory does not hold the facet ${facet}: nobody asked for it when it was collected.`,
  },
});

const factOf = (kind: AnyKind, resource: Pick<Resource, 'id' | 'facets'>, name: string): unknown => {
  const reading = resource.facets[name] ?? notCollected(name);
  if (reading.state === 'read') return reading.value;
  if (reading.state === 'unread') throw new UnreadFact(name, resource.id, reading.gap);
  const facet = kind.facets[name];
  if (facet && 'absent' in facet) return facet.absent;
  throw new UnreadFact(name, resource.id, { action: name, code: 'MalformedAnswer', message: `The facet ${name} cannot be absent.` });
};

/**
 * A resource as a rule may see it: only the facets in `reads`, each through an accessor that throws `UnreadFact` where
 * it is not known. So a verdict that needs an unread fact cannot come out, and one that does not need it still does.
 */
export const view = (kind: AnyKind, resource: Resource, reads: readonly string[]): Subject => {
  const facets = {};
  for (const name of reads) Object.defineProperty(facets, name, { enumerable: true, get: () => factOf(kind, resource, name) });
  return { kind: resource.kind, id: resource.id, name: resource.name, scope: resource.scope, facets };
};
