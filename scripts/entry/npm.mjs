import { basename } from 'node:path';
import { run, withNode } from './child.mjs';
import { windows } from './place.mjs';
import { say } from './say.mjs';

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline', '--loglevel=error'];

/**
 * Runs npm on the given Node: the npm that started us, where there is one. All it says goes to stderr; as it shows no progress
 * outside a terminal, a sign of life comes every ten seconds.
 * @param {string} node
 * @param {string} cwd
 * @param {readonly string[]} args
 */
export async function npm(node, cwd, args) {
  const began = Date.now();
  const beat = setInterval(() => say(`still at it after ${Math.round((Date.now() - began) / 1000)} s`), 10_000);
  try {
    const code = await started(node, cwd, [...args, ...quiet]);
    if (code !== 0) throw new Error(`npm ${args[0]} ended with ${code} in ${cwd}`);
  } finally {
    clearInterval(beat);
  }
}

/**
 * @param {string} node
 * @param {string} cwd
 * @param {readonly string[]} args
 */
function started(node, cwd, args) {
  const cli = process.env['npm_execpath'] ?? '';
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd, env: withNode(node), stdio: ['ignore', process.stderr, process.stderr] };
  if (basename(cli) === 'npm-cli.js') return run(node, [cli, ...args], options);
  return run('npm', args, { ...options, shell: windows });
}
