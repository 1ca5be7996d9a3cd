import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, withNode, withoutOurTools } from './child.mjs';
import { root } from './place.mjs';
import { say } from './say.mjs';

/**
 * Does a task's steps and answers the exit code.
 * @param {import('./tasks.mjs').Task} task
 * @param {{ node: string, calledFrom: string }} on
 */
export async function perform(task, on) {
  const failed = [];
  for (const step of task.steps) {
    const code = await execute(step, on);
    if (code === 0) continue;
    if (!task.all) return code;
    failed.push([step.program, ...step.args].join(' '));
  }
  if (failed.length > 0) say(`failed: ${failed.join(', ')}`);
  return failed.length > 0 ? 1 : 0;
}

/**
 * @param {import('./tasks.mjs').Step} step
 * @param {{ node: string, calledFrom: string }} on
 */
function execute({ program, args, bridge }, { node, calledFrom }) {
  // Releases of Node 24 before 24.3 warn of what they do well.
  const command = ['--disable-warning=ExperimentalWarning', fileOf(program), ...args];
  return bridge
    ? run(node, command, { cwd: calledFrom, env: withoutOurTools(join(root, 'node_modules')) })
    : run(node, command, { cwd: root, env: withNode(node) });
}

/**
 * A package is run by its own `bin`, on our Node; what node_modules/.bin holds is for shells.
 * @param {string} program
 */
function fileOf(program) {
  if (/\.(mjs|ts)$/.test(program)) return join(root, program);
  const home = join(root, 'node_modules', program);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bin === 'string' ? bin : bin[Object.keys(bin)[0] ?? '']);
}
