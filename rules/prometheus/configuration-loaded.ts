import { prometheusServer } from '../../model/kinds/prometheus.ts';
import { noParams } from '../../model/params.ts';
import { runtime, server } from '../../model/prometheus/examples.ts';
import { defineRule, fail, pass } from '../../model/rule.ts';

export default defineRule({
  id: 'prometheus/configuration-loaded',
  title: 'Prometheus runs with the configuration that its file holds',
  rationale:
    'A server that could not load its configuration goes on with the one before, and says so nowhere but in a metric and in its status page. What the file promises (another retention, remote write to an archive, new targets) does not hold then; and whoever restores the file gets a server that does not start.',
  remediation:
    'See what is wrong: `promtool check config /etc/prometheus/prometheus.yml`, and the log of the server. Mend it and load it anew: `kill -HUP` the process, or `curl -X POST {id}/-/reload` where `--web.enable-lifecycle` is set.',
  references: [
    'https://prometheus.io/docs/prometheus/latest/configuration/configuration/',
    'https://prometheus.io/docs/prometheus/latest/querying/api/#runtime-information',
  ],
  severity: 'medium',
  subject: prometheusServer,
  reads: ['runtime'],
  params: noParams,
  messages: {
    loaded: 'The configuration that runs is the one that was last loaded.',
    refused: 'The last attempt to load the configuration failed: what runs is an older one.',
  },
  examples: [
    { name: 'Loaded', facets: server(), verdict: 'pass' },
    { name: 'The last attempt failed', facets: server(runtime({ reloadConfigSuccess: false })), verdict: 'fail' },
  ],
  check: ({ facets: { runtime } }) => {
    const { reloadConfigSuccess, lastConfigAt } = runtime;
    const of = lastConfigAt === undefined ? '' : `, what runs is of ${lastConfigAt}`;
    const evidence = [{ facet: 'runtime', observed: `reloadConfigSuccess: ${reloadConfigSuccess}${of}`, expected: 'true' }];
    return reloadConfigSuccess ? pass('loaded', {}, evidence) : fail('refused', {}, evidence);
  },
});
