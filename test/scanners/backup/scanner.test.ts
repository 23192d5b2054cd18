import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { protectedResourceId, selectionId } from '../../../model/backup/ids.ts';
import { read } from '../../../model/reading.ts';
import type { Failure, Located } from '../../../model/scanner.ts';
import scanner from '../../../scanners/backup/index.ts';
import { BUCKET, KEY, NOW, PLAN, SOUND, TABLE, TESTING_PLAN, VAULT } from '../answers.ts';
import { askReader, listAll } from '../asking.ts';
import { ACCOUNT, type Answers, fakeSession, OTHER_ACCOUNT, OTHER_REGION, paged, REGION, refusing, type Sent, sdkError } from '../fakes.ts';

const test = suite('scanners/backup');

const AT = NOW.toISOString();

const kindOf = (kind: string) => {
  const found = scanner.kinds.find((candidate) => candidate.kind.id === `backup/${kind}`);
  if (!found) throw new RangeError(`no kind ${kind}`);
  return found;
};

const located = (id: string, name = '', region: string | undefined = REGION): Located => ({
  id,
  name,
  scope: { target: 'prod', partition: 'aws', account: ACCOUNT, ...(region ? { region } : {}) },
});

interface Asked {
  readonly answer: unknown;
  readonly sent: readonly Sent[];
}

/** What a facet comes out as, and what was sent for it. */
const ask = async (kind: string, facet: string, resource: Located, answers: Answers, selected: readonly string[] = []): Promise<Asked> => {
  const { session, sent } = fakeSession(answers);
  const reader = kindOf(kind).facets[facet];
  assert.ok(reader);
  return { answer: await askReader(reader, session, resource, selected), sent };
};

const list = async (kind: string, answers: Answers, region = REGION) => {
  const { session, sent } = fakeSession(answers);
  return { found: await listAll(kindOf(kind), session, region), sent };
};

const locate = (kind: string, id: string) => kindOf(kind).foreign?.locate(id, fakeSession({}).session);

const inputs = (sent: readonly Sent[]): readonly object[] => sent.map(({ input }) => input);

const codeOf = (answer: unknown): string | undefined => (answer as Partial<Failure>).code;

// Listings

for (const { kind, operation, member, item, id, name, facets } of [
  {
    kind: 'plan',
    operation: 'ListBackupPlans',
    member: 'BackupPlansList',
    item: { BackupPlanArn: PLAN, BackupPlanName: 'Plan' },
    id: PLAN,
    name: 'Plan',
    facets: undefined,
  },
  {
    kind: 'vault',
    operation: 'ListBackupVaults',
    member: 'BackupVaultList',
    item: { BackupVaultArn: VAULT, BackupVaultName: 'Vault', Locked: false },
    id: VAULT,
    name: 'Vault',
    facets: { description: read({ exists: true, type: 'UNTOLD', locked: false }) },
  },
  {
    kind: 'restore-testing-plan',
    operation: 'ListRestoreTestingPlans',
    member: 'RestoreTestingPlans',
    item: { RestoreTestingPlanArn: TESTING_PLAN, RestoreTestingPlanName: 'monthly_drill' },
    id: TESTING_PLAN,
    name: 'monthly_drill',
    facets: undefined,
  },
]) {
  const listed = { id, name, region: REGION, ...(facets ? { facets } : {}) };

  test(`${operation}: Region by Region, page by page`, async () => {
    const pages = [{ [member]: [item] }, { [member]: [] }, { [member]: [item] }];
    const { found, sent } = await list(kind, { [operation]: paged(pages) });
    assert.equal(found, [listed, listed]);
    assert.equal(
      sent.map(({ region, input }) => [region, input.MaxResults, input.NextToken]),
      [
        [REGION, 1000, undefined],
        [REGION, 1000, '1'],
        [REGION, 1000, '2'],
      ],
    );
  });

  test(`${operation}: an account that has none`, async () => {
    assert.equal((await list(kind, { [operation]: () => ({ [member]: [] }) })).found, []);
  });

  for (const answer of [
    {},
    { [member]: null },
    { [member]: {} },
    { [member]: 'none' },
    { [member]: [null] },
    { [member]: [{}] },
    { [member]: [{ ...item, [Object.keys(item)[0] as string]: '' }] },
  ]) {
    test(`${operation}: ${JSON.stringify(answer)} is no answer`, async () => {
      assert.is(codeOf((await list(kind, { [operation]: () => answer })).found), 'MalformedAnswer');
    });
  }

  test(`${operation}: a page that leads back to itself is no answer`, async () => {
    const { found, sent } = await list(kind, { [operation]: () => ({ [member]: [item], NextToken: 'a' }) });
    assert.is(codeOf(found), 'MalformedAnswer');
    assert.is(sent.length, 2);
  });

  test(`${operation}: denied`, async () => {
    assert.is(((await list(kind, { [operation]: refusing('AccessDeniedException', 403) })).found as Failure).class, 'denied');
  });
}

