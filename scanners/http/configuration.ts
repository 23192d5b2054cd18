import { type TSchema, Type } from 'typebox';

// What the configuration of every target has in common that is a server over HTTP.

/** Secrets stand in the environment, and the configuration only names them. */
const REFERENCE = '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$';

/** Marks what must not be shown, wherever it is wrong: somebody may have written a secret there. */
const unshown = { writeOnly: true } as const;

/** A secret, as a reference to an environment variable. */
export const secret = (description: string) =>
  Type.String({
    ...unshown,
    pattern: REFERENCE,
    description: `${description} Only as a reference to an environment variable: \`\${NAME}\`.`,
  });

const SECRETS = {
  username: Type.String({ minLength: 1, description: 'The user.' }),
  password: secret('The password of the user.'),
  bearer: secret('A token.'),
};

const alone = (name: string) => ({ type: 'object', maxProperties: 1, description: `${name} stands by itself.` });

/** A user has a password. The descriptions are for errors. */
const PAIR = {
  username: { type: 'object', required: ['password'], maxProperties: 2, properties: { password: SECRETS.password } },
  password: { type: 'object', required: ['username'], maxProperties: 2, properties: { username: SECRETS.username } },
};

/**
 * Who asks: a user with a password, a token, or one of `others`, which are by themselves, too. Not as alternatives: of those
 * every one would say what it lacks.
 */
export const auth = (others: Readonly<Record<string, TSchema>> = {}) =>
  Type.Unsafe<object>({
    ...unshown,
    type: 'object',
    properties: { ...SECRETS, ...others },
    dependencies: { ...PAIR, ...Object.fromEntries(['bearer', ...Object.keys(others)].map((name) => [name, alone(name)])) },
    minProperties: 1,
    additionalProperties: false,
    description: `Who asks: username and password, bearer${Object.keys(others)
      .map((name) => `, ${name}`)
      .join('')}. Without it, nobody is named.`,
  });

/** Without credentials: those would be shown wherever the address is. */
export const url = (description: string) =>
  Type.String({ ...unshown, pattern: '^https?://[^/@?#\\s]+(/[^?#\\s]*)?$', description: `${description} Without credentials.` });

export const caFile = Type.String({
  minLength: 1,
  description: 'Path of a file, from the working directory, with the certificates (PEM) that vouch for the server.',
});
