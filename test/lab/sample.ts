import type { Scalar, Shape } from '../../lab/shape.ts';

// The type of a scalar is that of the first value that it takes.
const TYPES = [
  ['text', 'some text'],
  ['flag', true],
  ['moment', '2026-11-22T09:00:00.250Z'],
  ['number', 7],
] as const;

const typeOfScalar = ({ accepts }: Scalar): string => TYPES.find(([, value]) => accepts(value))?.[0] ?? 'nothing';

const typeOf = (shape: Shape): string => {
  if (shape.type === 'scalar') return typeOfScalar(shape);
  if (shape.type === 'list') return `list of ${typeOf(shape.item)}`;
  return shape.type === 'mapping' ? `mapping to ${typeOf(shape.value)}` : 'structure';
};

/** Each member of a shape in one line, as `modelLines` has it. */
export const shapeLines = (shape: Shape, path = ''): readonly string[] => {
  if (shape.type === 'list') return shapeLines(shape.item, path);
  if (shape.type === 'mapping') return shapeLines(shape.value, path);
  if (shape.type === 'scalar') return [];
  return Object.entries(shape.members).flatMap(([member, inner]) => {
    const at = `${path === '' ? '' : `${path}.`}${member}`;
    return [`${at} ${typeOf(inner)}`, ...shapeLines(inner, at)];
  });
};

const sampleOfScalar = (shape: Scalar, path: string): unknown => {
  const type = typeOfScalar(shape);
  return type === 'text' ? path : TYPES.find(([name]) => name === type)?.[1];
};

const sample = (shape: Shape, path: string): unknown => {
  if (shape.type === 'scalar') return sampleOfScalar(shape, path);
  if (shape.type === 'list') return [sample(shape.item, `${path} 1`), sample(shape.item, `${path} 2`)];
  if (shape.type === 'mapping') return { one: sample(shape.value, `${path} one`), 'constructor "2"': sample(shape.value, `${path} <&>`) };
  return Object.fromEntries(Object.entries(shape.members).map(([member, inner]) => [member, sample(inner, `${path}.${member}`)]));
};

/** A value that has everything that its shape can have: each text says where it stands, lists and mappings have two entries. */
export const sampleOf = (shape: Shape): Readonly<Record<string, unknown>> => sample(shape, '') as Record<string, unknown>;

/** A value without what its shape does not know: what a listing tells of something that it took from elsewhere. */
export const projected = (value: Readonly<Record<string, unknown>>, shape: Shape): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).filter(([member]) => shape.type === 'structure' && Object.hasOwn(shape.members, member)));
