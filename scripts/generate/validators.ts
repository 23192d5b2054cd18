import { join } from 'node:path';
import type { TSchema } from 'typebox';
import { connectors } from '../../generated/connectors.ts';
import { kinds } from '../../generated/kinds.ts';
import { rules } from '../../generated/rules.ts';
import { ReportSchema } from '../../model/report-schema.ts';
import { ConfigurationSchema } from '../../model/schemas/configuration.ts';
import { facetsSchema, InventorySchema } from '../../model/schemas/inventory.ts';
import { PolicySchema } from '../../model/schemas/policy.ts';
import { WaiversSchema } from '../../model/schemas/waivers.ts';
import { root } from '../root.ts';
import { compileModule } from './ajv.ts';
import { writeChanged } from './files.ts';

const HEADER = '// Compiled from the schemas by `npm run generate`. Do not edit.\n';

/** One validator each, under its own name. */
const SINGLE: Readonly<Record<string, TSchema>> = {
  configuration: ConfigurationSchema,
  policy: PolicySchema,
  waivers: WaiversSchema,
  inventory: InventorySchema,
  report: ReportSchema,
};

/** Families of validators, each an object by id. */
const FAMILIES: Readonly<Record<string, ReadonlyMap<string, TSchema>>> = {
  params: new Map([...rules].map(([id, rule]) => [id, rule.params])),
  connectors: new Map([...connectors].map(([type, connector]) => [type, connector.configuration])),
  facets: new Map([...kinds].map(([id, kind]) => [id, facetsSchema(kind)])),
};

const members = (family: string): readonly (readonly [id: string, variable: string, schema: TSchema])[] =>
  [...(FAMILIES[family] ?? [])].map(([id, schema], index) => [id, `${family}${index}`, schema]);

const familyExport = (family: string): string =>
  `export const ${family} = {\n${members(family)
    .map(([id, variable]) => `  ${JSON.stringify(id)}: ${variable},`)
    .join('\n')}\n};\n`;

const moduleText = (): string => {
  const compiled = Object.keys(FAMILIES).flatMap((family) => members(family).map(([, variable, schema]) => [variable, schema] as const));
  return [HEADER + compileModule({ ...SINGLE, ...Object.fromEntries(compiled) }), ...Object.keys(FAMILIES).map(familyExport)].join('\n');
};

const declarations = (): string => {
  const single = Object.keys(SINGLE).map((name) => `export const ${name}: Validate;\n`);
  const families = Object.keys(FAMILIES).map((name) => `export const ${name}: Readonly<Record<string, Validate>>;\n`);
  return [HEADER, "import type { Validate } from '../engine/load/validators.ts';\n\n", ...single, ...families].join('');
};

writeChanged(join(root, 'generated', 'validators.js'), moduleText());
writeChanged(join(root, 'generated', 'validators.d.ts'), declarations());
