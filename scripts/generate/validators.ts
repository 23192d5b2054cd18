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

/** What one module of validators holds. */
interface Contents {
  /** One validator each, under its own name. */
  readonly single: Readonly<Record<string, TSchema>>;
  /** Families of validators, each an object by id. */
  readonly families: Readonly<Record<string, ReadonlyMap<string, TSchema>>>;
}

/** What every command needs that reads what users write; and what is needed only where a saved file is read, which is far more. */
const MODULES: Readonly<Record<string, Contents>> = {
  validators: {
    single: { configuration: ConfigurationSchema, policy: PolicySchema, waivers: WaiversSchema },
    families: {
      params: new Map([...rules].map(([id, rule]) => [id, rule.params])),
      connectors: new Map([...connectors].map(([type, connector]) => [type, connector.configuration])),
    },
  },
  'data-validators': {
    single: { inventory: InventorySchema, report: ReportSchema },
    families: { facets: new Map([...kinds].map(([id, kind]) => [id, facetsSchema(kind)])) },
  },
};

type Members = readonly (readonly [id: string, variable: string, schema: TSchema])[];

const membersOf = (family: string, schemas: ReadonlyMap<string, TSchema>): Members =>
  [...schemas].map(([id, schema], index) => [id, `${family}${index}`, schema]);

const familyExport = (family: string, schemas: ReadonlyMap<string, TSchema>): string =>
  `export const ${family} = {\n${membersOf(family, schemas)
    .map(([id, variable]) => `  ${JSON.stringify(id)}: ${variable},`)
    .join('\n')}\n};\n`;

const moduleText = ({ single, families }: Contents): string => {
  const compiled = Object.entries(families).flatMap(([family, schemas]) =>
    membersOf(family, schemas).map(([, variable, schema]) => [variable, schema] as const),
  );
  const exports = Object.entries(families).map(([family, schemas]) => familyExport(family, schemas));
  return [HEADER + compileModule({ ...single, ...Object.fromEntries(compiled) }), ...exports].join('\n');
};

const declarations = ({ single, families }: Contents): string =>
  [
    HEADER,
    "import type { Validate } from '../engine/load/validators.ts';\n\n",
    ...Object.keys(single).map((name) => `export const ${name}: Validate;\n`),
    ...Object.keys(families).map((name) => `export const ${name}: Readonly<Record<string, Validate>>;\n`),
  ].join('');

for (const [name, contents] of Object.entries(MODULES)) {
  writeChanged(join(root, 'generated', `${name}.js`), moduleText(contents));
  writeChanged(join(root, 'generated', `${name}.d.ts`), declarations(contents));
}
