/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What git may be started with of an editor's own environment: nothing that would tell it of another repository, of programs to start, or how
 * it is configured. It asks nobody anything, speaks English, and takes no lock to look.
 */
export const gitEnvironment = (environment: Environment): Environment => ({
  ...Object.fromEntries(Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name))),
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
});

/** Nothing that a repository's own configuration names is to run, whatever git may come to do here. */
export const gitGuards = [
  '--no-pager',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'log.showSignature=false',
];
