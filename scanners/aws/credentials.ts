import { defaultProvider } from '@aws-sdk/credential-provider-node';

/** As whom AWS is asked. */
export interface AwsIdentity {
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
}

/** Where credentials come from. */
export type Chain = ReturnType<typeof defaultProvider>;

/** The standard chain (environment, profile, container, instance), or a role assumed with it. */
export const credentialsOf = async (
  { profile, roleArn, externalId }: AwsIdentity,
  region: string,
  endpoint: string | undefined,
): Promise<Chain> => {
  const chain = defaultProvider(profile === undefined ? {} : { profile });
  if (roleArn === undefined) return chain;
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  return fromTemporaryCredentials({
    masterCredentials: chain,
    params: { RoleArn: roleArn, RoleSessionName: 'mlops-dr', ...(externalId === undefined ? {} : { ExternalId: externalId }) },
    clientConfig: { region, ...(endpoint === undefined ? {} : { endpoint }) },
  }) as Chain;
};

/** Whether the standard chain (environment, profile, container, instance) comes up with credentials. */
export const hasCredentials = async (): Promise<boolean> => {
  try {
    await defaultProvider()();
    return true;
  } catch {
    return false;
  }
};
