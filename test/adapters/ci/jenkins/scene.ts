import { createJenkins } from '../../../../bridge/adapters/ci/jenkins/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import type { CiProvider } from '../../../../bridge/ports/ci-provider.ts';
import { BranchName, RepositoryId, type Sha } from '../../../../protocol/model/ids.ts';
import type { CiScene, Does } from '../../../contract/ci-scene.ts';
import { type JenkinsServer, startJenkins } from '../../../support/jenkins/server.ts';
import type { Pipeline } from '../../../support/jenkins/records.ts';

export const repository = RepositoryId.parse('git.example.org/acme/web');
export const jobs = new Map([[repository, [{ job: 'acme/web' }, { job: 'acme/any' }]]]);

const greet = `for i in $(seq 100); do printf '\\033[32mGrüße, 世界\\033[0m\\n'; done`;
const stage = (name: string, script: string) => ({ name, script });

export const pipelines: Readonly<Record<Does, Pipeline>> = {
  pass: { stages: [stage('Build', 'echo built'), stage('Test', greet)] },
  fail: { stages: [stage('Test', `${greet}\necho 'Error: it does not add up' >&2\nexit 3`)] },
  hang: { stages: [stage('Test', `${greet}\nsleep 300`)] },
  half: { stages: [stage('Test', 'exit 1')] },
  gate: {
    stages: [stage('Build', 'echo built'), { ...stage('Deploy', 'echo shipped'), input: 'Deploy to production?' }],
  },
  input: {
    parameters: [
      { name: 'greeting', type: 'ChoiceParameterDefinition', description: 'What to say', choices: ['hello', 'bye'] },
    ],
    stages: [stage('Say', 'echo "greeting=$greeting"')],
  },
};

let branches = 0;

/** Commits a pipeline to a branch, or to one of its own whose name Jenkins cannot have as it is. */
export async function commitPipeline(
  { site }: JenkinsServer,
  pipeline: Pipeline,
  name = `feature/${(branches += 1)} ü`,
): Promise<{ branch: BranchName; commit: Sha }> {
  const branch = BranchName.parse(name.replace(' ', '-'));
  await site.repository.switchTo(branch);
  return { branch, commit: await site.repository.commit('Work', { 'pipeline.json': JSON.stringify(pipeline) }) };
}

export const providerOf = ({ url, user, token }: JenkinsServer): CiProvider =>
  createJenkins({ url, user, token, jobs, clock: systemClock() });

/** A Jenkins that runs jobs for real, and a provider that asks it. */
export async function jenkinsScene(): Promise<CiScene & { readonly server: JenkinsServer }> {
  const server = await startJenkins();
  return {
    server,
    repository,
    provider: providerOf(server),
    inputs: true,
    commit: async (does) => commitPipeline(server, pipelines[does]),
    close: async () => server.close(),
  };
}
