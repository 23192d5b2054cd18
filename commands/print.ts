/** Writes to standard output, and resolves when it is written. */
export const print = (text: string): Promise<void> => new Promise((done) => process.stdout.write(text, () => done()));
