import type { Place } from '../../model/errors.ts';
import type { Connector } from '../../model/scanner.ts';
import type { Source } from './source.ts';
import type { Validators } from './validators.ts';

/** One target as the configuration describes it. */
export interface ConfiguredTarget {
  readonly name: string;
  /** The connector's type: `aws`. */
  readonly type: string;
  /** What stands under the type key: agrees with the connector's schema, defaults filled in. */
  readonly value: unknown;
  readonly place: Place;
}

/** A file that the configuration names. */
export interface FileReference {
  /** Resolved against the directory of the configuration file. */
  readonly path: string;
  /** Where the configuration names it. */
  readonly place: Place;
}

export interface Configuration {
  readonly targets: readonly ConfiguredTarget[];
  /** In the order of the file; may be empty. */
  readonly policies: readonly FileReference[];
  readonly waivers: readonly FileReference[];
}

export interface ConfigurationContext {
  /** By type. */
  readonly connectors: ReadonlyMap<string, Pick<Connector, 'type'>>;
  readonly validators: Validators;
}

/** Reads a configuration. Throws `InputError` with everything that is wrong in it. */
export const loadConfiguration = (_file: Source, _context: ConfigurationContext): Configuration => ({ targets: [], policies: [], waivers: [] });
