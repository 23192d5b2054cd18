import { Type } from 'typebox';

// What the configuration of every target has in common that is a server over HTTP.

/** Secrets stand in the environment, and the configuration only names them. */
const REFERENCE = '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$';

/** A secret, as a reference to an environment variable. */
export const secret = (description: string) =>
  Type.String({ pattern: REFERENCE, description: `${description} Only as a reference to an environment variable: \`\${NAME}\`.` });

const closed = { additionalProperties: false } as const;

export const basicAuth = Type.Object(
  { username: Type.String({ minLength: 1, description: 'The user.' }), password: secret('The password.') },
  closed,
);

export const bearerAuth = Type.Object({ bearer: secret('A token.') }, closed);

/** Without credentials: those would be shown wherever the address is. */
export const url = (description: string) => Type.String({ pattern: '^https?://[^/@?#\\s]+(/[^?#\\s]*)?$', description });

export const caFile = Type.String({
  minLength: 1,
  description: 'Path of a file, from the working directory, with the certificates (PEM) that vouch for the server.',
});
