import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** An object of Kubernetes as the API server gives it. */
export type Manifest = Readonly<Record<string, unknown>> & {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
};

/** How Velero was installed. */
export interface Server {
  readonly defaultVolumesToFsBackup: boolean;
  readonly defaultSnapshotMoveData: boolean;
  readonly features: readonly string[];
  /** Plug-ins by their providers, each with the sources of volumes (`awsElasticBlockStore`) or CSI drivers that it snapshots. */
  readonly snapshotters: Readonly<Record<string, readonly string[]>>;
}

/** What does a backup of a cluster hold? */
export interface Question {
  readonly id: string;
  /** `spec` of the backup. */
  readonly template: Readonly<Record<string, unknown>>;
  readonly objects: readonly Manifest[];
  readonly server: Server;
}

export interface Answer {
  readonly id: string;
  /** Where the backup stands once its items are written: `FailedValidation`, `Failed`, `Finalizing` … */
  readonly phase: string;
  readonly validationErrors: readonly string[] | null;
  readonly errors: readonly string[] | null;
  readonly warnings: readonly string[] | null;
  /** `configmaps/mlops/settings`, `persistentvolumes/pv` */
  readonly items: readonly string[] | null;
  /** Volumes whose files were copied. */
  readonly fsBackup:
    | readonly { readonly namespace: string; readonly pod: string; readonly volume: string; readonly claim?: string }[]
    | null;
  /** Persistent volumes of which a plug-in made a native snapshot. */
  readonly snapshots: readonly string[] | null;
  /** Claims (`namespace/name`) of which there are CSI snapshots, and those whose data was moved away from them. */
  readonly csi: readonly string[] | null;
  readonly moved: readonly string[] | null;
}

export type Oracle = (questions: readonly Question[]) => readonly Answer[];

/** A release of Velero, with the flags that build the program with its code. */
export interface Release {
  readonly version: string;
  readonly flags: readonly string[];
}

export const RELEASES: readonly Release[] = [
  { version: 'v1.17.0', flags: ['-modfile=go-1.17.mod', '-tags=velero_1_17'] },
  { version: 'v1.18.3', flags: [] },
];

const SOURCES = resolve('.ci/lanes/velero');
const PROGRAMS = resolve('node_modules/.cache/velero-lane');

/** Collecting its garbage less often saves the compiler a sixth of its work. */
const env = { ...process.env, CGO_ENABLED: '0', GOGC: '400' };

const go = (...args: readonly string[]): boolean =>
  spawnSync('go', args, { cwd: SOURCES, env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** Whether there is Go, and this release of Velero for it. Fetches its sources. */
export const available = ({ flags }: Release): boolean => go('version') && go('list', ...flags, '-deps', '.');

const parseLines = (output: string): readonly Answer[] =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);

const MAX_OUTPUT = 2 ** 30;

/** Builds the program with Velero's code, which takes minutes where none of it has been compiled before. Throws where it does not build. */
export const buildOracle = ({ version, flags }: Release): Oracle => {
  const program = resolve(PROGRAMS, `velero-${version}`);
  if (!go('build', ...flags, '-ldflags=-s -w', '-o', program, '.')) throw new Error(`the program with Velero ${version} does not build`);
  return (questions) => {
    const input = questions.map((question) => JSON.stringify(question)).join('\n');
    const { status, stdout, stderr } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: MAX_OUTPUT });
    if (status !== 0) throw new Error(`the program with Velero ${version} ended with ${status}: ${stderr}`);
    return parseLines(stdout);
  };
};
