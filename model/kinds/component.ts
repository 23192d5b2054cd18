import { Type } from 'typebox';
import { defineKind, facet } from '../kind.ts';

/** One selector of a component of a policy: what the engine found for it. Made by the engine, never scanned. */
export const componentSelector = defineKind({
  id: 'component/selector',
  title: 'Selector of a component',
  facets: {
    /**
     * Unread where nothing matched and a listing that could have held a match was not read to its end.
     * Then nobody knows whether the resource exists.
     */
    matches: facet(
      Type.Object(
        {
          /** How many resources matched. */
          count: Type.Integer(),
          /** Whether the policy allows that nothing matches. */
          optional: Type.Boolean(),
          /** The selector in words: `s3/bucket, name mlops-models`. */
          selector: Type.String(),
          /** The first few that match but for a target's Regions: `mlops-models in eu-west-1`. */
          elsewhere: Type.Array(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
  },
});
