import type { Notification, ReportingDescriptor } from 'sarif';
import type { ReportedGap } from '../../model/report.ts';
import type { Profile } from './profile.ts';
import { messageText, sentence } from './text.ts';

const describe = <const Id extends string>(id: Id, name: string, what: string, why: string) => ({
  id,
  name,
  shortDescription: { text: what },
  fullDescription: { text: why },
  help: { text: why },
});

/** What the notifications of a run may be about. */
export const NOTIFICATIONS = [
  describe(
    'notification/unread-fact',
    'UnreadFact',
    'Something could not be read.',
    'A facet or a listing could not be read. Whatever needs it is not evaluated: grant the permission that the message names.',
  ),
  describe(
    'notification/unscanned-target',
    'UnscannedTarget',
    'A whole target could not be scanned.',
    'Nothing of the target could be read: check its credentials and its address.',
  ),
  describe(
    'notification/left-out',
    'LeftOut',
    'The run holds more than its reader takes.',
    'Readers of SARIF limit the size of a run. The gravest results are kept; the JSON report holds all of them.',
  ),
] as const satisfies readonly ReportingDescriptor[];

type NotificationId = (typeof NOTIFICATIONS)[number]['id'];

const descriptorOf = (id: NotificationId) => ({ id, index: NOTIFICATIONS.findIndex((descriptor) => descriptor.id === id) });

/** Whether the run did not do what it was asked to: a whole target is missing, or somebody stopped it. */
export const isFatal = ({ kind, code }: ReportedGap): boolean => kind === undefined || code === 'Interrupted';

const subject = ({ target, kind, facet, id, region }: ReportedGap): string => {
  if (kind === undefined) return `The target ${target} could not be scanned`;
  const what = facet === undefined ? `The list of ${kind}` : `${facet} of ${id ?? kind}`;
  return `${what} (${[target, region].filter(Boolean).join(', ')}) could not be read`;
};

const gapText = (gap: ReportedGap, { longest, literal }: Profile): string =>
  literal(messageText(sentence(`${subject(gap)}: ${gap.action} answered ${gap.code}: ${gap.message}`), longest));

/** A gap as a notification: a warning, or an error where the run failed. */
export const gapNotification = (gap: ReportedGap, profile: Profile): Notification => ({
  descriptor: descriptorOf(gap.kind === undefined ? 'notification/unscanned-target' : 'notification/unread-fact'),
  level: isFatal(gap) ? 'error' : 'warning',
  message: { text: gapText(gap, profile) },
  ...(gap.id === undefined ? {} : { locations: [{ logicalLocations: [{ fullyQualifiedName: gap.id, kind: 'resource' }] }] }),
  ...(profile.complete ? { properties: { ...gap } } : {}),
});

/** Says how many of what were left out; nothing where none were. */
export const leftOut = (count: number, what: string, limit: number): readonly Notification[] =>
  count <= 0
    ? []
    : [
        {
          descriptor: descriptorOf('notification/left-out'),
          level: 'warning',
          message: { text: `${count} ${what} were left out: GitHub takes ${limit} a run. The JSON report holds them all.` },
        },
      ];
