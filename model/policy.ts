import type { Place } from './errors.ts';
import type { AnyRule } from './rule.ts';
import type { Severity } from './verdict.ts';

/** Which resources belong to a component. Every given criterion must hold. */
export interface Selector {
  readonly kind: string;
  /** Globs: `*` any characters, `?` one. */
  readonly name?: string;
  readonly id?: string;
  /** Globs, too. */
  readonly target?: string;
  readonly account?: string;
  readonly region?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  /** Tag key → glob for its value. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Matching nothing is no finding. */
  readonly optional: boolean;
  readonly place: Place;
}

/** What a component must live up to; durations in milliseconds. */
export interface Objectives {
  readonly rpo?: number;
  readonly retention?: number;
  readonly copies?: number;
  readonly regions?: number;
  readonly immutable?: boolean;
  readonly restoreTestedWithin?: number;
}

/** One rule with params and severity at one line of a policy. */
export interface Binding {
  /** `POLICY/COMPONENT/RULE`, with `#2`, `#3` … where a component binds a rule again. Stable: part of fingerprints. */
  readonly id: string;
  readonly rule: AnyRule;
  /** Checked, defaults filled in, durations parsed. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly severity: Severity;
  readonly place: Place;
}

/** What must survive, and the rules that say so. */
export interface Component {
  readonly name: string;
  readonly policy: string;
  readonly selectors: readonly Selector[];
  readonly objectives: Objectives;
  readonly bindings: readonly Binding[];
  readonly place: Place;
  /** Where its objectives are written. */
  readonly objectivesPlace?: Place;
}

export interface Policy {
  readonly name: string;
  readonly title: string;
  /** As the user gave it; places hold the path that reports show. */
  readonly file: string;
  readonly components: readonly Component[];
}

/** An approved exception. Matches a finding by every criterion that it gives. */
export interface Waiver {
  /** Rule id or glob. */
  readonly rule: string;
  /** Glob over the resource's id or name. */
  readonly resource: string;
  readonly policy?: string;
  readonly component?: string;
  readonly reason: string;
  readonly approvedBy: string;
  /** The last moment at which it holds, UTC. */
  readonly expires: Date;
  readonly place: Place;
}