test('plans: deleted ones are not asked for', async () => {
  const { sent } = await list('plan', SOUND);
  assert.not('IncludeDeleted' in (sent[0]?.input ?? {}));
});

test('plans: an ARN of another thing is no answer', async () => {
  const { found } = await list('plan', { ListBackupPlans: () => ({ BackupPlansList: [{ BackupPlanArn: VAULT, BackupPlanName: 'p' }] }) });
  assert.is(codeOf(found), 'MalformedAnswer');
});

test('vaults: one that says strange things is listed, and asked for by itself', async () => {
  const strange = { BackupVaultArn: VAULT, BackupVaultName: 'Vault', Locked: 'perhaps' };
  const sound = { BackupVaultArn: `${VAULT}2`, BackupVaultName: 'Vault2', Locked: true };
  const answers = { ListBackupVaults: () => ({ BackupVaultList: [strange, sound] }) };
  assert.equal((await list('vault', answers)).found, [
    { id: VAULT, name: 'Vault', region: REGION, facets: {} },
    { id: `${VAULT}2`, name: 'Vault2', region: REGION, facets: { description: read({ exists: true, type: 'UNTOLD', locked: true }) } },
  ]);
  assert.is(codeOf((await ask('vault', 'description', located(VAULT, 'Vault'), answers)).answer), 'MalformedAnswer');
});

// Plans and selections

test('selections of a plan, by the id in its ARN', async () => {
  const selection = (id: string) => ({ SelectionId: id, SelectionName: `of ${id}` });
  const pages = [{ BackupSelectionsList: [selection('a')] }, { BackupSelectionsList: [selection('b')] }];
  const { answer, sent } = await ask('plan', 'selectionList', located(PLAN), { ListBackupSelections: paged(pages) });
  const selections = [
    { id: 'a', name: 'of a' },
    { id: 'b', name: 'of b' },
  ];
  assert.equal(answer, read({ selections }));
  assert.equal(inputs(sent), [
    { BackupPlanId: '8f81f553-3a74-4a3f-b93d-b3360dc80c50', MaxResults: 1000, NextToken: undefined },
    { BackupPlanId: '8f81f553-3a74-4a3f-b93d-b3360dc80c50', MaxResults: 1000, NextToken: '1' },
  ]);
});

test('a plan of the organization has slashes in its id', async () => {
  const arn = `arn:aws:backup:${REGION}:${ACCOUNT}:backup-plan:orgs/o-1/p-2`;
  const { sent } = await ask('plan', 'definition', located(arn), SOUND);
  assert.equal(inputs(sent), [{ BackupPlanId: 'orgs/o-1/p-2', MaxScheduledRunsPreview: 10 }]);
  assert.equal(locate('selection', selectionId(arn, 's')), { name: 's', region: REGION, account: ACCOUNT });
  assert.equal(inputs((await ask('selection', 'definition', located(selectionId(arn, 's')), SOUND)).sent), [
    { BackupPlanId: 'orgs/o-1/p-2', SelectionId: 's' },
  ]);
});

