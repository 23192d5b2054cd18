import type { AnyKind } from '../../../model/kind.ts';
import type { AnyRule } from '../../../model/rule.ts';
import type { Validate, Validators } from '../validators.ts';

/** What policies may speak of. */
export interface PolicyContext {
  readonly rules: ReadonlyMap<string, AnyRule>;
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly validators: Pick<Validators, 'policy' | 'params'>;
}

/** The compiled schema of a rule's params. */
export const paramsValidator = ({ validators }: PolicyContext, rule: AnyRule): Validate => {
  const validate = validators.params[rule.id];
  if (validate === undefined) throw new Error(`The params of ${rule.id} are not compiled: the build is older than the rule.`);
  return validate;
};
