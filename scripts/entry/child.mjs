import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';

/**
 * Runs a program to its end and answers its exit code, or 128 and the signal's number. It does not outlive us: signals are
 * passed on, and so is the end of the shell that npm put above us, which dies of a SIGTERM without telling anybody.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(command, args, options) {
  const terminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // A terminal sends these keys to the whole group: the child has it already, and a second one may mean "at once".
    if (!(terminal && (signal === 'SIGINT' || signal === 'SIGQUIT'))) child.kill(signal);
  };
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  // Before it begins: it may be at work before we are back from starting it.
  for (const signal of signals) process.on(signal, forward);
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  const above = process.ppid;
  const watch = setInterval(() => process.ppid !== above && child.kill('SIGTERM'), 500);

  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  }).finally(() => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
  });
}

/**
 * This environment with the given Node first on the path, and without colours where nobody looks.
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function withNode(node) {
  const key = pathKey();
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  return { ...plain, ...process.env, [key]: dirname(node) + delimiter + (process.env[key] ?? '') };
}

/**
 * This environment without what npm put on the path for its scripts: the bridge runs other repositories' tests.
 * @param {string} below
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutOurTools(below) {
  const key = pathKey();
  const kept = (process.env[key] ?? '').split(delimiter).filter((folder) => !folder.startsWith(below));
  return { ...process.env, [key]: kept.join(delimiter) };
}

/** Windows calls it Path, and an object copied from its environment minds the case. */
function pathKey() {
  return Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}
