// The one way in to every task: brings Node 24 and the dependencies where they are missing, then runs the task.
// Plain JavaScript for any Node from 18 on, with nothing but node: imports, since it runs before anything is installed.
import { ensureDependencies } from './entry/dependencies.mjs';
import { findNode } from './entry/node.mjs';
import { calledFrom } from './entry/place.mjs';
import { say } from './entry/say.mjs';
import { perform } from './entry/steps.mjs';
import { taskNamed } from './entry/tasks.mjs';

async function main() {
  const [name = 'start', ...rest] = process.argv.slice(2);
  const task = taskNamed(name, rest);
  const node = await findNode();
  await ensureDependencies(node);
  return await perform(task, { node, calledFrom: calledFrom() });
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
