/**
 * How members of an answer become XML elements, where that is not "an element of the same name". A list is either flat
 * (each item an element beside the others) or wrapped (the items inside of one element).
 */
export interface Shape {
  readonly [member: string]: {
    /** The element's name. */
    readonly name?: string;
    readonly list?: 'flat' | { readonly item: string };
    readonly shape?: Shape;
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

export const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const element = (name: string, value: unknown, shape: Shape = {}): string => `<${name}>${isObject(value) ? elements(value, shape) : escapeXml(String(value))}</${name}>`;

/** The members of an object as elements, in their order. */
export const elements = (value: Readonly<Record<string, unknown>>, shape: Shape = {}): string =>
  Object.entries(value)
    .map(([member, content]) => {
      const { name = member, list, shape: inner } = shape[member] ?? {};
      if (!Array.isArray(content)) return element(name, content, inner);
      if (list === undefined) throw new RangeError(`${member} is a list of which the shape is not known`);
      const each = content.map((item) => element(list === 'flat' ? name : list.item, item, inner)).join('');
      return list === 'flat' ? each : `<${name}>${each}</${name}>`;
    })
    .join('');

/** A whole document. */
export const xmlDocument = (root: string, content: string, namespace?: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace ? ` xmlns="${namespace}"` : ''}>${content}</${root}>`;
