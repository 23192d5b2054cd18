import type { Members, Shape } from './shape.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// XML 1.0 has no way to write most control characters. S3 writes references to them all the same, and so do we: a client
// has to cope. Parsers would turn a carriage return as it stands into a line feed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be found.
const SPECIAL = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;

const escapeCharacter = (character: string): string => ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`;

/** Text as the content of an element. */
export const escapeXml = (value: string): string => value.replace(SPECIAL, escapeCharacter);

/** A member and its value as an element, or as many as its list has items. */
const element = (name: string, value: unknown, shape: Shape): string => {
  switch (shape.type) {
    case 'scalar':
      return `<${name}>${escapeXml(String(shape.write ? shape.write(value) : value))}</${name}>`;
    case 'structure':
      return `<${name}>${elements(value as Readonly<Record<string, unknown>>, shape.members)}</${name}>`;
    case 'list': {
      const items = (value as readonly unknown[]).map((item) => element(shape.wraps ?? name, item, shape.item)).join('');
      return shape.wraps === undefined ? items : `<${name}>${items}</${name}>`;
    }
    case 'mapping':
      throw new RangeError(`${name}: mappings of any keys have no form in XML.`);
  }
};

/** The members of an object as elements, in the object's order. Members that the shapes do not know are left out. */
export const elements = (value: Readonly<Record<string, unknown>>, members: Members): string =>
  Object.entries(value)
    .map(([member, content]) => {
      const shape = members[member];
      return shape === undefined ? '' : element(shape.element ?? member, content, shape);
    })
    .join('');

/** A whole document. */
export const xmlDocument = (root: string, content: string, namespace?: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace === undefined ? '' : ` xmlns="${namespace}"`}>${content}</${root}>`;
