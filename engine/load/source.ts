/** A text that a user wrote, and where it came from. */
export interface Source {
  /** As the user gave it. */
  readonly path: string;
  readonly text: string;
  /** The path that places bear: relative, with forward slashes. */
  readonly shownAs: string;
}
