import type { AwsSession } from '../../scanners/aws/session.ts';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const REGION = 'us-west-2';
export const OTHER_REGION = 'us-east-2';

/** A request as a client of the SDK was given it. */
export interface Sent {
  readonly service: string;
  readonly region: string | undefined;
  /** `ListBackupPlans` */
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: stands for the input of every command.
  readonly input: any;
}

interface Command {
  readonly input: object;
}

/** What the services say, by operation; what it throws they refuse. */
export type Answers = Readonly<Record<string, (request: Sent) => unknown>>;

/** An error as the SDK throws it. */
export const sdkError = (name: string, status = 400, more: object = {}): Error =>
  Object.assign(new Error(`${name} it is.`), { name, $metadata: { httpStatusCode: status }, ...more });

export const refusing = (name: string, status?: number) => () => {
  throw sdkError(name, status);
};

/** A session whose clients send nothing, and a record of what they were to send. */
export const fakeSession = (answers: Answers, { partition = 'aws' } = {}): { session: AwsSession; sent: Sent[] } => {
  const sent: Sent[] = [];
  const clientOf = (service: string, region: string | undefined) => ({
    send: async (command: Command): Promise<unknown> => {
      const operation = command.constructor.name.replace(/Command$/, '');
      const request = { service, region, operation, input: command.input };
      sent.push(request);
      const answer = answers[operation];
      if (!answer) throw new RangeError(`nobody answers ${operation}`);
      return answer(request);
    },
  });
  const session: AwsSession = {
    partition,
    account: ACCOUNT,
    homeRegion: REGION,
    regions: undefined,
    identify: async () => ({ partition, account: ACCOUNT }),
    client: <C>(service: string, region: string | undefined) => clientOf(service, region) as C,
    close: () => {},
  };
  return { session, sent };
};

/** Answers in pages: each is given with the token that leads to it. */
export const paged =
  <T extends object>(pages: readonly T[], { asked = 'NextToken', told = 'NextToken' } = {}) =>
  ({ input }: Sent): object => {
    const index = input[asked] === undefined ? 0 : Number(input[asked]);
    return { ...pages[index], ...(index + 1 < pages.length ? { [told]: String(index + 1) } : {}) };
  };
