// What names a bucket of S3, where others speak S3 as well.

const AWS_HOST = /\.amazonaws\.com(?:\.cn)?$|\.api\.aws$/;

/** Whether an address of S3 is one of AWS itself. */
export const isOfAws = (url: string): boolean => URL.canParse(url) && AWS_HOST.test(new URL(url).hostname);

const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]+$/;

/** Whether a text can be the name of a bucket: it is no ARN of an access point, and would name nothing else in an ARN. */
export const isBucketName = (text: string): boolean => BUCKET.test(text);