test('a plan is only looked into where it has selections', () => {
  const { requires } = kindOf('plan').facets.definition ?? {};
  assert.is(requires?.facet, 'selectionList');
  assert.is(requires?.holds({ selections: [] }), false);
  assert.is(requires?.holds({ selections: [{ id: 's', name: 's' }] }), true);
});

test('a selection, in the Region of its plan', async () => {
  const id = selectionId(PLAN.replace(REGION, OTHER_REGION), 'selection-1');
  const { answer, sent } = await ask('selection', 'definition', located(id, 'selection-1', OTHER_REGION), SOUND);
  assert.equal((answer as { value?: { resources: unknown } }).value?.resources, [TABLE]);
  assert.equal(
    sent.map(({ region }) => region),
    [OTHER_REGION],
  );
});

test('a plan or selection that is gone since it was listed', async () => {
  const answers = { GetBackupPlan: refusing('ResourceNotFoundException'), GetBackupSelection: refusing('ResourceNotFoundException') };
  assert.is(((await ask('plan', 'definition', located(PLAN), answers)).answer as Failure).class, 'gone');
  assert.is(((await ask('selection', 'definition', located(selectionId(PLAN, 's')), answers)).answer as Failure).class, 'gone');
});

// Vaults

const THEIRS = VAULT.replace(ACCOUNT, OTHER_ACCOUNT);

test('a vault that only a join names, out of the vaults of its Region', async () => {
  const arn = VAULT.replace(REGION, OTHER_REGION);
  const vault = (BackupVaultArn: string) => ({ BackupVaultArn, BackupVaultName: 'Vault', Locked: BackupVaultArn === arn });
  const pages = [{ BackupVaultList: [vault(`${arn}2`)] }, { BackupVaultList: [vault(arn)] }, { BackupVaultList: [] }];
  const { answer, sent } = await ask('vault', 'description', located(arn, 'Vault', OTHER_REGION), { ListBackupVaults: paged(pages) });
  assert.equal(answer, read({ exists: true, type: 'UNTOLD', locked: true }));
  assert.equal(
    sent.map(({ region, input }) => [region, input.NextToken]),
    [
      [OTHER_REGION, undefined],
      [OTHER_REGION, '1'],
    ],
  );
});

test('a vault that the whole list does not hold does not exist', async () => {
  const pages = [{ BackupVaultList: [] }, { BackupVaultList: [{ BackupVaultArn: `${VAULT}2`, BackupVaultName: 'Vault2' }] }];
  const { answer } = await ask('vault', 'description', located(VAULT, 'Vault'), { ListBackupVaults: paged(pages) });
  assert.equal(answer, read({ exists: false, type: 'UNTOLD', locked: false }));
});

for (const [name, answer] of Object.entries({ 'no list': {}, 'a page cut short': { BackupVaultList: null, NextToken: '1' } })) {
  test(`${name} does not tell that a vault does not exist`, async () => {
    assert.is(codeOf((await ask('vault', 'description', located(VAULT), { ListBackupVaults: () => answer })).answer), 'MalformedAnswer');
  });
}

for (const facet of ['description', 'accessPolicy']) {
  test(`${facet} of a vault of another account is not asked for, and unread`, async () => {
    const { answer, sent } = await ask('vault', facet, located(THEIRS, 'Vault'), SOUND);
    assert.equal(answer, {
      class: 'rejected',
      code: 'ForeignAccount',
      message: `${THEIRS} belongs to an account that the credentials of account ${ACCOUNT} cannot look into.`,
    });
    assert.equal(sent, []);
  });
}

test('vaults of every account are located in their Region, those of another partition are not', () => {
  assert.equal(locate('vault', VAULT), { region: REGION, account: ACCOUNT, name: 'Vault' });
  assert.equal(locate('vault', THEIRS), { region: REGION, account: OTHER_ACCOUNT, name: 'Vault' });
  assert.is(locate('vault', VAULT.replace('arn:aws:', 'arn:aws-cn:')), undefined);
  assert.is(locate('vault', PLAN), undefined);
});

