/** A set of requirements that others wrote: NIST SP 800-53, ISO 27001, … */
export interface Framework {
  /** `nist-800-53r5` */
  readonly id: string;
  readonly title: string;
  readonly url?: string;
}

/** One requirement of a framework that a rule gives evidence for. */
export interface Control {
  readonly framework: Framework;
  /** `CP-9` */
  readonly id: string;
}
