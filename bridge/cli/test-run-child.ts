import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { codeOf } from '../unusable.ts';

/** How a command ended. */
export interface EndedCommand {
  /** As a shell has it: its own, 128 and a signal's number, 127 where there is no such command, 126 where it cannot be run. */
  readonly exitCode: number;
  /** It was ended from outside, so that nobody knows how it would have gone. */
  readonly interrupted: boolean;
  /** Why it was never begun. */
  readonly notBegun?: string;
}

/** The signals by which people and systems end programs. */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export interface CommandPlace {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether we have a terminal, which sends Ctrl+C to the command as well as to us. */
  readonly terminal: boolean;
}

/** Runs a command to its end with our own input and output. No shell reads its words. What ends us, ends it. */
export async function runToEnd(words: readonly string[], place: CommandPlace): Promise<EndedCommand> {
  const [program = '', ...args] = words;
  let interrupted = false;
  const forward = (signal: NodeJS.Signals): void => {
    interrupted = true;
    // It has come to the whole group then, and a second one may mean "at once".
    if (!(place.terminal && (signal === 'SIGINT' || signal === 'SIGQUIT'))) child.kill(signal);
  };
  // Before it begins: it may be at work before we are back from starting it.
  for (const signal of ending) process.on(signal, forward);
  const child = spawn(program, args, { cwd: place.cwd, env: place.environment, stdio: 'inherit' });
  try {
    return await new Promise<EndedCommand>((resolve) => {
      child.once('error', (error) => resolve(notBegun(program, error)));
      child.once('exit', (code, signal) => resolve({ ...howEnded(code, signal), ...(interrupted && { interrupted }) }));
    });
  } finally {
    for (const signal of ending) process.off(signal, forward);
  }
}

const outside: ReadonlySet<string> = new Set([...ending, 'SIGKILL']);

const howEnded = (code: number | null, signal: NodeJS.Signals | null): EndedCommand => ({
  exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0),
  interrupted: signal !== null && outside.has(signal),
});

function notBegun(program: string, error: Error): EndedCommand {
  const missing = codeOf(error) === 'ENOENT';
  const why = missing ? 'there is no such command' : error.message;
  return { exitCode: missing ? 127 : 126, interrupted: true, notBegun: `${program}: ${why}.` };
}
