import type { Static } from 'typebox';
import type { searchCluster } from '../../../model/kinds/elasticsearch.ts';
import { given, type Members, members, named, object, objects, optionalObject, optionalText, texts } from '../../json/members.ts';

type Health = Static<(typeof searchCluster)['facets']['health']['schema']>;
type Integrity = NonNullable<Health['repositoryIntegrity']>;

const statusOf = (indicator: Members) => ({
  status: named('status', indicator.status),
  symptom: optionalText('symptom', indicator.symptom) ?? '',
});

/** Repositories that a diagnosis names whose id ends so: `elasticsearch:health:repository_integrity:diagnosis:corrupt_repo_integrity`. */
const diagnosed = (indicator: Members, word: string): string[] =>
  objects('diagnosis', indicator.diagnosis)
    .filter(({ id }) => String(id).includes(`:diagnosis:${word}`))
    .flatMap(({ affected_resources }) =>
      texts('snapshot_repositories', members('affected_resources', affected_resources).snapshot_repositories),
    );

const integrityOf = (indicator: Members): Integrity => ({
  ...statusOf(indicator),
  corrupted: [
    ...new Set([...texts('details.corrupted', members('details', indicator.details).corrupted), ...diagnosed(indicator, 'corrupt')]),
  ],
  unknown: diagnosed(indicator, 'unknown'),
  invalid: diagnosed(indicator, 'invalid'),
});

/** `GET /_health_report`. Indicators of modules that a server does not have are left out. */
export const healthOf = (answer: Members): Health => {
  const indicators = object('indicators', answer.indicators);
  const slm = optionalObject('slm', indicators.slm);
  const integrity = optionalObject('repository_integrity', indicators.repository_integrity);
  return given<Health>({ slm: slm && statusOf(slm), repositoryIntegrity: integrity && integrityOf(integrity) });
};
