import { type Static, Type } from 'typebox';
import { API_VERSION, closed, glob, text } from './words.ts';

const waiver = closed(
  {
    rule: glob('The rule that may fail.'),
    resource: glob('Id or name of the resource that may fail it.'),
    policy: Type.Optional(text('Only in this policy.')),
    component: Type.Optional(text('Only in this component.')),
    reason: text('Why the failure is accepted.'),
    approvedBy: text('Who accepted it.'),
    expires: Type.String({
      format: 'mlops-expiry',
      description: 'When it ends: a date (2026-12-31, holds to the end of that day, UTC) or a time (2026-12-31T12:00:00Z).',
    }),
  },
  { description: 'One exception that somebody approved, until a date.' },
);

export const WaiversSchema = closed(
  {
    apiVersion: Type.Literal(API_VERSION, { description: 'Version of this format.' }),
    kind: Type.Literal('Waivers', { description: 'What this file is.' }),
    waivers: Type.Array(waiver, { description: 'The exceptions.' }),
  },
  { title: 'mlops-dr waivers', description: 'Failures that are accepted, by whom, why and until when.' },
);

export type WaiversText = Static<typeof WaiversSchema>;
