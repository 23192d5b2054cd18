import type { ReportedResource } from '../../model/report.ts';

const FIELDS = ['name', 'id', 'account', 'region', 'cluster', 'namespace'] as const satisfies readonly (keyof ReportedResource)[];
type Field = (typeof FIELDS)[number];
const PLACEHOLDER = new RegExp(`\\{(${FIELDS.join('|')})\\}`, 'g');

// What a shell takes for one plain word. A name of any other shape must not be pasted into a shell: it may be a command.
const SHELL_WORD = /^[A-Za-z0-9][\w.:/@%+=,-]*$/;

/** The value that all resources share, if a shell would take it for a plain word. */
const shared = (resources: readonly ReportedResource[], field: Field): string | undefined => {
  const value = resources[0]?.[field];
  const same = resources.every((resource) => resource[field] === value);
  return same && value !== undefined && SHELL_WORD.test(value) ? value : undefined;
};

/**
 * A rule's remediation with `{name}`, `{id}`, `{account}`, `{region}`, `{cluster}` and `{namespace}` replaced by what the
 * resources have in common. Where they differ, or a shell would make more of the value than a word, the field's name in capitals takes its place:
 * `--bucket NAME`.
 */
export const fillRemediation = (template: string, resources: readonly ReportedResource[]): string =>
  template.replace(PLACEHOLDER, (_, field: Field) => shared(resources, field) ?? field.toUpperCase());

/** A stretch of a sentence: words for people, or code. */
export interface Stretch {
  readonly type: 'prose' | 'code';
  readonly text: string;
}

/** A paragraph, or a command that stands by itself so that it can be copied. */
export type Step = { readonly type: 'prose'; readonly stretches: readonly Stretch[] } | { readonly type: 'command'; readonly text: string };

// Shorter code (`Status=Enabled`, `s3:GetObject`) is part of its sentence.
const COMMAND = /^[a-z][\w.-]*(\s+\S+){2,}$/s;

/** Splits at code between backticks and at line breaks, which count in prose only. Without a closing backtick all is prose. */
const stretchesOf = (text: string): readonly Stretch[] =>
  text.split(/(`[^`]+`|\n+)/).flatMap((part): Stretch[] => {
    if (part === '') return [];
    return /^`[^`]+`$/.test(part) ? [{ type: 'code', text: part.slice(1, -1) }] : [{ type: 'prose', text: part }];
  });

const hasWords = ({ text }: Stretch): boolean => /[\p{L}\p{N}]/u.test(text);

/** A rule's text, in which code stands between backticks, as paragraphs and commands. Punctuation behind a command is dropped. */
export const steps = (text: string): readonly Step[] => {
  const found: Step[] = [];
  let paragraph: Stretch[] = [];
  const flush = () => {
    if (paragraph.some(hasWords)) found.push({ type: 'prose', stretches: paragraph });
    paragraph = [];
  };
  for (const stretch of stretchesOf(text)) {
    const command = stretch.type === 'code' && COMMAND.test(stretch.text);
    if (command || stretch.text.startsWith('\n')) flush();
    if (command) found.push({ type: 'command', text: stretch.text });
    else if (paragraph.length > 0 || stretch.type === 'code') paragraph.push(stretch);
    else paragraph.push({ type: 'prose', text: stretch.text.replace(/^[\s.,;:)]+/, '') });
  }
  flush();
  return found;
};