test('an access policy, by the name of the vault', async () => {
  const { answer, sent } = await ask('vault', 'accessPolicy', located(VAULT, 'Vault'), SOUND);
  assert.equal(answer, read({ document: '{"Version":"2012-10-17","Statement":[]}' }));
  assert.equal(inputs(sent), [{ BackupVaultName: 'Vault' }]);
});

for (const Policy of [undefined, '', '[]', '<html>', 'null', 7]) {
  test(`an access policy ${JSON.stringify(Policy)} is no answer`, async () => {
    const { answer } = await ask('vault', 'accessPolicy', located(VAULT), { GetBackupVaultAccessPolicy: () => ({ Policy }) });
    assert.is(codeOf(answer), 'MalformedAnswer');
  });
}

test('the access policy of a vault that does not exist is not asked for', () => {
  const { requires } = kindOf('vault').facets.accessPolicy ?? {};
  assert.is(requires?.facet, 'description');
  assert.is(requires?.holds({ exists: true, type: 'UNTOLD', locked: false }), true);
  assert.is(requires?.holds({ exists: false, type: 'UNTOLD', locked: false }), false);
});

test('a vault without an access policy says so by ResourceNotFoundException', () => {
  assert.equal(kindOf('vault').facets.accessPolicy?.absentOn, ['ResourceNotFoundException']);
});

// Settings

test('the settings of a Region are located there, and asked for there', async () => {
  const id = `arn:aws:backup:${OTHER_REGION}:${ACCOUNT}:region-settings`;
  assert.equal(locate('region', id), { name: 'Region settings', region: OTHER_REGION, account: ACCOUNT });
  const { answer, sent } = await ask('region', 'settings', located(id, '', OTHER_REGION), SOUND);
  assert.equal(answer, read({ optIn: { DynamoDB: true }, management: { DynamoDB: false } }));
  assert.equal(
    sent.map(({ region }) => region),
    [OTHER_REGION],
  );
});

test('the settings of an account are asked for at home', async () => {
  const id = `arn:aws:backup::${ACCOUNT}:global-settings`;
  assert.equal(locate('account', id), { name: 'Account settings', region: REGION, account: ACCOUNT });
  const { answer, sent } = await ask('account', 'settings', located(id), SOUND);
  assert.equal(answer, read({ crossAccountBackup: false }));
  assert.equal(
    sent.map(({ region }) => region),
    [REGION],
  );
});

for (const { name, error, alone } of [
  { name: 'by the code in the body', error: sdkError('InvalidRequestException', 400, { Code: 'ERROR_9601' }), alone: true },
  { name: 'by the code alone', error: sdkError('ERROR_9601'), alone: true },
  { name: 'another code', error: sdkError('InvalidRequestException', 400, { Code: 'ERROR_1' }), alone: false },
  { name: 'no code', error: sdkError('InvalidRequestException'), alone: false },
  { name: 'a denial', error: sdkError('AccessDeniedException', 403), alone: false },
]) {
  test(`an account outside of any organization copies to no other: ${name}`, async () => {
    const throwing = () => {
      throw error;
    };
    const { answer } = await ask('account', 'settings', located(''), { DescribeGlobalSettings: throwing });
    if (alone) assert.equal(answer, read({ crossAccountBackup: false }));
    else assert.is(codeOf(answer), error.name);
  });
}

for (const { kind, id } of [
  { kind: 'region', id: `arn:aws:backup:${REGION}:${OTHER_ACCOUNT}:region-settings` },
  { kind: 'region', id: `arn:aws:backup:${REGION}:${ACCOUNT}:global-settings` },
  { kind: 'region', id: `arn:aws:backup::${ACCOUNT}:region-settings` },
  { kind: 'region', id: 'region-settings' },
  { kind: 'account', id: `arn:aws:backup::${OTHER_ACCOUNT}:global-settings` },
  { kind: 'account', id: `arn:aws:backup:${REGION}:${ACCOUNT}:global-settings` },
  { kind: 'selection', id: selectionId(PLAN.replace(ACCOUNT, OTHER_ACCOUNT), 's') },
  { kind: 'selection', id: PLAN },
  { kind: 'protected-resource', id: protectedResourceId('aws', REGION, OTHER_ACCOUNT, TABLE) },
  { kind: 'protected-resource', id: protectedResourceId('aws-cn', REGION, ACCOUNT, TABLE) },
  { kind: 'protected-resource', id: protectedResourceId('aws', 'evil.example', ACCOUNT, TABLE) },
  { kind: 'protected-resource', id: TABLE },
  { kind: 'restore-testing-selection', id: selectionId(TESTING_PLAN.replace(ACCOUNT, OTHER_ACCOUNT), 's') },
]) {
  test(`no ${kind} that we could ask about: ${id}`, () => assert.is(locate(kind, id), undefined));
}

