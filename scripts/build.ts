import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import options from '../rolldown.config.ts';
import { manifestOf } from './build/manifest.ts';
import { noticesOf } from './build/notices.ts';
import { generateCode } from './generate/code.ts';
import { root } from './root.ts';

// node --import tsx scripts/build.ts: generated/, dist/ and the command framework's manifest.
await generateCode();
const { output } = await build({ ...options, cwd: root, logLevel: 'warn' });
const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
writeFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), noticesOf(modules));
writeFileSync(join(root, 'oclif.manifest.json'), await manifestOf(root));
