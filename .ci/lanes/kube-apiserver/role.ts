import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import { type Api, must } from './api.ts';

/** A ClusterRole as it is printed. */
export interface Role {
  readonly metadata: { readonly name: string };
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** One thing that a role allows. */
export interface Permission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
}

/** As the scanner calls it: `list schedules.velero.io`. */
export const actionOf = ({ verb, group, resource }: Permission): string => `${verb} ${resource}${group === '' ? '' : `.${group}`}`;

export const parseRole = (text: string): Role => load(text) as Role;

export const permissionsIn = ({ rules }: Role): readonly Permission[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource })))),
  );

/** The role without one of its permissions. */
export const without = (role: Role, { group, resource }: Permission): Role => ({
  ...role,
  rules: role.rules
    .map((rule) => (rule.apiGroups.includes(group) ? { ...rule, resources: rule.resources.filter((one) => one !== resource) } : rule))
    .filter(({ resources }) => resources.length > 0),
});

const APPLY = 'application/apply-patch+yaml';

/** As `kubectl apply --server-side` does it: makes it, or puts it in place of what there was under that name. */
const apply = async (api: Api, resource: string, name: string, text: string): Promise<void> => {
  await must(api, 'PATCH', `/apis/rbac.authorization.k8s.io/v1/${resource}/${name}?fieldManager=lane&force=true`, text, APPLY);
};

/** @param text the role as YAML */
export const applyRole = (api: Api, text: string): Promise<void> => apply(api, 'clusterroles', parseRole(text).metadata.name, text);

/** Who can be given a role. */
interface Subject {
  readonly kind: 'User' | 'Group';
  readonly name: string;
}

export const SCANNER: Subject = { kind: 'User', name: 'scanner' };
export const AUTHENTICATED: Subject = { kind: 'Group', name: 'system:authenticated' };

const API_GROUP = 'rbac.authorization.k8s.io';

/** Gives a role to these and to nobody else, by the binding of its own name. */
export const bind = (api: Api, role: string, subjects: readonly Subject[]): Promise<void> => {
  const binding = {
    apiVersion: `${API_GROUP}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: role },
    roleRef: { apiGroup: API_GROUP, kind: 'ClusterRole', name: role },
    subjects: subjects.map((subject) => ({ ...subject, apiGroup: API_GROUP })),
  };
  return apply(api, 'clusterrolebindings', role, JSON.stringify(binding));
};

const POLLED_EVERY = 50;
const PATIENCE = 10_000;

/**
 * Roles take effect a moment after they change. Resolves when the one who asks may, or may no longer, do this.
 * @param attributes as a SelfSubjectAccessReview has them
 */
export const settled = async (api: Api, allowed: boolean, attributes: object): Promise<void> => {
  const review = JSON.stringify({ spec: attributes });
  const deadline = Date.now() + PATIENCE;
  const ask = async (): Promise<boolean> => {
    const answer = await must(api, 'POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review);
    return (answer as { readonly status: { readonly allowed: boolean } }).status.allowed;
  };
  while ((await ask()) !== allowed) {
    if (Date.now() > deadline) throw new Error(`The role does not take effect: ${review} should be ${allowed ? 'allowed' : 'denied'}.`);
    await sleep(POLLED_EVERY);
  }
};