// Protected resources

const idOf = (resource: string, region = REGION) => protectedResourceId('aws', region, ACCOUNT, resource);

const valuesOf = async (facet: string, answers: Answers, selected: readonly string[], region = REGION) => {
  const { session, sent } = fakeSession(answers);
  const reader = kindOf('protected-resource').facets[facet];
  assert.ok(reader && 'readRegion' in reader);
  const values = await reader.readRegion(session, region, (request) => request({ signal: AbortSignal.timeout(1000) }), new Set(selected));
  return { values: Object.fromEntries(values), sent };
};

/** Other things that policies may select. */
const NOT_ASSETS = [PLAN, VAULT, TESTING_PLAN, KEY, 'component|x', TABLE.replace(ACCOUNT, OTHER_ACCOUNT), 'arn:aws-cn:s3:::models'];

test('last backups: all that is selected has an entry, the rest of the Region has none', async () => {
  const pages = [
    { Results: [{ ResourceArn: 'arn:aws:ec2:us-west-2:1:volume/v' }, { ResourceArn: TABLE, LastBackupTime: NOW }] },
    { Results: [{ ResourceArn: `${TABLE}2`, LastBackupTime: NOW }] },
  ];
  const { values, sent } = await valuesOf('lastBackup', { ListProtectedResources: paged(pages) }, [TABLE, BUCKET, ...NOT_ASSETS]);
  assert.equal(values, { [idOf(TABLE)]: { at: AT }, [idOf(BUCKET)]: {} });
  assert.is(sent.length, 2);
});

test('last backups: of another Region, under ids of that Region', async () => {
  const { values, sent } = await valuesOf('lastBackup', SOUND, [TABLE], OTHER_REGION);
  assert.equal(values, { [idOf(TABLE, OTHER_REGION)]: { at: AT } });
  assert.equal(
    sent.map(({ region }) => region),
    [OTHER_REGION],
  );
});

for (const Results of [undefined, null, [{}], [{ ResourceArn: TABLE }], [{ ResourceArn: TABLE, LastBackupTime: new Date(Number.NaN) }]]) {
  test(`last backups: ${JSON.stringify(Results)} is no answer`, async () => {
    const { answer } = await ask(
      'protected-resource',
      'lastBackup',
      located(idOf(TABLE)),
      { ListProtectedResources: () => ({ Results }) },
      [TABLE],
    );
    assert.is(codeOf(answer), 'MalformedAnswer');
  });
}

test('recovery points are only asked for where there was a backup', () => {
  const { requires } = kindOf('protected-resource').facets.recoveryPoints ?? {};
  assert.is(requires?.facet, 'lastBackup');
  assert.is(requires?.holds({}), false);
  assert.is(requires?.holds({ at: AT }), true);
});

