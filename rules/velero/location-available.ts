import { humanDuration } from '../../model/duration.ts';
import { allHold } from '../../model/judge.ts';
import { veleroSchedule, veleroStorageLocation } from '../../model/kinds/velero.ts';
import { duration, params } from '../../model/params.ts';
import { defineRule, every, fail, type Outcome, pass, pending, type Subject, unknown, unlessUnread } from '../../model/rule.ts';
import { deployment, located, location, schedule, served } from '../../model/velero/examples.ts';
import { parseGoDuration } from '../../model/velero/go-duration.ts';
import { describeLocation, locationFor } from '../../model/velero/locations.ts';
import { doubtful } from '../../model/velero/schedules.ts';
import { type Server, serverJoin, serverOf, validationPeriod } from '../../model/velero/server.ts';

const MINUTE = 60_000;

/** The controller looks at a new location at once, and six times a minute from then on. */
const LOOKED_AT_WITHIN = 5 * MINUTE;

type Location = Subject<typeof veleroStorageLocation, 'metadata' | 'spec' | 'status'>;

/** Whether the location is validated once and never again. For the message only. */
const isFrozen = ({ facets: { spec }, scope }: Location, servers: () => readonly Server[]): boolean => {
  const own = spec.validationFrequency === undefined ? undefined : parseGoDuration(spec.validationFrequency);
  // A negative one stands for the server's.
  if (own !== undefined && own >= 0) return own === 0;
  const told = unlessUnread(() => validationPeriod(serverOf({ scope }, servers())), undefined);
  return told !== undefined && 'value' in told && told.value === 0;
};

/** Velero writes nothing into a location whose phase is another one, whatever word it is. */
const judgePhase = (location: Location, takenAt: Date): Outcome<Message> => {
  const { phase, message } = location.facets.status;
  const values = { location: describeLocation(location), phase: phase ?? 'not validated', why: message ?? 'it says no more' };
  const observed = `phase: ${values.phase}${message === undefined ? '' : `, ${message}`}`;
  const evidence = [{ facet: 'status', observed, expected: 'Available', resource: location.id }];
  if (phase === 'Available') return pass('available', values, evidence);
  if (phase !== undefined) return fail('unavailable', values, evidence);
  const age = takenAt.getTime() - Date.parse(location.facets.metadata.createdAt);
  if (Number.isNaN(age)) return unknown('undated', values, evidence);
  return age <= LOOKED_AT_WITHIN ? pending('fresh', values, evidence) : fail('ignored', values, evidence);
};

const judgeMode = (location: Location): Outcome<Message> => {
  const { accessMode } = location.facets.spec;
  const evidence = [{ facet: 'spec', observed: `accessMode: ${accessMode}`, expected: 'ReadWrite', resource: location.id }];
  const values = { location: describeLocation(location) };
  return accessMode === 'ReadOnly' ? fail('readOnly', values, evidence) : pass('available', values, evidence);
};

interface Question {
  readonly maxAge: number;
  readonly takenAt: Date;
  readonly servers: () => readonly Server[];
}

const judgeAge = (location: Location, { maxAge, takenAt, servers }: Question): Outcome<Message> => {
  const { lastValidatedAt = '' } = location.facets.status;
  const age = Math.max(0, takenAt.getTime() - Date.parse(lastValidatedAt));
  const expected = `validated within the last ${humanDuration(maxAge)}`;
  const observed = lastValidatedAt === '' ? 'no time of validation' : `validated ${lastValidatedAt}`;
  const evidence = [{ facet: 'status', observed, expected, resource: location.id }];
  const values = { location: describeLocation(location), limit: humanDuration(maxAge) };
  if (Number.isNaN(age)) return unknown('undated', values, evidence);
  const all = { ...values, age: humanDuration(age) };
  if (age <= maxAge) return pass('available', all, evidence);
  return fail(isFrozen(location, servers) ? 'frozen' : 'stale', all, evidence);
};

const judgeLocation = (location: Location, question: Question): Outcome<Message> => {
  const phase = () => judgePhase(location, question.takenAt);
  const isValidated = () => location.facets.status.phase !== undefined;
  return allHold<Message>([phase, () => judgeMode(location), () => (isValidated() ? judgeAge(location, question) : phase())]);
};

