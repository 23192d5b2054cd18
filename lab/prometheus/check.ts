import { type Mismatch, repeated } from '../check.ts';
import { flag, flat, integer, keyed, mapping, matching, number, on, open, structure, text, time, word } from '../shape.ts';
import type { World } from '../world.ts';

const metricName = matching(/^[a-zA-Z_:][\w:]*$/, 'the name of a metric');

/** What a world says of one server. */
export const PROMETHEUS_SERVER = structure(
  {
    name: matching(/^[\w.-]+$/, 'a text of letters, digits, dots, hyphens and underscores'),
    version: matching(/^\d+\.\d+\.\d+([-+]\S+)?$/, 'a text such as 2.53.1'),
    credentials: structure({ users: mapping(text), tokens: flat(word) }),
    flags: mapping(text),
    config: text,
    runtime: open(
      { startTime: time, lastConfigTime: time, reloadConfigSuccess: flag, corruptionCount: integer(0), storageRetention: text },
      'startTime',
      'storageRetention',
    ),
    metrics: keyed(metricName, flat(structure({ labels: mapping(text), value: number }, 'value'))),
    queries: flat(
      structure({ query: text, result: flat(structure({ metric: mapping(text), value: number }, 'metric', 'value')) }, 'query', 'result'),
    ),
    blocks: flat(structure({ ulid: text, minTime: time, maxTime: time }, 'ulid', 'minTime', 'maxTime')),
    starting: on,
  },
  'name',
  'version',
  'runtime',
);

/** What is wrong with the Prometheus servers of a world. */
export const prometheusMismatches = ({ prometheus = [] }: World): readonly Mismatch[] =>
  repeated(prometheus.map(({ name }, index) => [name, ['prometheus', index, 'name']]));
