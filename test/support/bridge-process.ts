import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Sandbox } from './sandbox.ts';

const main = join(import.meta.dirname, '..', '..', 'bridge', 'main.ts');

/** The real bridge, as a process of its own. */
export interface BridgeProcess {
  readonly pid: number;
  /** The room's page, with the code that lets one browser in. */
  readonly page: string;
  /** What is pasted into an editor, with a code of its own. */
  readonly link: string;
  /** All that it has printed so far. */
  output(): string;
  /** Ends it, by SIGTERM where nothing else is said, and answers its exit code; null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface BridgeOptions {
  readonly sandbox: Sandbox;
  readonly repository: string;
  /** Kept in the sandbox where it is not named. */
  readonly data?: string;
  /** Any free one where it is not named. */
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts the bridge and answers when it has printed where it is. Rejects with all that it printed, where it ends before that. */
export async function startBridge(options: BridgeOptions): Promise<BridgeProcess> {
  const { sandbox, repository, data = join(sandbox.root, 'data'), port = 0, args = [] } = options;
  const command = [main, 'start', '--repo', repository, '--port', String(port), '--data', data, ...args];
  const child = spawn(process.execPath, command, {
    cwd: sandbox.root,
    env: { ...sandbox.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A run of tests that dies leaves no bridge behind.
  const last = () => child.kill('SIGKILL');
  process.once('exit', last);
  const ended = once(child, 'close').finally(() => process.off('exit', last));

  let printed = '';
  const found = new Promise<{ page: string; link: string }>((resolve) => {
    const read = (chunk: string) => {
      printed += chunk;
      const page = /^\s*Room\s+(\S+)\n/m.exec(printed)?.[1];
      const link = /^\s*VS Code\s+(\S+)\n/m.exec(printed)?.[1];
      if (page !== undefined && link !== undefined) resolve({ page, link });
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
  });
  const tooEarly = ended.then(() => {
    throw new Error(`the bridge ended before it was ready:\n${printed}`);
  });
  const { page, link } = await Promise.race([found, tooEarly]);
  tooEarly.catch(() => {});

  return {
    pid: child.pid ?? 0,
    page,
    link,
    output: () => printed,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
