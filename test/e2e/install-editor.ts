import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { alone } from '../../scripts/entry/alone.mjs';
import { cacheFolder } from '../../scripts/entry/place.mjs';

const run = promisify(execFile);
const pinned = join(import.meta.dirname, 'host');
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** An installed code-server, which is VS Code's own workbench and extension host behind a small HTTP front. */
export interface EditorFiles {
  readonly node: string;
  readonly entry: string;
}

/**
 * Installs the pinned editor into the cache, once. It is no devDependency: its own install script refuses every Node but 24 and
 * builds ten native modules, of which two are worth having; so no script is run, and those two are built here.
 */
export async function installEditor(say: (text: string) => void): Promise<EditorFiles> {
  const folder = join(cacheFolder(), 'editor', keyOf());
  await alone(folder, async () => {
    if (existsSync(folder)) return;
    say('installing the editor (code-server, once, about half a minute)');
    const draft = `${folder}.draft`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    await install(draft, say);
    renameSync(draft, folder);
  });
  return filesIn(folder);
}

function keyOf(): string {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of [join(pinned, 'package-lock.json'), import.meta.filename]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

function filesIn(folder: string): EditorFiles {
  const modules = join(folder, 'node_modules');
  return {
    node: join(modules, `node-linux-${process.arch}`, 'bin', 'node'),
    entry: join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

async function install(folder: string, say: (text: string) => void): Promise<void> {
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(pinned, file), join(folder, file));
  await run('npm', ['ci', ...quiet], { cwd: folder, env: environment() });

  const nodeHome = join(folder, 'node_modules', `node-linux-${process.arch}`);
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const env = environment(join(nodeHome, 'bin'));
  // Not `npm ci`: the lock that comes with VS Code lacks an entry.
  for (const cwd of [vscode, join(vscode, 'extensions')]) {
    await run('npm', ['install', '--omit=dev', '--no-save', ...quiet], { cwd, env });
  }
  const gyp = join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  await Promise.all(['spdlog', 'native-watchdog'].map((name) => compile(name, { gyp, nodeHome, vscode, env }, say)));
  for (const [bin, script, name] of [
    ['remote-cli', 'code-linux.sh', 'code-server'],
    ['helpers', 'browser-linux.sh', 'browser.sh'],
  ] as const) {
    rmSync(join(vscode, 'bin', bin, name), { force: true });
    symlinkSync(script, join(vscode, 'bin', bin, name));
  }
  slim(vscode, nodeHome);
  writeFileSync(
    join(folder, 'README'),
    'The editor under the end-to-end tests of Shiproom. It may be deleted at any time.\n',
  );
}

/** Log files on disk need the one, an extension host that ends with its server the other; without a compiler both do without. */
async function compile(
  name: string,
  { gyp, nodeHome, vscode, env }: { gyp: string; nodeHome: string; vscode: string; env: NodeJS.ProcessEnv },
  say: (text: string) => void,
): Promise<void> {
  const cwd = join(vscode, 'node_modules', '@vscode', name);
  try {
    // Called directly: `npm rebuild` builds nothing, and says it did, where npm's policy blocks scripts.
    await run(join(nodeHome, 'bin', 'node'), [gyp, 'rebuild', `--nodedir=${nodeHome}`], { cwd, env });
  } catch {
    say(`${name} was not built (is there a compiler?); the editor runs without it`);
  }
}

/** About 300 MB that no test uses. */
function slim(vscode: string, nodeHome: string): void {
  for (const path of [
    'node_modules/@github',
    'node_modules/@microsoft/mxc-sdk',
    'node_modules/@vscode/sqlite3',
    'node_modules/@devcontainers',
    'extensions/copilot',
    'extensions/mermaid-markdown-features',
  ]) {
    rmSync(join(vscode, path), { recursive: true, force: true });
  }
  for (const path of ['include', 'share']) rmSync(join(nodeHome, path), { recursive: true, force: true });
}

/** Ours, without what the npm above us says about our own package: only where packages come from stays. */
function environment(...first: string[]): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      name !== 'NODE_OPTIONS' &&
      (!/^npm_/i.test(name) || /^npm_config_(cache|registry|userconfig|cafile|prefer_offline|offline)$/i.test(name)),
  );
  return { ...Object.fromEntries(kept), PATH: [...first, process.env['PATH']].join(delimiter) };
}
