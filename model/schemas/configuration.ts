import { type Static, type TProperties, Type } from 'typebox';
import { closed, name, text } from './words.ts';

/** A target's name, and beside it one key that is its type. */
const target = (types: TProperties) =>
  Type.Object(
    { name: name('Names the target in reports.'), ...types },
    {
      // Without types it is left to the loader which there are and that there is one.
      ...(Object.keys(types).length > 0 ? { additionalProperties: false, minProperties: 2, maxProperties: 2 } : {}),
      description: 'An account, a cluster or an endpoint to scan: its name, and one key that says of which type it is.',
    },
  );

/** The schema of a configuration. For editors it knows the types of targets; the loader checks those by itself. */
export const configurationSchema = (types: TProperties) =>
  closed(
    {
      targets: Type.Array(target(types), { minItems: 1, description: 'What to scan.' }),
      policies: Type.Optional(
        Type.Array(text('Path relative to this file, or the name of a policy that ships.'), {
          minItems: 1,
          description: 'Policies to hold it against. Default: dr-baseline.',
        }),
      ),
      waivers: Type.Optional(Type.Array(text('Path relative to this file.'), { description: 'Files with approved exceptions.' })),
    },
    { title: 'mlops-dr configuration', description: 'What to scan, and what to hold it against.' },
  );

/** The shape of a configuration. What stands under a target's type is checked by the loader. */
export const ConfigurationSchema = configurationSchema({});

export type ConfigurationText = Static<typeof ConfigurationSchema>;
