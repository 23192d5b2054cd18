import { type Arn, parseArn } from '../../model/arn.ts';
import type { AwsSession } from './session.ts';

/** The form of a Region's name. It becomes a part of addresses: no other text may. */
export const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/**
 * The ARN that an id is, where this session can ask about it at all. Credentials are worth nothing in another partition:
 * what they were answered with there would say so of every call.
 */
export const reachable = ({ partition }: AwsSession, id: string): Arn | undefined => {
  const arn = parseArn(id);
  return arn?.partition === partition && (arn.region === '' || REGION.test(arn.region)) ? arn : undefined;
};

/** Whether an id is of the account that the session's credentials are for. */
export const isOwn = (session: AwsSession, id: string): boolean => reachable(session, id)?.account === session.account;
