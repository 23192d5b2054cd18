/** `Basic dXNlcjpwYXNz`: the user and the password. `undefined` for anything else. */
export const basicOf = (authorization: string): { readonly user: string; readonly password: string } | undefined => {
  const [, encoded] = /^Basic +(\S+)$/i.exec(authorization) ?? [];
  if (encoded === undefined) return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { user, password: password.join(':') };
};
