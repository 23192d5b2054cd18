import type { Reporter } from './reporter.ts';
import type { Connector, Scanner } from './scanner.ts';

/** A reporter that is loaded when a report is asked for in its format. */
export interface ReporterEntry extends Pick<Reporter, 'id' | 'description' | 'mediaType' | 'extension'> {
  readonly load: () => Promise<Reporter>;
}

/** The permissions that a kind of resource needs: for its listing, and facet by facet. */
export interface KindActions {
  /** Kinds that only joins ask for are not listed. */
  readonly list?: string;
  /** Whether it is listed Region by Region. */
  readonly regional?: true;
  readonly facets: Readonly<Record<string, string>>;
  /** The facet that tells where a resource is which no listing holds, where its id does not tell. */
  readonly located?: string;
}

/** A scanner that is loaded, with its SDK, when something of its kinds is to be read. */
export interface ScannerEntry extends Pick<Scanner, 'id' | 'target'> {
  /** By id of the kind. */
  readonly kinds: Readonly<Record<string, KindActions>>;
  readonly load: () => Promise<AnyScanner>;
}

// biome-ignore lint/suspicious/noExplicitAny: stands for every connector; the engine hands each its own configuration and session.
export type AnyConnector = Connector<any, any>;
// biome-ignore lint/suspicious/noExplicitAny: stands for every scanner; the engine hands each the session of its own connector.
export type AnyScanner = Scanner<any>;