for (const { facet, operation, member, item, expected } of [
  {
    facet: 'recoveryPoints',
    operation: 'ListRecoveryPointsByResource',
    member: 'RecoveryPoints',
    item: { RecoveryPointArn: 'p', BackupVaultName: 'Vault', Status: 'EXPIRED', CreationDate: NOW },
    expected: (items: readonly object[]) => ({ points: items }),
  },
  {
    facet: 'restoreJobs',
    operation: 'ListRestoreJobsByProtectedResource',
    member: 'RestoreJobs',
    item: { RestoreJobId: 'r', Status: 'COMPLETED', CreationDate: NOW },
    expected: (items: readonly object[]) => ({ jobs: items }),
  },
]) {
  test(`${facet}: of one resource, page by page`, async () => {
    const pages = [{ [member]: [item] }, { [member]: [] }, { [member]: [item] }];
    const { answer, sent } = await ask('protected-resource', facet, located(idOf(TABLE)), { [operation]: paged(pages) });
    const parsed =
      facet === 'recoveryPoints'
        ? { arn: 'p', vault: 'Vault', status: 'EXPIRED', createdAt: AT }
        : { id: 'r', status: 'COMPLETED', createdAt: AT };
    assert.equal(answer, read(expected([parsed, parsed])));
    assert.equal(
      inputs(sent),
      [undefined, '1', '2'].map((NextToken) => ({ ResourceArn: TABLE, MaxResults: 1000, NextToken })),
    );
  });

  test(`${facet}: without a list there is no answer`, async () => {
    assert.is(
      codeOf((await ask('protected-resource', facet, located(idOf(TABLE)), { [operation]: () => ({}) })).answer),
      'MalformedAnswer',
    );
  });

  test(`${facet}: a resource that AWS Backup does not know has none`, () => {
    assert.equal(kindOf('protected-resource').facets[facet]?.absentOn, ['ResourceNotFoundException']);
  });
}

for (const { facet, operation, member, item, parsed } of [
  {
    facet: 'backupJobs',
    operation: 'ListBackupJobs',
    member: 'BackupJobs',
    item: { BackupJobId: 'j', State: 'COMPLETED', CreationDate: NOW },
    parsed: { id: 'j', state: 'COMPLETED', createdAt: AT },
  },
  {
    facet: 'copyJobs',
    operation: 'ListCopyJobs',
    member: 'CopyJobs',
    item: { CopyJobId: 'c', State: 'RUNNING', CreationDate: NOW, DestinationBackupVaultArn: VAULT },
    parsed: { id: 'c', state: 'RUNNING', createdAt: AT, destination: VAULT },
  },
]) {
  const jobOf = (ResourceArn: string) => ({ ...item, ResourceArn });

  test(`${facet}: few resources are asked for one by one`, async () => {
    const answer = ({ input }: Sent) => ({ [member]: input.ByResourceArn === TABLE ? [jobOf(TABLE), jobOf(TABLE)] : [] });
    const { values, sent } = await valuesOf(facet, { [operation]: answer }, [TABLE, BUCKET, ...NOT_ASSETS]);
    assert.equal(values, { [idOf(TABLE)]: { jobs: [parsed, parsed] }, [idOf(BUCKET)]: { jobs: [] } });
    assert.equal(inputs(sent), [
      { MaxResults: 1000, ByResourceArn: TABLE, NextToken: undefined },
      { MaxResults: 1000, ByResourceArn: BUCKET, NextToken: undefined },
    ]);
  });

  test(`${facet}: a server that does not filter is not believed twice`, async () => {
    const { values } = await valuesOf(facet, { [operation]: () => ({ [member]: [jobOf(TABLE), jobOf(BUCKET)] }) }, [TABLE, BUCKET]);
    assert.equal(values, { [idOf(TABLE)]: { jobs: [parsed] }, [idOf(BUCKET)]: { jobs: [parsed] } });
  });

  test(`${facet}: many resources out of the whole Region`, async () => {
    const tables = Array.from({ length: 11 }, (_, index) => `${TABLE}-${index}`);
    const pages = [{ [member]: [jobOf(`${TABLE}-3`), jobOf('arn:aws:ec2:us-west-2:1:volume/v')] }, { [member]: [jobOf(`${TABLE}-3`)] }];
    const { values, sent } = await valuesOf(facet, { [operation]: paged(pages) }, tables);
    assert.equal(
      Object.keys(values),
      tables.map((table) => idOf(table)),
    );
    for (const [id, value] of Object.entries(values)) assert.equal(value, { jobs: id.endsWith('-3') ? [parsed, parsed] : [] });
    assert.equal(inputs(sent), [
      { MaxResults: 1000, ByResourceArn: undefined, NextToken: undefined },
      { MaxResults: 1000, ByResourceArn: undefined, NextToken: '1' },
    ]);
  });

  test(`${facet}: ten resources are few`, async () => {
    const tables = Array.from({ length: 10 }, (_, index) => `${TABLE}-${index}`);
    assert.is((await valuesOf(facet, { [operation]: () => ({ [member]: [] }) }, tables)).sent.length, 10);
  });

  test(`${facet}: nothing is asked where nothing is selected`, async () => {
    assert.equal(await valuesOf(facet, {}, NOT_ASSETS), { values: {}, sent: [] });
  });

  test(`${facet}: a strange job of somebody else is nobody's business`, async () => {
    const jobs = [{ ResourceArn: 'arn:aws:ec2:us-west-2:1:volume/v' }, jobOf(TABLE)];
    assert.equal((await valuesOf(facet, { [operation]: () => ({ [member]: jobs }) }, [TABLE])).values, {
      [idOf(TABLE)]: { jobs: [parsed] },
    });
  });

  for (const answer of [
    {},
    { [member]: null },
    { [member]: [{}] },
    { [member]: [{ ResourceArn: TABLE }] },
    { [member]: [], NextToken: 7 },
  ]) {
    test(`${facet}: ${JSON.stringify(answer)} is no answer`, async () => {
      const { answer: given } = await ask('protected-resource', facet, located(idOf(TABLE)), { [operation]: () => answer }, [TABLE]);
      assert.is(codeOf(given), 'MalformedAnswer');
    });
  }

  test(`${facet}: one refusal leaves all of them unread`, async () => {
    const answer = ({ input }: Sent) => {
      if (input.ByResourceArn === BUCKET) throw sdkError('AccessDeniedException', 403);
      return { [member]: [] };
    };
    const { answer: given } = await ask('protected-resource', facet, located(idOf(TABLE)), { [operation]: answer }, [TABLE, BUCKET]);
    assert.is((given as Failure).class, 'denied');
  });
}

