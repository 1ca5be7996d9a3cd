import { createBuildbot } from '../../../../bridge/adapters/ci/buildbot/index.ts';
import { systemClock } from '../../../../bridge/adapters/clock/system/index.ts';
import type { CiProvider } from '../../../../bridge/ports/ci-provider.ts';
import { BranchName, RepositoryId, type Sha } from '../../../../protocol/model/ids.ts';
import type { CiScene, Does } from '../../../contract/ci-scene.ts';
import type { BuildbotServer } from '../../../support/buildbot/server.ts';
import { type ManualClock, manualClock } from '../../../support/clock.ts';

export const repository = RepositoryId.parse('git.example.org/acme/web');
const builders = [
  { builder: 'tests', scheduler: 'force' },
  { builder: 'greetings', scheduler: 'greet' },
  { builder: 'pinned', scheduler: 'at-head' },
];

const greet = `for i in $(seq 100); do printf '\\033[32mGrüße, 世界\\033[0m\\n'; done\n`;

const scripts: Readonly<Record<Does, string>> = {
  pass: greet,
  fail: `${greet}echo 'Error: it does not add up' >&2\nexit 3\n`,
  hang: `${greet}exec sleep 300\n`,
  half: 'exit 1\n',
  gate: 'exit 1\n',
  input: 'echo "greeting=$GREETING loud=$LOUD"\n',
};

let branches = 0;

/** Commits a script to a branch of its own. */
export async function commitScript(
  server: BuildbotServer,
  script: string,
): Promise<{ branch: BranchName; commit: Sha }> {
  branches += 1;
  const branch = BranchName.parse(`work-${branches}`);
  await server.repository.switchTo(branch);
  return { branch, commit: await server.repository.commit(`Work ${branches}`, { 'run.sh': script }) };
}

/** A provider that asks this Buildbot. */
export const providerOf = (server: BuildbotServer, password = server.password): CiProvider =>
  createBuildbot({
    url: server.url,
    user: server.user,
    password,
    builders: new Map([[repository, builders]]),
    clock: systemClock(),
  });

export interface BuildbotScene extends CiScene {
  readonly clock: ManualClock;
}

/** One of several scenes at the same Buildbot. */
export function buildbotScene(server: BuildbotServer): BuildbotScene {
  const clock = manualClock();
  return {
    clock,
    repository,
    provider: providerOf(server),
    inputs: true,
    async commit(does) {
      const at = await commitScript(server, scripts[does]);
      return { ...at, workflow: does === 'input' ? 'greetings' : 'tests' };
    },
    tick: async () => clock.advance(10_000),
    async close() {},
  };
}
