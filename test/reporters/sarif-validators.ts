import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

// Its `exports` leave the schema out, so its path is written out.
const schemaFile = new URL('../../node_modules/@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json', import.meta.url);
// `strictRequired` takes `required` beside `$ref` for a mistake.
const ajv = new Ajv2020.default({ strictRequired: false, allErrors: true });
addFormats.default(ajv, ['uri', 'uri-reference', 'date-time', 'uuid']);
const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

/** What the schema of SARIF 2.1.0 objects to. */
export const schemaProblems = (log: unknown): readonly string[] => {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

/** The multitool comes as a program for one platform only. */
export const multitoolRunsHere = process.platform === 'linux' && process.arch === 'x64';

// The rules that say what GitHub takes are off unless asked for. GH1004 knows old limits; SARIF2006 asks the network.
const ON = [
  'GH1001.ProvideRequiredLocationProperties',
  'GH1002.InlineThreadFlowLocations',
  'GH1003.ProvideRequiredRegionProperties',
  'GH1005.LocationsMustBeRelativeUrisOrFilePaths',
  'GH1006.ProvideCheckoutPath',
  'GH1007.ProvideFullyFormattedMessageStrings',
];
const OFF = ['GH1004.ReviewArraysThatExceedConfigurableDefaults', 'SARIF2006.UrisShouldBeReachable'];

const ruleXml = (rule: string, state: string): string =>
  `<Properties Key="${rule}.Options"><Property Key="RuleEnabled" Value="${state}" Type="Driver.RuleEnabledState" /></Properties>`;

const configuration = (): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Properties>',
    ...ON.map((rule) => ruleXml(rule, 'Warning')),
    ...OFF.map((rule) => ruleXml(rule, 'Disabled')),
    '</Properties>',
  ].join('\n');

/** The binary itself: the package's own launcher goes through a shell, which ends the command at the `;` of our flags. */
const binary = (): string => {
  const path: string = require('@microsoft/sarif-multitool-linux');
  // Its install script does this, but install scripts may be off.
  chmodSync(path, 0o755);
  return path;
};

interface MultitoolResult {
  readonly ruleId: string;
  readonly message: { readonly id?: string; readonly arguments?: readonly string[] };
}

const describe = ({ ruleId, message }: MultitoolResult): string => [ruleId, message.id, ...(message.arguments ?? [])].join(' ');

/** Its own report: it exits with 0 whatever it found, and the file may begin with a byte order mark. */
const readReport = (file: string): readonly MultitoolResult[] => {
  const { runs } = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  if (!Array.isArray(runs) || !Array.isArray(runs[0]?.results)) throw new Error('The multitool has written no results.');
  return runs[0].results;
};

/**
 * What Microsoft's multitool objects to, errors and warnings: `GH1003 Error_MissingRegion runs[0].results[0]…`. All runs
 * go into one file, because each file costs it about a second.
 */
export const multitoolProblems = (runs: readonly unknown[]): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'mlops-dr-sarif-'));
  const [file, config, report] = [join(folder, 'log.sarif'), join(folder, 'configuration.xml'), join(folder, 'report.json')];
  const flags = [
    '--config',
    config,
    '--rule-kind',
    'Sarif;Ghas',
    '--level',
    'Error;Warning',
    '--output',
    report,
    '--log',
    'ForceOverwrite',
  ];
  try {
    writeFileSync(file, JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs }));
    writeFileSync(config, configuration());
    execFileSync(binary(), ['validate', file, ...flags], { stdio: 'pipe', maxBuffer: 2 ** 26 });
    return readReport(report).map(describe);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