const messages = {
  available: 'Storage location {location} is Available, validated {age} ago.',
  missing: 'Storage location {location} does not exist: no backup passes its validation.',
  doubtful: 'Which storage location it has cannot be told: {doubt}.',
  unavailable: 'Storage location {location} is {phase}: {why}.',
  fresh: 'Storage location {location} is new, and Velero has not validated it yet.',
  ignored: 'Velero has never validated storage location {location}.',
  readOnly: 'Storage location {location} is ReadOnly: no backup passes its validation.',
  stale: 'Storage location {location} was Available when it was last validated, {age} ago; {limit} is the limit.',
  frozen:
    'Storage location {location} was Available {age} ago, and is never validated again (its validation frequency is zero); {limit} is the limit.',
  undated: 'When storage location {location} was validated has no date.',
};
type Message = keyof typeof messages;

export default defineRule({
  id: 'velero/location-available',
  title: 'The storage location of a schedule is available',
  rationale:
    'Velero refuses to restore from a storage location that is not Available, collects no garbage in it, and makes no backup that succeeds: ten completed backups are worth nothing as long as it lasts. A schedule uses the location that its template names, otherwise the one that is marked as the default, otherwise the one of the server (`--default-backup-storage-location`, or `default`). The server validates a location once a minute, unless it is told otherwise; what the phase says is as old as the last validation. With a frequency of zero it is validated once and then never again: such a location stays Available whatever becomes of its bucket, and fails once that validation is older than the limit, as does one that nobody validates any more because the server does not run. ReadOnly is a mode for restores: new backups fail their validation.',
  remediation:
    'See why: `velero backup-location get --namespace {namespace}` and `kubectl --namespace {namespace} describe backupstoragelocations.velero.io LOCATION`. Make a location writable again: `kubectl --namespace {namespace} patch backupstoragelocations.velero.io LOCATION --type merge --patch \'{"spec":{"accessMode":"ReadWrite"}}\'`. Have it validated: `velero backup-location set LOCATION --validation-frequency 1m --namespace {namespace}`.',
  references: [
    'https://velero.io/docs/main/api-types/backupstoragelocation/',
    'https://velero.io/docs/main/locations/',
    'https://velero.io/docs/main/disaster-case/',
  ],
  severity: 'critical',
  subject: veleroSchedule,
  reads: ['spec'],
  joins: { servers: serverJoin, locations: every(veleroStorageLocation, ['metadata', 'spec', 'status'], 'cluster') },
  params: params({
    maxAge: duration({ default: '1h', description: 'The age of the last validation, at most. Velero validates once a minute by default.' }),
  }),
  messages,
  examples: [
    { name: 'Available, validated a moment ago', facets: schedule(), around: { ...served(deployment()), ...located() }, verdict: 'pass' },
    {
      name: 'Unavailable',
      facets: schedule(),
      around: { ...served(deployment()), ...located(location({ status: { phase: 'Unavailable', message: 'NoSuchBucket' } })) },
      verdict: 'fail',
    },
    {
      name: 'ReadOnly',
      facets: schedule(),
      around: { ...served(deployment()), ...located(location({ spec: { accessMode: 'ReadOnly' } })) },
      verdict: 'fail',
    },
    {
      name: 'Validated in October, and never again',
      facets: schedule(),
      around: {
        ...served(deployment()),
        ...located(location({ spec: { validationFrequency: '0s' }, status: { lastValidatedAt: '2025-10-01T08:00:05Z' } })),
      },
      verdict: 'fail',
    },
    {
      name: 'Storage locations that could not be listed',
      facets: schedule(),
      around: { ...served(deployment()), 'velero/storage-location': 'unread' },
      verdict: 'unknown',
    },
  ],
  check: (subject, { params: { maxAge }, joined, takenAt }) => {
    const found = locationFor(subject, joined);
    if ('doubt' in found) return doubtful('doubtful', found.doubt);
    if ('location' in found) return judgeLocation(found.location, { maxAge, takenAt, servers: () => joined.servers });
    const observed = `storage location: ${found.missing}`;
    return fail('missing', { location: found.missing }, [{ facet: 'spec', observed, expected: 'a storage location that exists' }]);
  },
});
