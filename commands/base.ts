import { Command } from '@oclif/core';

/**
 * What every command extends. A command throws `InputError` for whatever is wrong with the user's input and lets other
 * errors pass: `main` turns each into text and an exit code. It loads what is slow to load inside `run`.
 */
export abstract class BaseCommand extends Command {
  /** Writes to standard output, and resolves when it is written. */
  protected print(text: string): Promise<void> {
    return new Promise((done) => process.stdout.write(text, () => done()));
  }
}
