import { InputError, type Place } from './errors.ts';

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * A text of the configuration with every `${NAME}` replaced by that environment variable. For secrets: call it where the
 * value is used, and never print what it gives. Throws `InputError` that names every variable which is not set.
 */
export const expandEnvironment = (text: string, env: Readonly<Record<string, string | undefined>>, place?: Place): string => {
  const names = [...new Set([...text.matchAll(REFERENCE)].map(([, name = '']) => name))];
  const unset = names.filter((name) => env[name] === undefined);
  if (unset.length > 0)
    throw new InputError(
      unset.map((name) => ({
        code: 'unset-variable',
        message: `The environment variable ${name} is not set.`,
        hint: 'The configuration refers to it.',
        ...(place ? { place } : {}),
      })),
    );
  // A function, because `$&` in a secret would mean something in a replacement text.
  return text.replace(REFERENCE, (_, name: string) => env[name] ?? '');
};
