import rule from '../../../rules/backup/copied-cross-account.ts';
import { type Row, runTable } from '../harness.ts';
import { abroad, copying, copyJob, ELSEWHERE, FOREIGN, FOREIGN_HERE, foreignRows, HERE } from './copies.ts';
import { coverageRows } from './coverage.ts';

const account = (name: string) => ({ params: { account: name } });

const accounts: readonly Row[] = [
  {
    name: 'another account in the same Region',
    ...abroad([copying(FOREIGN_HERE)], [copyJob('COMPLETED', { destination: FOREIGN_HERE })]),
    verdict: 'pass',
    says: 'copied',
    shows: ['of account 444455556666'],
  },
  {
    name: 'another Region of the same account',
    ...abroad([copying(ELSEWHERE)], []),
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['vault copies in us-east-2 of the same account', 'another account'],
  },
  { name: 'the same account, and an ARN that is none', ...abroad([copying(HERE, 'copies')], []), verdict: 'unknown', says: 'unparsed' },
  {
    name: 'the account that is required',
    ...abroad([copying(FOREIGN)], [copyJob()]),
    ...account('444455556666'),
    verdict: 'pass',
    says: 'copied',
  },
  {
    name: 'another one than is required',
    ...abroad([copying(FOREIGN)], [copyJob()]),
    ...account('5555*'),
    verdict: 'fail',
    says: 'elsewhere',
    shows: ['another account that matches 5555*'],
  },
  { name: 'one good copy of two is enough', ...abroad([copying(ELSEWHERE, FOREIGN)], [copyJob()]), verdict: 'pass', says: 'copied' },
];

runTable(rule, [...coverageRows, ...foreignRows, ...accounts]);
