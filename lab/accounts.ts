import type { Credential } from './http.ts';
import type { Account, World } from './world.ts';

/** Who is behind an access key. */
export interface Principal {
  readonly account: Account;
  readonly arn: string;
  readonly userId: string;
}

/** Who may act for which account. */
export interface Accounts {
  /** `undefined` where nobody knows the key. */
  readonly of: (credential: Credential) => Principal | undefined;
  /** A fresh access key for somebody. */
  readonly grant: (principal: Principal) => string;
  readonly byId: (id: string) => Account | undefined;
}

/** `aws` unless the account says otherwise. */
export const partitionOf = ({ partition = 'aws' }: Account): string => partition;

const userOf = (account: Account): Principal => ({
  account,
  arn: `arn:${partitionOf(account)}:iam::${account.id}:user/lab`,
  userId: 'AIDALAB0000000000000',
});

export const createAccounts = ({ accounts }: World): Accounts => {
  const keys = new Map(accounts.flatMap((account) => (account.accessKeys ?? []).map((key) => [key, userOf(account)] as const)));
  const [first] = accounts;
  // Where the world names no keys, any key is as good as another.
  const anyone = keys.size === 0 && first ? userOf(first) : undefined;
  return {
    of: ({ accessKey }) => keys.get(accessKey) ?? anyone,
    grant: (principal) => {
      const key = `ASIA${String(keys.size).padStart(16, '0')}`;
      keys.set(key, principal);
      return key;
    },
    byId: (id) => accounts.find((account) => account.id === id),
  };
};
