import type { Log, ReportingDescriptor, Result, Run } from 'sarif';

/** What is wrong with a run, each with where it is; empty where nothing is. */
type Check = (run: Run) => readonly string[];

const rulesOf = (run: Run): readonly ReportingDescriptor[] => run.tool.driver.rules ?? [];
const eachResult = (run: Run, problem: (result: Result) => string | false): readonly string[] =>
  (run.results ?? []).flatMap((result, index) => {
    const found = problem(result);
    return found ? [`result ${index}: ${found}`] : [];
  });

const levelsFitKinds: Check = (run) =>
  eachResult(run, ({ kind = 'fail', level }) => (kind === 'fail') === (level === 'none') && `kind ${kind} with level ${level}`);

const suppressionsAreOnAllOrNone: Check = (run) => {
  const stated = (run.results ?? []).filter(({ suppressions }) => suppressions !== undefined).length;
  return stated === 0 || stated === run.results?.length ? [] : [`${stated} results state their suppressions`];
};

const ruleIndicesAreRight: Check = (run) =>
  eachResult(run, ({ ruleId, ruleIndex }) => rulesOf(run)[ruleIndex ?? -1]?.id !== ruleId && `ruleIndex ${ruleIndex} is not ${ruleId}`);

const rulesAreUnique: Check = (run) => {
  const ids = rulesOf(run).map(({ id }) => id);
  return new Set(ids).size === ids.length ? [] : ['a rule is described twice'];
};

const taxaExist: Check = (run) =>
  rulesOf(run).flatMap(({ id, relationships = [] }) =>
    relationships.flatMap(({ target }) => {
      const component = run.taxonomies?.[target.toolComponent?.index ?? -1];
      const taxon = component?.taxa?.[target.index ?? -1];
      return component?.name === target.toolComponent?.name && taxon !== undefined && taxon.id === target.id
        ? []
        : [`${id}: ${target.id} dangles`];
    }),
  );

const severitiesAreStrings: Check = (run) =>
  rulesOf(run).flatMap(({ id, properties }) => {
    const severity: unknown = properties?.['security-severity'];
    return typeof severity === 'string' && Number(severity) > 0 && Number(severity) <= 10 ? [] : [`${id}: security-severity ${severity}`];
  });

const rulesAreWithinLimits: Check = (run) =>
  rulesOf(run).flatMap(({ id, name, properties, fullDescription, help }) => {
    const problems = [
      (name?.length ?? 0) > 255 && 'name',
      (properties?.tags?.length ?? 0) > 10 && 'tags',
      (fullDescription?.text.length ?? 0) > 1024 && 'fullDescription',
      !help?.text && 'help',
    ];
    return problems.flatMap((problem) => (problem ? [`${id}: ${problem}`] : []));
  });

const fingerprintsAreThereAndUnique: Check = (run) => {
  const missing = eachResult(run, ({ partialFingerprints }) => !partialFingerprints?.primaryLocationLineHash && 'no fingerprint');
  const fingerprints = (run.results ?? []).map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash);
  return [...missing, ...(new Set(fingerprints).size === fingerprints.length ? [] : ['two results share a fingerprint'])];
};

const locationsAreRelative: Check = (run) =>
  eachResult(run, ({ locations = [] }) => {
    const uri = locations[0]?.physicalLocation?.artifactLocation?.uri ?? '';
    const base = 'https://root.example/repository/';
    const resolves = URL.canParse(uri, base) && !URL.canParse(uri) && new URL(uri, base).href.startsWith(base);
    return !(locations.length === 1 && uri !== '' && resolves) && `location ${uri}`;
  });

const notificationsAreDescribed: Check = (run) =>
  (run.invocations ?? []).flatMap(({ toolExecutionNotifications = [] }) =>
    toolExecutionNotifications.flatMap(({ descriptor }) =>
      run.tool.driver.notifications?.[descriptor?.index ?? -1]?.id === descriptor?.id ? [] : [`notification ${descriptor?.id}`],
    ),
  );

const errorsMeanThatTheRunFailed: Check = (run) =>
  (run.invocations ?? []).flatMap(({ executionSuccessful, toolExecutionNotifications = [] }) =>
    executionSuccessful === toolExecutionNotifications.some(({ level }) => level === 'error') ? ['executionSuccessful'] : [],
  );

const categoryIsWhole: Check = ({ automationDetails }) =>
  /^[^/]+(\/[^/]+)*\/$/.test(automationDetails?.id ?? '') ? [] : [`automationDetails.id ${automationDetails?.id}`];

const CHECKS: readonly Check[] = [
  levelsFitKinds,
  suppressionsAreOnAllOrNone,
  ruleIndicesAreRight,
  rulesAreUnique,
  taxaExist,
  severitiesAreStrings,
  rulesAreWithinLimits,
  fingerprintsAreThereAndUnique,
  locationsAreRelative,
  notificationsAreDescribed,
  errorsMeanThatTheRunFailed,
  categoryIsWhole,
];

/** What a schema cannot say of SARIF and no validator looks at. */
export const semanticProblems = ({ runs }: Log): readonly string[] => runs.flatMap((run) => CHECKS.flatMap((check) => check(run)));
