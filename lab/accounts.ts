import type { Credential } from './http.ts';
import type { Account, World } from './world.ts';

/** Who may act for which account. */
export interface Accounts {
  /** The account behind an access key; `undefined` where nobody knows the key. */
  readonly of: (credential: Credential) => Account | undefined;
  /** A fresh access key for an assumed role of the account. */
  readonly grant: (account: Account) => string;
  readonly byId: (id: string) => Account | undefined;
}

export const createAccounts = ({ accounts }: World): Accounts => {
  const keys = new Map(accounts.flatMap((account) => (account.accessKeys ?? []).map((key) => [key, account] as const)));
  // Where the world names no keys, any key is as good as another.
  const anyone = keys.size === 0 ? accounts[0] : undefined;
  return {
    of: ({ accessKey }) => keys.get(accessKey) ?? anyone,
    grant: (account) => {
      const key = `ASIA${String(keys.size).padStart(16, '0')}`;
      keys.set(key, account);
      return key;
    },
    byId: (id) => accounts.find((account) => account.id === id),
  };
};
