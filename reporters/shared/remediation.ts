import type { ReportedResource } from '../../model/report.ts';

type Field = 'name' | 'id' | 'account' | 'region';

// What a shell takes for one plain word. A name of any other shape must not be pasted into a shell: it may be a command.
const SHELL_WORD = /^[A-Za-z0-9][\w.:/@%+=,-]*$/;

/** The value that all resources share, if a shell would take it for a plain word. */
const shared = (resources: readonly ReportedResource[], field: Field): string | undefined => {
  const value = resources[0]?.[field];
  const same = resources.every((resource) => resource[field] === value);
  return same && value !== undefined && SHELL_WORD.test(value) ? value : undefined;
};

/**
 * A rule's remediation with `{name}`, `{id}`, `{account}` and `{region}` replaced by what the resources have in common.
 * Where they differ, or a shell would make more of the value than a word, the field's name in capitals takes its place:
 * `--bucket NAME`.
 */
export const fillRemediation = (template: string, resources: readonly ReportedResource[]): string =>
  template.replace(/\{(name|id|account|region)\}/g, (_, field: Field) => shared(resources, field) ?? field.toUpperCase());

/** A stretch of a text: words for people, or code between backticks. */
export interface Stretch {
  readonly type: 'prose' | 'code';
  readonly text: string;
}

/** Splits a text at its code spans. Without a closing backtick the rest is prose, backtick included. */
export const stretches = (text: string): readonly Stretch[] =>
  text
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => (/^`[^`]+`$/.test(part) ? { type: 'code', text: part.slice(1, -1) } : { type: 'prose', text: part }));
