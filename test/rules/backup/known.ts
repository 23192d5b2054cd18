import { type Around, PROTECTED_BUCKET, PROTECTED_TABLE } from '../../../model/backup/examples.ts';
import { described } from '../../../model/dynamodb/examples.ts';
import { HOME, type Row } from '../harness.ts';
import { coverageRows } from './coverage.ts';

type Facets = Readonly<Record<string, unknown>>;

/** The table as AWS Backup knows it. */
export const known = (facets: Facets): Around => ({ 'backup/protected-resource': { [PROTECTED_TABLE]: facets } });

const rowKnowing = (row: Row, facets: Facets): Row => {
  const already = row.around?.['backup/protected-resource'];
  const given = already === 'unread' ? {} : (already ?? {});
  const table = { [PROTECTED_TABLE]: { ...facets, ...given[PROTECTED_TABLE] } };
  const around = { ...row.around, 'backup/protected-resource': { [PROTECTED_BUCKET]: facets, ...table } };
  return { ...row, facets: { ...described(), ...row.facets }, around };
};

/** What holds of every rule that asks for the covering plans, where AWS Backup knows no more of the asset than `facets`. */
export const coverageRowsKnowing = (facets: Facets): readonly Row[] => coverageRows.map((row) => rowKnowing(row, facets));

/** Nothing tells where to ask. */
export const PLACELESS = { target: 'test', account: HOME.account as string };
