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
