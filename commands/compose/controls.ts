import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadControls } from '../../engine/load/controls.ts';
import type { RenderContext } from '../../model/reporter.ts';
import { asset } from '../assets.ts';

/** The controls of every framework that ships, by rule. */
export const shippedControls = async (): Promise<RenderContext['controls']> => {
  const directory = asset('policies/controls');
  const files = (await readdir(directory)).filter((file) => file.endsWith('.yaml')).sort();
  return loadControls(await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8'))));
};
