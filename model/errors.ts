/** A position in a text file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with what the user gave us. */
export interface Diagnostic {
  /** Stable, machine-readable: `unknown-rule`, `invalid-yaml`, … */
  readonly code: string;
  /** What is wrong and what is accepted, as one or two sentences. */
  readonly message: string;
  /** What to do about it: `Did you mean s3/versioning-enabled?` */
  readonly hint?: string;
  readonly place?: Place;
}

/** `file:line:column`, the form that editors and terminals turn into a link. */
export const formatPlace = (place: Place): string => `${place.file}:${place.line}:${place.column}`;

/** One diagnostic as one line of text. */
export const formatDiagnostic = ({ place, message, hint, code }: Diagnostic): string =>
  `${place ? `${formatPlace(place)}: ` : ''}${message}${hint ? ` ${hint}` : ''} [${code}]`;

/**
 * The input of the user (flags, configuration, policies, inventories) cannot be used.
 * Carries every problem that was found, so that a user mends all of them at once. Exit code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n'));
    this.diagnostics = diagnostics;
  }

  static of(code: string, message: string, more: { hint?: string; place?: Place } = {}): InputError {
    return new InputError([{ code, message, ...more }]);
  }
}
