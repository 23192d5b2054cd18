import { awsJson } from '../json/aws-json.ts';
import { regional } from '../json/regional.ts';
import { jsonService } from '../json/service.ts';
import { mapping, structure } from '../shape.ts';
import type { System } from '../system.ts';
import { ACCESS_DENIED, invalid, THROTTLED, typeOf, UNKNOWN_KEY, UNKNOWN_OPERATION, UNREADABLE } from './errors.ts';
import { OPERATIONS } from './operations.ts';
import { BACKUPS, OUTPUTS, TAGS } from './shapes.ts';
import { tableMismatches } from './tables.ts';

/** DynamoDB: tables and their backups, in each Region. Speaks AWS JSON 1.0. */
export const dynamodb: System = jsonService({
  id: 'dynamodb',
  protocol: awsJson({ prefix: 'DynamoDB_20120810', version: '1.0', typeOf }),
  operations: OPERATIONS,
  accountMembers: {
    dynamodb: regional({
      DescribeTable: mapping(OUTPUTS.DescribeTable),
      DescribeContinuousBackups: mapping(OUTPUTS.DescribeContinuousBackups),
      ListTagsOfResource: mapping(structure(TAGS, 'Tags')),
      ListBackups: structure(BACKUPS, 'BackupSummaries'),
    }),
  },
  check: tableMismatches,
  refusals: {
    throttled: THROTTLED,
    denied: ACCESS_DENIED,
    unknownKey: UNKNOWN_KEY,
    unknownOperation: UNKNOWN_OPERATION,
    unreadable: UNREADABLE,
    invalid,
  },
});
