import { pageOf, startOf } from '../pages.ts';
import { flat, integer, type Members, type Structure, structure, text } from '../shape.ts';
import type { ServiceError } from '../system.ts';
import type { Answer } from '../world.ts';
import type { Operation, Place } from './service.ts';

/** How a service names and counts its pages. */
export interface Paging {
  /** The parameter that says how many items a page may hold. */
  readonly size: string;
  /** The parameter that says where the page starts. */
  readonly token: string;
  /** No page holds more, and none that does not say how much holds less. */
  readonly most: number;
  readonly invalidToken: ServiceError;
}

/** A listing that comes in pages. */
export interface Listing<Input> {
  /** What requests may say beside the page. */
  readonly input?: Members;
  /** The member of the answer that has the items. */
  readonly member: string;
  readonly item: Structure;
  readonly required?: readonly string[];
  readonly resources?: Operation<Input>['resources'];
  /** Why there is nothing to list, whatever the page. */
  readonly refusal?: Operation<Input>['refusal'];
  /** All of it. Called only where there is no refusal. */
  readonly items: (input: Input, place: Place) => readonly Answer[];
}

type Page = Readonly<Record<string, string | number | undefined>>;

/** The operation that a listing makes. */
export const listing = <Input extends object>(
  { input = {}, member, item, required = [], resources, refusal, items: all }: Listing<Input>,
  { size, token, most, invalidToken }: Paging,
): Operation<Input> => ({
  input: structure({ ...input, [size]: integer(1, most), [token]: text }, ...required),
  output: structure({ [member]: flat(item), NextToken: text }),
  ...(resources ? { resources } : {}),
  refusal: (asked, place) =>
    refusal?.(asked, place) ?? (startOf((asked as Page)[token] as string | undefined) === undefined ? invalidToken : undefined),
  answer: (asked, place) => {
    const page = asked as Page;
    const start = startOf(page[token] as string | undefined) ?? 0;
    const { items, next } = pageOf(all(asked, place), start, Number(page[size] ?? most));
    return { [member]: items, ...(next === undefined ? {} : { NextToken: next }) };
  },
});
