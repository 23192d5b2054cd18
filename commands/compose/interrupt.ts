/** Exit codes that shells give to runs that a signal ended. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** The exit code of an interrupted run; `undefined` while nobody has interrupted it. */
  readonly code: () => number | undefined;
  readonly dispose: () => void;
}

/** The first SIGINT or SIGTERM aborts `signal`, so that what was read is still reported; the second one ends the process. */
export const listenForInterrupt = (tell: (message: string) => void): Interrupt => {
  const controller = new AbortController();
  let code: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    if (code !== undefined) process.exit(code);
    code = CODES[name as keyof typeof CODES];
    tell('Interrupted: reporting what was read so far. Once more ends at once.');
    controller.abort();
  };
  for (const name of Object.keys(CODES)) process.on(name, onSignal);
  return {
    signal: controller.signal,
    code: () => code,
    dispose: () => {
      for (const name of Object.keys(CODES)) process.off(name, onSignal);
    },
  };
};