test('a protected resource is located by its id', () => {
  assert.equal(locate('protected-resource', idOf(BUCKET)), { name: BUCKET, region: REGION, account: ACCOUNT });
});

// Restore testing

test('a restore testing plan and its selections, by its name', async () => {
  const plan = located(TESTING_PLAN, 'monthly_drill');
  assert.equal(inputs((await ask('restore-testing-plan', 'definition', plan, SOUND)).sent), [{ RestoreTestingPlanName: 'monthly_drill' }]);
  const { answer, sent } = await ask('restore-testing-plan', 'selectionList', plan, SOUND);
  assert.equal(answer, read({ selections: [{ name: 'tables', resourceType: 'DynamoDB' }] }));
  assert.equal(inputs(sent), [{ RestoreTestingPlanName: 'monthly_drill', MaxResults: 1000, NextToken: undefined }]);
});

for (const arn of [TESTING_PLAN, TESTING_PLAN.replace(/-0c1f5b4e$/, ''), `${TESTING_PLAN}-4a3f-b93d-b3360dc80c50`]) {
  test(`a selection of ${arn} is asked for by the plan's name`, async () => {
    const id = selectionId(arn, 'tables');
    assert.equal(locate('restore-testing-selection', id), { name: 'tables', region: REGION, account: ACCOUNT });
    const { answer, sent } = await ask('restore-testing-selection', 'definition', located(id, 'tables'), SOUND);
    assert.equal(answer, read({ resourceType: 'DynamoDB', resources: ['*'], stringEquals: [], stringNotEquals: [] }));
    assert.equal(inputs(sent), [{ RestoreTestingPlanName: 'monthly_drill', RestoreTestingSelectionName: 'tables' }]);
  });
}

// Pacing

test('few calls of one operation are in flight at a time', () => {
  for (const { list: listing, facets } of scanner.kinds)
    for (const { operation, pace } of [...(listing ? [listing] : []), ...Object.values(facets)])
      assert.equal(pace, { inFlight: 4 }, operation);
});

test.run();
