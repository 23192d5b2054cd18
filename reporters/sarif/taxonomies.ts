import type { ReportingDescriptorRelationship, ToolComponent } from 'sarif';
import type { Control, Framework } from '../../model/control.ts';
import type { RenderContext } from '../../model/reporter.ts';
import { webAddress } from './uri.ts';

/** A framework, with those of its controls that the rules of this report give evidence for. */
export interface Taxonomy {
  readonly framework: Framework;
  readonly controls: readonly string[];
}

const controlsOf = (ruleIds: readonly string[], context: RenderContext): readonly Control[] =>
  ruleIds.flatMap((id) => context.controls.get(id) ?? []);

/** The frameworks that the controls of these rules belong to, in the order in which they are first named. */
export const taxonomiesOf = (ruleIds: readonly string[], context: RenderContext): readonly Taxonomy[] => {
  const found = new Map<string, { framework: Framework; controls: Set<string> }>();
  for (const { framework, id } of controlsOf(ruleIds, context)) {
    const taxonomy = found.get(framework.id) ?? { framework, controls: new Set() };
    taxonomy.controls.add(id);
    found.set(framework.id, taxonomy);
  }
  return [...found.values()].map(({ framework, controls }) => ({ framework, controls: [...controls] }));
};

/** A framework as a component of `run.taxonomies`. */
export const taxonomyComponent = ({ framework, controls }: Taxonomy): ToolComponent => {
  const informationUri = webAddress(framework.url ?? '');
  return {
    name: framework.id,
    shortDescription: { text: `${framework.title}.` },
    ...(informationUri === undefined ? {} : { informationUri }),
    isComprehensive: false,
    taxa: controls.map((id) => ({ id })),
  };
};

/** How a rule relates to the controls that it gives evidence for. */
export const relationships = (
  ruleId: string,
  taxonomies: readonly Taxonomy[],
  context: RenderContext,
): readonly ReportingDescriptorRelationship[] =>
  controlsOf([ruleId], context).map(({ framework, id }) => {
    const index = taxonomies.findIndex((taxonomy) => taxonomy.framework.id === framework.id);
    const toolComponent = { name: framework.id, index };
    return { target: { id, index: taxonomies[index]?.controls.indexOf(id) ?? -1, toolComponent }, kinds: ['relevant'] };
  });
