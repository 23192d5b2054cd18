// What names a bucket of S3, where others speak S3 as well.

const AWS_HOST = /\.amazonaws\.com(?:\.cn)?$|\.api\.aws$/;

/** Whether an address of S3 is one of AWS itself. */
export const isOfAws = (url: string): boolean => URL.canParse(url) && AWS_HOST.test(new URL(url).hostname);

/** `s3.us-east-2.`, `s3-us-east-2.`, `s3-fips.dualstack.us-east-2.`, `vpce-0a1b.s3.us-east-2.` */
const REGIONAL = /(?:^|\.)s3(?:-fips)?(?:\.dualstack)?[.-]([a-z]{2,4}(?:-[a-z]+)+-\d+)\./;

/** The Region that an address of S3 in AWS is of; `undefined` where it tells none. */
export const regionOfEndpoint = (url: string): string | undefined => (isOfAws(url) ? REGIONAL.exec(new URL(url).hostname)?.[1] : undefined);

const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]+$/;

/** Whether a text can be the name of a bucket: it is no ARN of an access point, and would name nothing else in an ARN. */
export const isBucketName = (text: string): boolean => BUCKET.test(text);
