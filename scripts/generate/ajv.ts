import { Ajv, type AnySchema } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

const RFC_3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** The compiler of every schema: all errors, with the schema that they come from, and no keyword that it does not know. */
export const createAjv = (): Ajv =>
  new Ajv({
    allErrors: true,
    verbose: true,
    discriminator: true,
    allowUnionTypes: true,
    useDefaults: true,
    // The loaders have their own.
    messages: false,
    code: { source: true, esm: true },
    formats: {
      'date-time': RFC_3339,
      // Their texts are read by the loaders, which can say what is wrong with them.
      'mlops-duration': true,
      'mlops-expiry': true,
      'mlops-time': true,
    },
  });

const require = /const (\w+) = require\("([^"]+)"\)\.default;/g;

/** ES modules know no `require`: what the compiled code takes from ajv becomes an import. */
const withImports = (code: string): string => {
  const imports: string[] = [];
  const body = code.replace(require, (_, name: string, path: string) => {
    imports.push(`import ${name}Module from '${path}.js';`);
    return `const ${name} = ${name}Module.default;`;
  });
  return [...new Set(imports), body].join('\n');
};

/** An ES module that exports one validator a schema, under the schema's key, which must be an identifier. */
export const compileModule = (schemas: Readonly<Record<string, AnySchema>>): string => {
  const ajv = createAjv();
  // A copy each: of a schema that stands under two names the same function would be written twice.
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(structuredClone(schema), name);
  return withImports(standalone.default(ajv, Object.fromEntries(Object.keys(schemas).map((name) => [name, name]))));
};
