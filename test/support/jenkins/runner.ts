import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '../repository.ts';
import { worktree } from '../worktrees.ts';
import type { BuildRecord, Pipeline, StageRecord } from './records.ts';

/** What Jenkins puts into its logs for its own pages. */
const annotation =
  '\u001b[8mha:////4AdVpLW8Xm1QpLpRvAAAAlx+LCAAAAAAAAP9b85aBtbiIQTGjNKU4P08vOT+vOD8nVc83PyU1x6OyILUoJzMv2y+/JJUBAhiZGBgqihhk0NSjKDWzXb3RdlLBUSYGJk8GtpzUvPSSDB8G5tKinBIGIZ+sxLJE/ZzEvHT94JKizLx0a6BxUmjGOUNodHsLgAzOEgYu/dLi1CL9ssSUlNSiLAAAAA==\u001b[0m';

/** Runs a build: its pipeline's stages one after another, by bash in a worktree of its commit. */
export async function runBuild(repository: Repository, build: BuildRecord): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'shiproom-jenkins-'));
  const folder = join(base, 'work');
  const say = (text: string): void => {
    build.log += text;
  };
  let kill = (): void => {};
  let stopped = false;
  build.stop = () => {
    stopped = true;
    kill();
    build.pending?.answer(false);
  };
  let result = 'SUCCESS';
  try {
    say(`Started by user ${annotation}Shiproom\n[Pipeline] Start of Pipeline\n`);
    build.commit = await repository.commitOf(build.parameters['COMMIT'] ?? `refs/heads/${build.branch}`);
    await worktree(repository, 'add', '--quiet', '--detach', folder, build.commit);
    const pipeline = JSON.parse(await readFile(join(folder, 'pipeline.json'), 'utf8')) as Pipeline;
    for (const each of pipeline.stages) {
      const stage = begin(build, each.name);
      say(`[Pipeline] stage\n[Pipeline] { (${each.name})\n`);
      if (each.input !== undefined && !(await asked(build, stage, each.input, each.asks))) result = 'ABORTED';
      else if (!stopped) {
        say(`[Pipeline] sh\n`);
        const code = await bash(folder, each.script, build, say, (how) => (kill = how));
        if (code !== 0) result = stopped ? 'ABORTED' : 'FAILURE';
        if (result === 'FAILURE') say(`ERROR: script returned exit code ${code}\n`);
      }
      if (stopped) result = 'ABORTED';
      stage.durationMillis = Date.now() - stage.startTimeMillis;
      stage.status = result === 'SUCCESS' ? 'SUCCESS' : result === 'ABORTED' ? 'ABORTED' : 'FAILED';
      say('[Pipeline] }\n[Pipeline] // stage\n');
      if (result !== 'SUCCESS') break;
    }
    const report = await readFile(join(folder, 'report.json'), 'utf8').catch(() => undefined);
    if (report !== undefined) build.report = JSON.parse(report) as NonNullable<BuildRecord['report']>;
    if ((build.report?.failCount ?? 0) > 0 && result === 'SUCCESS') result = 'UNSTABLE';
  } catch (error) {
    say(`ERROR: ${String(error)}\n`);
    result = 'FAILURE';
  }
  say(`[Pipeline] End of Pipeline\nFinished: ${result}\n`);
  await worktree(repository, 'remove', '--force', folder).catch(() => {});
  await rm(base, { recursive: true, force: true, maxRetries: 5 });
  build.duration = Date.now() - build.timestamp;
  build.result = result;
  build.building = false;
}

function begin(build: BuildRecord, name: string): StageRecord {
  const id = String(build.stages.length * 4 + 6);
  const stage = { id, name, status: 'IN_PROGRESS', startTimeMillis: Date.now(), durationMillis: 0 };
  build.stages.push(stage);
  return stage;
}

async function asked(build: BuildRecord, stage: StageRecord, message: string, asks?: string): Promise<boolean> {
  stage.status = 'PAUSED_PENDING_INPUT';
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const inputs = asks === undefined ? [] : [{ type: 'StringParameterDefinition', name: asks }];
  build.pending = { id: `Go-${build.queueId}`, message, inputs, answer: resolve };
  const yes = await promise;
  delete build.pending;
  stage.status = 'IN_PROGRESS';
  return yes;
}

async function bash(
  folder: string,
  script: string,
  { parameters }: BuildRecord,
  say: (text: string) => void,
  killable: (kill: () => void) => void,
): Promise<number> {
  const env = { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', ...parameters };
  const child = spawn('bash', ['-ec', script], { cwd: folder, detached: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
  killable(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', say);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 137));
  });
}
