import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.mjs';
import { npm } from './npm.mjs';
import { oldestNode, pins } from './pins.mjs';
import { cacheFolder, windows } from './place.mjs';
import { say } from './say.mjs';

/** The Node to run on: this one, or a newer one that is fetched from npm once and kept. Throws where npm holds none for this system. */
export async function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  const pin = pins[`${process.platform}-${process.arch}`];
  if (!pin) throw new Error(`this is Node ${process.version}. Install Node ${oldestNode} or newer: https://nodejs.org`);

  const home = join(cacheFolder(), `${pin.name}-${pin.version}`);
  const node = join(home, 'node_modules', pin.name, 'bin', windows ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    await alone(home, async () => {
      if (!existsSync(node)) await fetchNode(home, pin);
    });
  }
  return node;
}

/**
 * npm checks what arrives against the lock file written here. A draft becomes `home` only when it is whole.
 * @param {string} home
 * @param {import('./pins.mjs').Pin} pin
 */
async function fetchNode(home, { name, version, integrity }) {
  say(`this is Node ${process.version}; fetching Node ${version} (50 MB, once) into ${home}`);
  const draft = `${home}.draft`;
  const dependencies = { [name]: version };
  const packages = { '': { dependencies }, [`node_modules/${name}`]: { version, integrity } };
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'package.json'), JSON.stringify({ private: true, dependencies }));
  writeFileSync(join(draft, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  try {
    await npm(process.execPath, draft, ['ci', '--ignore-scripts']);
    rmSync(home, { recursive: true, force: true });
    renameSync(draft, home);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
