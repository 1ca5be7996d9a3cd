import { GitError, type SimpleGit, simpleGit } from 'simple-git';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A git command ended with another exit code than 0, or could not be started (`code` -1). */
export class GitFailure extends GitError {
  readonly code: number;

  constructor(code: number, said: string) {
    super(undefined, said);
    this.name = 'GitFailure';
    this.code = code;
  }
}

/** What git and its helpers (ssh, credential helpers, proxies) need of the bridge's own environment: no token, no `GIT_*`. */
const inherited =
  /^(?:PATH|HOME|USER|LOGNAME|TMPDIR|SSH_AUTH_SOCK|SSL_CERT_(?:FILE|DIR)|XDG_(?:CONFIG|CACHE)_HOME|(?:https?|all|no)_proxy|(?:HTTPS?|ALL|NO)_PROXY)$/;

/** Nobody is there to answer a question: whatever would ask, fails instead. Locks are taken only where something is written. */
const unattended = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_ASKPASS: 'false',
  SSH_ASKPASS: 'false',
  SSH_ASKPASS_REQUIRE: 'force',
};

/**
 * No program that a repository's own configuration names, save its filter and merge drivers and its ssh command: those are the
 * developer's (Git LFS is one), and what comes with a clone cannot set them.
 */
const guarded = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'protocol.ext.allow=never',
  'log.showSignature=false',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

const allowed = {
  unsafe: {
    allowUnsafeHooksPath: true,
    allowUnsafeFsMonitor: true,
    allowUnsafeProtocolOverride: true,
    allowUnsafeAskPass: true,
  },
  allowEnvironment: [
    'GIT_TERMINAL_PROMPT',
    'GIT_OPTIONAL_LOCKS',
    'GIT_ASKPASS',
    'SSH_ASKPASS',
    'GIT_OBJECT_DIRECTORY',
    'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  ],
};

export interface GitOptions {
  /** Ends git where it has been silent for so long; 30 s by default. */
  readonly silentMs?: number;
  /** Ends git when it is aborted. */
  readonly abort?: AbortSignal;
  /** Writes objects into one folder, and reads those of another (a list, as git has it) beside them. */
  readonly objects?: { readonly written: string; readonly read: string };
}

/** Runs git in one folder, and gives what it printed. It fails with a GitFailure, and never asks anybody anything. */
export type Git = (words: readonly string[], options?: GitOptions) => Promise<string>;

/** Git in `folder`, with what it needs of `environment`. Words are arguments as they stand: no shell reads them. */
export function gitIn(folder: string, environment: Environment): Git {
  const own = Object.fromEntries(Object.entries(environment).filter(([name]) => inherited.test(name)));
  return async (words, options = {}) => {
    const { objects } = options;
    const places = objects && {
      GIT_OBJECT_DIRECTORY: objects.written,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects.read,
    };
    return opened(folder, options)
      .env({ ...own, ...unattended, ...places })
      .raw([...words]);
  };
}

function opened(folder: string, { silentMs = 30_000, abort }: GitOptions): SimpleGit {
  try {
    return simpleGit({
      baseDir: folder,
      config: guarded,
      timeout: { block: silentMs },
      // A helper that outlives git may hold its output open; but the end of a big answer may come after `exit` too.
      completion: { onClose: true, onExit: 500 },
      errors: (error, { exitCode, stdErr }) => failure(error, exitCode, Buffer.concat(stdErr).toString().trim()),
      ...allowed,
      ...(abort && { abort }),
    });
  } catch (error) {
    if (error instanceof GitError) throw new GitFailure(-1, error.message);
    throw error;
  }
}

function failure(error: unknown, exitCode: number, said: string): GitFailure | undefined {
  if (exitCode > 0 && exitCode < 256) return new GitFailure(exitCode, said);
  if (error instanceof Error) return new GitFailure(-1, error.message);
  return exitCode === 0 ? undefined : new GitFailure(-1, said);
}
