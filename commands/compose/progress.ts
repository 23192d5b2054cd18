import type { Progress } from '../../engine/collect/collect.ts';

/** Tells on standard error how far a collection is. */
export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  /** Removes the line. */
  readonly done: () => void;
}

const INTERVAL = 100;
const ERASE_LINE = '\r\u001B[2K';

const text = ({ listed, done, selected, calls }: Progress): string =>
  `Reading ${done} of ${selected} resources (${listed} listed, ${calls} calls)`;

/** One line that is written over where the stream is a terminal, nothing elsewhere: logs stay short. */
export const progressLine = (stream: NodeJS.WriteStream): ProgressLine => {
  if (!stream.isTTY) return { update: () => {}, done: () => {} };
  let latest: Progress | undefined;
  const timer = setInterval(() => {
    if (latest) stream.write(`${ERASE_LINE}${text(latest)}`);
    latest = undefined;
  }, INTERVAL);
  timer.unref();
  return {
    update: (progress) => {
      latest = progress;
    },
    done: () => {
      clearInterval(timer);
      stream.write(ERASE_LINE);
    },
  };
};
