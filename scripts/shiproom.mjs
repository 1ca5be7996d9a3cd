#!/usr/bin/env node
// `shiproom …`: the bridge and its verbs, on a Node that can run them. In a clone it is `npm start -- …`.
// Installed as a package it runs the bundle, as Node strips no types below a node_modules folder.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ensureDependencies } from './entry/dependencies.mjs';
import { findNode } from './entry/node.mjs';
import { root } from './entry/place.mjs';
import { say } from './entry/say.mjs';
import { perform } from './entry/steps.mjs';
import { bridgeTask } from './entry/tasks.mjs';

async function main() {
  const bundled = root.includes(`${sep}node_modules${sep}`) || !existsSync(join(root, 'bridge', 'main.ts'));
  const node = await findNode();
  if (!bundled) await ensureDependencies(node);
  return await perform(bridgeTask(process.argv.slice(2), bundled), { node, calledFrom: process.cwd() });
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
