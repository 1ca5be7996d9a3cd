import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.mjs';
import { npm } from './npm.mjs';
import { root } from './place.mjs';
import { say } from './say.mjs';

/**
 * Installs what package-lock.json asks for, unless it is there.
 * @param {string} node
 */
export async function ensureDependencies(node) {
  if (areInstalled(root)) return;
  await alone(root, async () => {
    if (areInstalled(root)) return;
    say('installing the dependencies (npm ci)');
    const began = Date.now();
    // Whatever NODE_ENV says: the tasks themselves are development dependencies.
    await npm(node, root, ['ci', '--include=dev']);
    say(`dependencies are in place after ${Math.round((Date.now() - began) / 1000)} s`);
  });
}

/**
 * Compares versions and not file times, which a checkout or a copy changes. An install that was cut short has left no inner lock file.
 * @param {string} folder
 */
export function areInstalled(folder) {
  const inner = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(inner)) return false;
  const present = packagesIn(inner);
  return Object.entries(packagesIn(join(folder, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      path === '' || (optional && !present[path]) || present[path]?.version === version,
  );
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
