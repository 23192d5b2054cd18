import { ageOf } from '../model/backup/recovery.ts';
import { dynamodbTable } from '../model/kinds/dynamodb.ts';
import { defineMechanism } from '../model/protection.ts';

const DAY = 86_400_000;

/**
 * The latest point that one can go back to is typically five minutes old.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html
 */
const LAG = 5 * 60_000;

const DEFAULT_DAYS = 35;

const ageUnlessUntold = (time: string | undefined, takenAt: Date): number | undefined =>
  time === undefined ? undefined : ageOf(time, takenAt);

export default defineMechanism({
  id: 'dynamodb-pitr',
  title: 'DynamoDB point-in-time recovery',
  asset: dynamodbTable,
  reads: ['continuousBackups'],
  protections: ({ id, scope, facets }, { takenAt }) => {
    const { pointInTimeRecovery, recoveryPeriodInDays = DEFAULT_DAYS, earliestRestorable, latestRestorable } = facets.continuousBackups;
    if (pointInTimeRecovery !== 'ENABLED') return [];
    const [earliest, latest] = [earliestRestorable, latestRestorable].map((time) => ageUnlessUntold(time, takenAt));
    return [
      {
        mechanism: 'dynamodb-pitr',
        asset: id,
        location: { id, region: scope.region },
        rpo: { design: LAG, observed: latest },
        // Switching it on or lengthening it brings nothing back: what was seen counts.
        retention: { design: recoveryPeriodInDays * DAY, observed: earliest },
        immutability: 'none',
        // Without both ends nothing says that there is anything to go back to.
        health: earliest === undefined || latest === undefined ? 'unknown' : 'healthy',
        evidence: [
          {
            facet: 'continuousBackups',
            observed: `ENABLED, from ${earliestRestorable ?? 'not told'} to ${latestRestorable ?? 'not told'}`,
          },
        ],
      },
    ];
  },
});
