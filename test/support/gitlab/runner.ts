import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { text as textOf } from './ci-config.ts';
import type { Repository } from '../repository.ts';
import { worktree } from '../worktrees.ts';
import type { JobRecord, TestCase } from './records.ts';

const escape = '\u001b';
const seconds = (): number => Math.floor(Date.now() / 1000);
const start = (name: string, header: string): string =>
  `section_start:${seconds()}:${name}\r${escape}[0K${escape}[0K${escape}[36;1m${header}${escape}[0;m${escape}[0;m\n`;
const end = (name: string): string => `section_end:${seconds()}:${name}\r${escape}[0K`;

export interface Running {
  /** Whether the job has passed. */
  readonly ended: Promise<boolean>;
  stop(): void;
}

/** Runs a job's script by bash in a worktree of its own, and writes its trace as a runner does. */
export function runJob(
  repository: Repository,
  sha: string,
  job: JobRecord,
  variables: Readonly<Record<string, string>>,
): Running {
  let stop = (): void => {};
  let stopped = false;
  const say = (more: string): void => {
    job.trace += more;
  };
  const run = async (): Promise<boolean> => {
    const base = await mkdtemp(join(tmpdir(), 'shiproom-gitlab-'));
    const folder = join(base, 'work');
    try {
      say(`${escape}[0KRunning with gitlab-runner 18.0.0\n${start('prepare_script', 'Preparing environment')}`);
      await worktree(repository, 'add', '--quiet', '--detach', folder, sha);
      say(`${end('prepare_script')}${start('step_script', 'Executing "step_script" stage of the job script')}`);
      const code = stopped ? 143 : await bash(folder, job, variables, say, (kill) => (stop = kill));
      job.tests = await testsIn(folder, job.junit ?? []);
      say(end('step_script'));
      const last = code === 0 ? `${escape}[32;1mJob succeeded` : `${escape}[31;1mERROR: Job failed: exit code ${code}`;
      say(`${last}\n${escape}[0;m`);
      return code === 0;
    } finally {
      await worktree(repository, 'remove', '--force', folder).catch(() => {});
      await rm(base, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  return {
    ended: run(),
    stop: () => {
      stopped = true;
      stop();
    },
  };
}

async function bash(
  folder: string,
  job: JobRecord,
  variables: Readonly<Record<string, string>>,
  say: (text: string) => void,
  killable: (kill: () => void) => void,
): Promise<number> {
  const shown = job.script.map((line) => `printf '%s\\n' ${quoted(`${escape}[32;1m$ ${line}${escape}[0;m`)}\n${line}`);
  const child = spawn('bash', ['-c', `set -eo pipefail\n${shown.join('\n')}\n`], {
    cwd: folder,
    detached: true,
    env: { PATH: process.env['PATH'], HOME: folder, CI: 'true', CI_JOB_NAME: job.name, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  killable(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', say);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 137));
  });
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function testsIn(folder: string, paths: readonly string[]): Promise<TestCase[]> {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
  const found: TestCase[] = [];
  for (const path of paths) {
    const xml = await readFile(join(folder, path), 'utf8').catch(() => '');
    if (xml !== '') collect(parser.parse(xml), found);
  }
  return found;
}

function collect(node: unknown, found: TestCase[]): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    for (const each of [value].flat()) {
      if (name === 'testcase') found.push(caseOf(each as Record<string, unknown>));
      else collect(each, found);
    }
  }
}

function caseOf(said: Record<string, unknown>): TestCase {
  const failure = said['failure'] ?? said['error'];
  const output = typeof failure === 'object' && failure !== null ? (failure as Record<string, unknown>) : {};
  return {
    status: failure !== undefined ? 'failed' : said['skipped'] !== undefined ? 'skipped' : 'success',
    name: textOf(said['name']),
    classname: textOf(said['classname']),
    file: said['file'] === undefined ? undefined : textOf(said['file']),
    system_output:
      failure === undefined
        ? undefined
        : typeof failure === 'string'
          ? failure
          : textOf(output['#text'] ?? output['message']),
  };
}
