import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { escapeMarkdown, messageText, ruleMarkdown, sentence } from '../../../reporters/sarif/text.ts';

const test = suite('reporters/sarif/text');

const sentences: readonly { text: string; shown: string }[] = [
  { text: 'It is off', shown: 'It is off.' },
  { text: 'It is off.', shown: 'It is off.' },
  { text: 'Is it?', shown: 'Is it?' },
  { text: 'cut…', shown: 'cut…' },
];

for (const { text, shown } of sentences) {
  test(`sentence: ${text}`, () => {
    assert.is(sentence(text), shown);
  });
}

const messages: readonly { name: string; text: string; shown: string }[] = [
  { name: 'brackets that link nothing stay', text: 'a[0] and [b] (c)', shown: 'a[0] and [b] (c)' },
  { name: 'what looks like a link is escaped', text: '[a](0) and [b]', shown: '\\[a\\](0) and \\[b\\]' },
  { name: 'one line', text: 'a\nb', shown: 'a\\u{a}b' },
];

for (const { name, text, shown } of messages) {
  test(`message: ${name}`, () => {
    assert.is(messageText(text, 100), shown);
  });
}

const markdowns: readonly { text: string; shown: string }[] = [
  { text: 'plain words, s3:GetObject.', shown: 'plain words, s3:GetObject.' },
  { text: '# heading', shown: '\\# heading' },
  { text: '- item', shown: '\\- item' },
  { text: '1. item', shown: '1\\. item' },
  { text: '12) item', shown: '12\\) item' },
  { text: '===', shown: '\\===' },
  { text: '. and so on', shown: '. and so on' },
  { text: '<b>&amp;</b>', shown: '\\<b\\>\\&amp;\\</b\\>' },
  { text: '![a](b) *c* _d_ ~~e~~ `f` | g', shown: '\\!\\[a\\](b) \\*c\\* \\_d\\_ \\~\\~e\\~\\~ \\`f\\` \\| g' },
  { text: 'a\n\n    code', shown: 'a code' },
];

for (const { text, shown } of markdowns) {
  test(`Markdown: ${JSON.stringify(text)}`, () => {
    assert.is(escapeMarkdown(text), shown);
  });
}

const rules: readonly { name: string; text: string; shown: string }[] = [
  { name: 'code in a sentence', text: 'Set `Status=Enabled` there.', shown: 'Set `Status=Enabled` there.' },
  { name: 'code at the end of a sentence', text: 'Mark it `optional: true`.', shown: 'Mark it `optional: true`.' },
  { name: 'a command between sentences', text: 'Run: `aws s3 ls x`. Then look.', shown: 'Run:\n\n```sh\naws s3 ls x\n```\n\nThen look.' },
  { name: 'two paragraphs', text: 'One.\nTwo.', shown: 'One.\n\nTwo.' },
  { name: 'an open backtick', text: 'a ` b', shown: 'a \\` b' },
  { name: 'a command over several lines', text: '`aws s3 cp \\\n  a b`', shown: '```sh\naws s3 cp \\\n  a b\n```' },
];

for (const { name, text, shown } of rules) {
  test(`a rule's text: ${name}`, () => {
    assert.is(ruleMarkdown(text), shown);
  });
}

test.run();
