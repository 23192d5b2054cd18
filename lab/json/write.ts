import type { Request, Response } from '../http.ts';
import { own } from '../own.ts';
import type { Members, Shape } from '../shape.ts';

const objectOf = (value: unknown, shapeOf: (key: string) => Shape | undefined): object =>
  Object.fromEntries(
    Object.entries(value as object).flatMap(([key, member]) => {
      const shape = shapeOf(key);
      return shape === undefined ? [] : [[key, jsonOf(member, shape)]];
    }),
  );

/** A value as it travels in JSON. Members that the shapes do not know are left out. */
export const jsonOf = (value: unknown, shape: Shape): unknown => {
  switch (shape.type) {
    case 'scalar':
      return shape.write ? shape.write(value) : value;
    case 'list':
      return (value as readonly unknown[]).map((item) => jsonOf(item, shape.item));
    case 'mapping':
      return objectOf(value, (key) => own<Shape>(shape.members, key) ?? shape.value);
    case 'structure':
      return objectOf(value, (key) => own<Shape>(shape.members as Members, key));
  }
};

/** The answer to `request` with this body. */
export const jsonResponse = (
  { id }: Request,
  status: number,
  contentType: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response => ({
  status,
  headers: { 'content-type': contentType, 'x-amzn-requestid': id, ...headers },
  body: JSON.stringify(body),
});
