import type { Verdict } from '../../../model/verdict.ts';
import type { Verdicts } from '../shared/verdicts.ts';

/** Verdicts by the second part of the names of rules. */
const table = (rows: Readonly<Record<string, Verdict>>): Verdicts =>
  Object.fromEntries(Object.entries(rows).map(([name, verdict]) => [`logs elasticsearch/${name}`, verdict] as const));

/** Nothing makes snapshots by itself here: neither server has what makes policies. */
const WITHOUT_POLICIES = {
  'cluster-state-included': 'fail',
  'indices-covered': 'fail',
  'snapshot-frequency': 'fail',
  'snapshot-policy-active': 'fail',
  'snapshot-retention': 'fail',
} as const;

/** No repository. What there is later is a directory of the node itself. */
export const BARE = table({
  ...WITHOUT_POLICIES,
  'repository-off-site': 'fail',
  'repository-protected': 'fail',
  'repository-registered': 'fail',
  'repository-writable': 'fail',
  'restore-tested': 'fail',
  'snapshot-recent': 'fail',
  'snapshots-succeed': 'fail',
});

/** A repository, and complete snapshots in it that somebody has made, and one restored. */
export const SOUND: Verdicts = {
  ...BARE,
  ...table({
    // Who keeps a directory of the nodes safe, and how, is beyond what can be asked.
    'repository-protected': 'unknown',
    'repository-registered': 'pass',
    'repository-writable': 'pass',
    'restore-tested': 'pass',
    'snapshot-recent': 'pass',
    'snapshots-succeed': 'pass',
  }),
};

/** The newest one lacks a shard; the one before is recent enough. */
export const PARTIAL: Verdicts = { ...SOUND, ...table({ 'snapshots-succeed': 'fail' }) };

/** The complete ones are gone, and there is nothing left that the restore could have been of. */
export const DELETED: Verdicts = { ...PARTIAL, ...table({ 'restore-tested': 'fail', 'snapshot-recent': 'fail' }) };

/** Nothing more can be written to it, and another cluster may have made what is there. */
export const READ_ONLY: Verdicts = {
  ...SOUND,
  ...table({
    // There is none left that is written to.
    'repository-protected': 'fail',
    'repository-registered': 'fail',
    'repository-writable': 'fail',
    'snapshot-recent': 'unknown',
    'snapshots-succeed': 'unknown',
  }),
};

/** Its files are gone: the server remembers names, and cannot say what became of them. */
export const GONE: Verdicts = {
  ...SOUND,
  ...table({ 'repository-writable': 'unknown', 'restore-tested': 'unknown', 'snapshot-recent': 'unknown', 'snapshots-succeed': 'unknown' }),
};
