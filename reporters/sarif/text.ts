import { clip, printable } from '../../model/text.ts';
import { type Step, type Stretch, steps } from '../shared/remediation.ts';

/** A text with a full stop at its end, unless a sentence ends there already. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/**
 * A text of unknown origin as (part of) a SARIF message: one line, at most `limit` long. Where it looks like an embedded
 * link (`[text](target)`, §3.11.6), its brackets are escaped, so that nobody can plant a link.
 */
export const messageText = (text: string, limit: number): string => {
  const line = printable(clip(text, limit));
  return line.includes('](') ? line.replace(/[[\]]/g, '\\$&') : line;
};

// Characters that begin something in GitHub Flavored Markdown wherever they stand …
const INLINE = /[\\`*_{}[\]<>#|~&!]/g;
// … and those that begin a list or an underlined heading at the start of a line.
const LINE_START = /^(\d*)([-+=]|(?<=\d)[.)])/;

/** Text as Markdown that shows exactly this text. Line breaks become spaces. */
export const escapeMarkdown = (text: string): string =>
  printable(text.replace(/\s+/g, ' ')).replace(INLINE, '\\$&').replace(LINE_START, '$1\\$2');

const stretchMarkdown = ({ type, text }: Stretch): string => (type === 'code' ? `\`${printable(text)}\`` : escapeMarkdown(text));

const stepMarkdown = (step: Step): string => {
  if (step.type === 'prose') return step.stretches.map(stretchMarkdown).join('').trim();
  return ['```sh', ...step.text.split('\n').map(printable), '```'].join('\n');
};

/** A rule's text as Markdown: commands become blocks, code stays code, all else is escaped. */
export const ruleMarkdown = (text: string): string => steps(text).map(stepMarkdown).join('\n\n');
