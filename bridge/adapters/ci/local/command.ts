import { spawn } from 'node:child_process';
import type { Clock } from '../../../ports/clock.ts';
import type { Environment } from '../../git.ts';
import { signalGroup } from './process-group.ts';

/** From the polite signal to the other one. */
const graceMs = 5_000;

/** Somebody who fled the group may hold the output open: so long is waited for it after the command has ended. */
const drainMs = 2_000;

/**
 * Waits for a line before it becomes the command, in the same process: so a command runs only once it is committed who it is, and not at
 * all where the bridge dies before. Its output and its errors go one way, in their order.
 */
const gate = 'read -r go && exec "$@" </dev/null 2>&1';

export interface CommandOrder {
  readonly words: readonly string[];
  readonly folder: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly abort: AbortSignal;
  /** Is told the leader of the group, before the command begins. */
  readonly started: (pid: number) => Promise<void>;
  readonly output: (bytes: Uint8Array) => Promise<void>;
}

/** How a command ended. */
export type Ended = { readonly code: number } | { readonly signal: NodeJS.Signals };

/** Runs a command in a process group of its own, to its end or to the abort; then nobody of that group is left. */
export async function runCommand(order: CommandOrder): Promise<Ended> {
  const { words, folder, environment, clock, abort } = order;
  const child = spawn('/bin/sh', ['-c', gate, 'sh', ...words], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // The leader may be gone before it reads the line.
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? { code: code ?? 0 } : { signal }));
  });
  const { pid } = child;
  if (pid === undefined) return ended;
  const drained = drain(child.stdout, order.output);
  const endGrace = onAbort(abort, () => {
    signalGroup(pid, 'SIGTERM');
    return clock.after(graceMs, () => signalGroup(pid, 'SIGKILL'));
  });
  await order.started(pid);
  child.stdin.end('\n');

  const how = await ended;
  endGrace();
  signalGroup(pid, 'SIGKILL');
  const giveUp = clock.after(drainMs, () => child.stdout.destroy());
  await drained;
  giveUp();
  return how;
}

async function drain(stream: NodeJS.ReadableStream, output: CommandOrder['output']): Promise<void> {
  try {
    for await (const chunk of stream) await output(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  } catch {
    // It was given up, or the other end broke: what has come is all there is.
  }
}

/** Does `work` once when aborted, or at once where that has been. The returned function ends the waiting, and what `work` began. */
function onAbort(abort: AbortSignal, work: () => () => void): () => void {
  let end: (() => void) | undefined;
  const begin = () => {
    end = work();
  };
  if (abort.aborted) begin();
  else abort.addEventListener('abort', begin, { once: true });
  return () => {
    abort.removeEventListener('abort', begin);
    end?.();
  };
}
