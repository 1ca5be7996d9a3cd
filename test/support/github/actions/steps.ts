import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { textOf } from './expressions.ts';
import type { JobLog } from './job-log.ts';

/** Where a job is at work: its folder, a folder for the runner's own files, and what has to be stopped when it is cancelled. */
export interface Place {
  readonly work: string;
  readonly own: string;
  readonly stop: AbortSignal;
}
interface ScriptResult {
  /** Exit code; undefined where it was stopped. */
  readonly code: number | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a step wrote into GITHUB_OUTPUT or GITHUB_ENV: `name=value`, or `name<<END` and lines up to END. */
function readAssignments(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && end !== undefined) {
      const close = lines.indexOf(end, index + 1);
      values[name] = lines.slice(index + 1, close).join('\n');
      index = close < 0 ? lines.length : close;
    } else if (line.includes('=')) values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
  }
  return values;
}

const commandOf = (shell: string | undefined, script: string): readonly string[] => {
  if (shell === 'bash') return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', script];
  if (shell === 'sh') return ['sh', '-e', script];
  if (shell === 'python') return ['python3', script];
  return ['bash', '-e', script];
};

function announce(log: JobLog, script: string, shell: string, environment: Readonly<Record<string, string>>): void {
  log.write(`##[group]Run ${script.split('\n')[0] ?? ''}`);
  for (const line of script.trimEnd().split('\n')) log.write(`\u001B[36;1m${line}\u001B[0m`);
  log.write(`shell: /usr/bin/${shell}`);
  const shown = Object.entries(environment);
  if (shown.length > 0) log.write('env:');
  for (const [name, value] of shown) log.write(`  ${name}: ${value}`);
  log.write('##[endgroup]');
}

const kill = (pid: number | undefined, signal: NodeJS.Signals) => {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
};

/** Runs a `run:` of a step by bash, in a process group of its own, and logs it as a runner does. */
export async function runScript(
  place: Place,
  log: JobLog,
  step: {
    readonly index: number;
    readonly script: string;
    readonly shell?: string | undefined;
    readonly folder?: string | undefined;
    /** What is shown in the log. */
    readonly shown: Readonly<Record<string, string>>;
    readonly hidden: Readonly<Record<string, string>>;
    readonly timeoutMs?: number | undefined;
    /** It runs although the job was cancelled. */
    readonly late: boolean;
  },
): Promise<ScriptResult> {
  const file = (name: string) => join(place.own, `${name}-${step.index}`);
  await mkdir(place.own, { recursive: true });
  await writeFile(file('script'), step.script);
  for (const name of ['output', 'env', 'summary', 'path']) await writeFile(file(name), '');
  const [command = 'bash', ...words] = commandOf(step.shell, file('script'));
  announce(log, step.script, [command, ...words.slice(0, -1), '{0}'].join(' '), step.shown);
  const child = spawn(command, words, {
    cwd: join(place.work, step.folder ?? '.'),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: place.own,
      LANG: 'C.UTF-8',
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      ...step.hidden,
      ...step.shown,
      GITHUB_WORKSPACE: place.work,
      GITHUB_OUTPUT: file('output'),
      GITHUB_ENV: file('env'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_PATH: file('path'),
    },
  });
  let stopped = false;
  const stop = () => {
    stopped = true;
    kill(child.pid, 'SIGINT');
    kill(child.pid, 'SIGTERM');
    setTimeout(() => kill(child.pid, 'SIGKILL'), 300).unref();
  };
  // A step that begins after the cancelling, by its `always()`, may go on.
  if (place.stop.aborted && !step.late) stop();
  place.stop.addEventListener('abort', stop, { once: true });
  const timer = step.timeoutMs === undefined ? undefined : setTimeout(stop, step.timeoutMs);
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => log.printed(line));
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  place.stop.removeEventListener('abort', stop);
  const read = async (name: string) => readAssignments(await readFile(file(name), 'utf8'));
  return { code: stopped ? undefined : (code ?? 1), outputs: await read('output'), environment: await read('env') };
}

/** All values as they go into an environment. */
export const texts = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
