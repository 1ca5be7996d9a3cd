import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCiConfig, LocalCiSettings } from '../../../bridge/adapters/ci/local/config.ts';
import { createLocalCi } from '../../../bridge/adapters/ci/local/index.ts';
import type { CiDeed, CiProvider, CiReport } from '../../../bridge/ports/ci-provider.ts';
import type { Log } from '../../../bridge/ports/log.ts';
import { BranchName, RepositoryId, RunId, type Sha } from '../../../protocol/model/ids.ts';
import type { CiRun } from '../../../protocol/model/run.ts';
import { collectReports, type Reports } from '../../contract/ci-reports.ts';
import { type ManualClock, manualClock } from '../../support/clock.ts';
import { makeRepository, type Repository } from '../../support/repository.ts';

export const id = RepositoryId.parse('host.example/acme/web');
const main = BranchName.parse('main');
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A deed that starts a run. */
export type Start = Extract<CiDeed, { type: 'start' }>;

/** A repository whose tests are `sh ci.sh`, and a local CI for it. */
export interface LocalCiScene {
  readonly repository: Repository;
  readonly clock: ManualClock;
  readonly config: LocalCiConfig;
  readonly provider: CiProvider;
  /** A folder that outlives the worktrees. */
  readonly beside: string;
  /** An order for a commit with these files, or with this as its `ci.sh`. */
  order(files: string | Readonly<Record<string, string>>): Promise<Start>;
  /** What is left of worktrees: their folders, and what git knows of beside the repository itself. */
  leftovers(): Promise<readonly string[]>;
}

/** What tests may say otherwise. */
type Otherwise = Partial<LocalCiSettings> & {
  readonly own?: LocalCiConfig['environment'];
  /** Leaves the tests to what the commit holds. */
  readonly byCommit?: boolean;
};

const orderOf = (run: string, commit: Sha): Start => ({
  type: 'start',
  run: RunId.parse(run),
  repository: id,
  branch: main,
  commit,
  inputs: {},
  debug: false,
});

/** A run as a card has it, of which nothing was told but this. */
export const runOf = ({ run, commit }: Pick<Start, 'run' | 'commit'>, told: Partial<CiRun> = {}): CiRun => ({
  run,
  commit,
  provider: 'local',
  workflow: 'tests',
  attempt: 1,
  revision: 0,
  state: 'queued',
  queuedAt: 1,
  failures: [],
  lines: [],
  ...told,
});

/** Whether there was something to end. */
export const cancelled = async (provider: CiProvider, order: Pick<Start, 'run' | 'commit'>): Promise<boolean> =>
  (await provider.act({ type: 'cancel', run: runOf(order) })) !== undefined;

export async function makeScene({ own, byCommit, ...settings }: Otherwise = {}): Promise<LocalCiScene> {
  const repository = await makeRepository();
  const beside = join(repository.folder, '..', 'beside');
  await mkdir(beside);
  const clock = manualClock();
  const config: LocalCiConfig = {
    repositories: new Map([[id, repository.folder]]),
    clock,
    log: silent,
    worktrees: join(beside, 'worktrees'),
    logs: join(beside, 'logs'),
    environment: { PATH: process.env['PATH'], HOME: beside, ...own },
    settings: {
      ...(!byCommit && { test: ['sh', 'ci.sh'] }),
      reports: ['**/junit*.xml', 'test-results/**/*.xml'],
      timeLimitMs: 60_000,
      environment: {},
      ...settings,
    },
  };
  let runs = 0;
  return {
    repository,
    clock,
    config,
    beside,
    provider: createLocalCi(config),
    async order(files) {
      runs += 1;
      const commit = await repository.commit('Work', typeof files === 'string' ? { 'ci.sh': files } : files);
      return orderOf(`run-${runs}`, commit);
    },
    async leftovers() {
      const known = (await repository.git('worktree', 'list', '--porcelain')).match(/^worktree .*$/gm) ?? [];
      return [...known.slice(1), ...(await readdir(config.worktrees))];
    },
  };
}

/** A scene whose provider is open. */
export interface OpenScene extends LocalCiScene {
  readonly reports: Reports;
  /** Ends all that is under way. */
  close(): Promise<void>;
}

/** Opens scenes, and closes and removes them all. */
export function openScenes(): {
  open(otherwise?: Otherwise, commit?: (report: CiReport) => Promise<void>): Promise<OpenScene>;
  removeAll(): Promise<void>;
} {
  const scenes: OpenScene[] = [];
  return {
    async open(otherwise, commit) {
      const scene = await makeScene(otherwise);
      const reports = collectReports(commit);
      const close = await scene.provider.open(reports.receive, []);
      const opened = { ...scene, reports, close };
      scenes.push(opened);
      return opened;
    },
    async removeAll() {
      for (const { repository, close } of scenes.splice(0)) {
        await close();
        await repository.remove();
      }
    },
  };
}

/** Does one run to its end. Then nothing of its worktree is to be left. */
export async function ran(scene: OpenScene, files: Parameters<LocalCiScene['order']>[0]): Promise<CiReport> {
  const order = await scene.order(files);
  await scene.provider.act(order);
  const end = await scene.reports.end(order.run);
  const left = await scene.leftovers();
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
  return end;
}

export const logOf = async ({ provider }: LocalCiScene, { run }: Pick<CiReport, 'run'>): Promise<string> =>
  (await provider.log(run, 0))?.text ?? '';
