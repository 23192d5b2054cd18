import { hash } from 'node:crypto';
import { canonicalId, type Resource } from '../model/resource.ts';

/** Changes only when the recipe below does: every alert that others keep would be closed and opened again. */
const VERSION = 'mlops-dr/fingerprint/v1';

/** Identifies a finding from run to run: not by line, path, observed values, severity, waiver or time. */
export const fingerprint = (rule: string, binding: string, resource: Pick<Resource, 'kind' | 'id' | 'scope'>): string =>
  hash('sha256', [VERSION, rule, binding, canonicalId(resource)].join('\n'));
