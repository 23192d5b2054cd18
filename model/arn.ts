/** The parts of an Amazon Resource Name. Parts that a service leaves out (S3: Region and account) are empty. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All behind the fifth colon, further colons included. */
  readonly resource: string;
}

/** `undefined` where the text is no ARN. */
export const parseArn = (text: string): Arn | undefined => {
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
};

export const formatArn = ({ partition, service, region, account, resource }: Arn): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** The ARN of a bucket: `arn:aws:s3:::name`. */
export const bucketArn = (partition: string, name: string): string =>
  formatArn({ partition, service: 's3', region: '', account: '', resource: name });

/** The partition that a Region belongs to. */
export const partitionOf = (region: string): string => {
  const [prefix] = PARTITIONS.find(([, regions]) => regions.test(region)) ?? ['aws'];
  return prefix;
};

// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
const PARTITIONS: readonly (readonly [string, RegExp])[] = [
  ['aws-cn', /^cn-/],
  ['aws-us-gov', /^us-gov-/],
  ['aws-iso', /^us-iso-/],
  ['aws-iso-b', /^us-isob-/],
  ['aws-iso-e', /^eu-isoe-/],
  ['aws-iso-f', /^us-isof-/],
  ['aws-eusc', /^eusc-/],
];
