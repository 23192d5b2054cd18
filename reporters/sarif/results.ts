import type { Location, Result, Suppression } from 'sarif';
import type { Place } from '../../model/errors.ts';
import type { AppliedWaiver, Finding, ReportedResource } from '../../model/report.ts';
import type { Profile } from './profile.ts';
import { messageText, sentence } from './text.ts';
import { relativeUri } from './uri.ts';

/** The versioned key under which our fingerprint stands beside the one that GitHub reads. */
const FINGERPRINT_KEY = 'mlopsDrFinding/v1';

const LONGEST_NAME = 100;
const LONGEST_ID = 250;
const LONGEST_FINDING = 550;

const physicalLocation = ({ file, line, column }: Place): Location => ({
  physicalLocation: {
    artifactLocation: { uri: relativeUri(file) },
    // The place is where it begins; one character is the least that a region can hold.
    region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
  },
});

const logicalLocation = ({ name, id }: ReportedResource) => ({ name, fullyQualifiedName: id, kind: 'resource' });

const resourceText = ({ id, account, region, cluster, namespace, target }: ReportedResource): string =>
  [id, account, region, cluster, namespace, target].filter(Boolean).join(', ');

/** The name and the message first: lists of alerts show only the first sentence. */
const resultText = ({ resource, message }: Finding, { longest, literal }: Profile): string => {
  const bounded = (text: string, limit: number) => messageText(text, longest === Number.POSITIVE_INFINITY ? longest : limit);
  const found = `${bounded(resource.name, LONGEST_NAME)}: ${bounded(sentence(message), LONGEST_FINDING)}`;
  return literal(`${found} Resource: ${bounded(resourceText(resource), LONGEST_ID)}.`);
};

const suppression = ({ reason, approvedBy, expires, location }: AppliedWaiver): Suppression => ({
  kind: 'external',
  status: 'accepted',
  justification: `${sentence(reason)} Approved by ${approvedBy} until ${expires}.`,
  location: physicalLocation(location),
  properties: { approvedBy, expires },
});

const properties = ({ verdict, severity, policy, component, resource, evidence }: Finding) => ({
  verdict,
  severity,
  policy,
  component,
  resource,
  evidence,
});

/** What is known when the results of a run are written. */
interface Setting {
  readonly profile: Profile;
  readonly ruleIndex: (ruleId: string) => number;
  /** A run's results say all whether they are suppressed, or none does (§3.27.23). */
  readonly suppressible: boolean;
}

/** A finding as a result: at the line of the policy that asks for it, about the resource as its logical location. */
export const resultOf = (finding: Finding, { profile, ruleIndex, suppressible }: Setting): Result => ({
  ruleId: finding.rule,
  ruleIndex: ruleIndex(finding.rule),
  ...profile.outcome(finding),
  message: { text: resultText(finding, profile) },
  locations: [{ ...physicalLocation(finding.location), logicalLocations: [logicalLocation(finding.resource)] }],
  partialFingerprints: { primaryLocationLineHash: finding.fingerprint, [FINGERPRINT_KEY]: finding.fingerprint },
  ...(suppressible ? { suppressions: finding.waiver ? [suppression(finding.waiver)] : [] } : {}),
  ...(profile.complete ? { properties: properties(finding) } : {}),
});
