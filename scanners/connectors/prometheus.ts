import { Type } from 'typebox';
import type { Connector } from '../../model/scanner.ts';
import { auth, caFile, url } from '../http/configuration.ts';
import { classify } from '../http/failures.ts';
import { BUILD, type PrometheusConfig, type PrometheusSession } from '../prometheus/session.ts';

const configuration = Type.Object(
  {
    url: url('Address of the server, with the path that it is behind where there is one.'),
    auth: Type.Optional(auth()),
    caFile: Type.Optional(caFile),
    name: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9][A-Za-z0-9._:/-]*$',
        description: 'What findings and policies call the server. Without it, what its address says: host, port and path.',
      }),
    ),
    cluster: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Name of the Kubernetes cluster that the server runs in, as the target of that cluster calls it.',
      }),
    ),
    namespace: Type.Optional(Type.String({ minLength: 1, description: 'The namespace that the server runs in.' })),
    workload: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Name of the stateful set or the deployment that runs it. Those of the Prometheus operator are found without.',
      }),
    ),
  },
  { additionalProperties: false, description: 'A Prometheus server.' },
);

/** Status pages and queries over a single number cost a server next to nothing. */
const IN_FLIGHT = 4;

/** A Prometheus server. */
const prometheus: Connector<PrometheusConfig, PrometheusSession> = {
  type: 'prometheus',
  title: 'Prometheus server',
  configuration,
  open: async (config, options) => (await import('../prometheus/session.ts')).openSession(config, options),
  inFlight: IN_FLIGHT,
  identify: { operation: `get ${BUILD}`, action: `get ${BUILD}`, read: (session, attempt) => session.identify(attempt) },
  regions: () => undefined,
  classify,
  close: (session) => session.close(),
};

export default prometheus;
