import { kept } from '../model/remember.ts';
import type { Evidence } from '../model/verdict.ts';
import type { Judgement } from './judge.ts';

/** Makes one object of what many findings say alike: a report on a hundred thousand resources would not fit into memory otherwise. */
export type Share = (judgement: Judgement) => Judgement;

// As JSON: texts from the cloud may hold whatever would separate them.
const keyOf = ({ facet, observed, expected, resource }: Evidence): string => JSON.stringify([facet, observed, expected, resource]);

export const createShare = (): Share => {
  const messages = new Map<string, string>();
  const evidences = new Map<string, Evidence>();
  return ({ verdict, message, evidence }) => ({
    verdict,
    message: kept(messages, message, () => message),
    evidence: evidence.map((one) => kept(evidences, keyOf(one), () => one)),
  });
};
