import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskNamed } from '../scripts/entry/tasks.mjs';
import { filesBelow, read, root } from './support/project.ts';
import { filesInZip } from './support/zip.ts';

const run = promisify(execFile);
const kib = 1024;

/** All that a VSIX holds: what is written by hand, the bundles, and what vsce itself adds. Nothing else may slip in. */
const expected = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/codicon.css',
  'extension/dist/codicon.ttf',
  'extension/dist/extension.cjs',
  'extension/dist/panel.css',
  'extension/dist/panel.js',
  'extension/dist/window.cjs',
  'extension/l10n/bundle.l10n.de.json',
  'extension/l10n/bundle.l10n.json',
  'extension/media/activity.svg',
  'extension/media/icon.png',
  'extension/media/schema/repository.json',
  'extension/media/schema/shiproom.json',
  'extension/media/walkthrough/ci.png',
  'extension/media/walkthrough/connect.png',
  'extension/media/walkthrough/share.png',
  'extension/media/walkthrough/talk.png',
  'extension/media/walkthrough/tests.png',
  'extension/package.json',
  'extension/package.nls.de.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

describe('the VSIX', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shiproom-package-'));
  const vsix = join(folder, 'shiproom.vsix');

  beforeAll(async () => {
    const words = ['package.nls.json', 'package.nls.de.json', 'l10n'];
    for (const file of ['package.json', ...words, 'README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'media']) {
      cpSync(join(root, file), join(folder, file), { recursive: true });
    }
    await run(process.execPath, [join(root, 'scripts', 'build.mjs'), '--release', '--out', join(folder, 'dist')]);
    // What lies about in a clone and must stay out.
    for (const decoy of [
      '.env',
      'shiproom.yaml',
      'dist/extension.cjs.map',
      'dist/window.cjs.map',
      'dist/bridge.mjs',
      'bridge/main.ts',
      'docs/protocol.md',
    ]) {
      mkdirSync(dirname(join(folder, decoy)), { recursive: true });
      writeFileSync(join(folder, decoy), 'not to be packed');
    }
    const { args = [] } = taskNamed('package', []).steps.at(-1) ?? {};
    const flags = args.slice(0, args.indexOf('--out'));
    await run(process.execPath, [join(root, 'node_modules/@vscode/vsce/vsce'), ...flags, '--out', vsix], {
      cwd: folder,
    });
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the listed files and no other', () => {
    expect(filesInZip(readFileSync(vsix)).toSorted()).toEqual(expected);
  });

  it('is small: the VSIX, the extension in it, and the panel as it travels', () => {
    const panel = readFileSync(join(folder, 'dist/panel.js'));
    expect(statSync(vsix).size).toBeLessThanOrEqual(500 * kib);
    const [first, later] = ['extension', 'window'].map((name) => statSync(join(folder, `dist/${name}.cjs`)).size);
    // What every window loads at its start, and what one loads that has a reason to.
    expect(first).toBeLessThanOrEqual(40 * kib);
    expect(later).toBeLessThanOrEqual(400 * kib);
    expect(gzipSync(panel).byteLength).toBeLessThanOrEqual(70 * kib);
  });

  it('asks Node and VS Code for modules, and nobody else but for colours, in vain', () => {
    const bundle = ['extension', 'window'].map((name) => readFileSync(join(folder, `dist/${name}.cjs`), 'utf8')).join();
    const asked = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
    // A logger below simple-git would like to have supports-color, and does without.
    const others = asked.filter((name) => !['vscode', './window.cjs'].includes(name) && !isBuiltIn(name));
    expect(others.filter((name) => name !== 'supports-color')).toEqual([]);
  });
});

describe('the repository', () => {
  const texts = filesBelow().filter((path) => !/\.(png|ttf|ico)$/.test(path));

  it('has a lock file that names no registry', () => {
    for (const lock of ['package-lock.json', 'test/e2e/host/package-lock.json']) {
      expect(read(lock)).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
    }
  });

  it('holds no secret, no machine’s path and no registry’s address', () => {
    const secret =
      /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/]{40}|\bgh[pousr]_\w{36}|\bxox[abprs]-\d{8,}-|\bxapp-\d-[A-Z0-9]{8,}-\d{8,}-|\bAKIA[A-Z0-9]{16}\b/;
    const machine = /(?<![\w.~-])\/(?:work\/(?:main|shared|\.library)|root\/\w)/;
    const registry = /\bregistry\.npm\w*\.org|\bdeb\.debian\.org/;
    const found = texts.filter((path) => {
      const text = read(path);
      return secret.test(text) || machine.test(text) || registry.test(text);
    });
    expect(found).toEqual([]);
  });

  it('stands on parts whose licences allow it', () => {
    const allowed = /^\(?(MIT|Apache-2\.0|BSD-[23]-Clause|ISC|0BSD|CC-BY-4\.0|BlueOak-1\.0\.0)( (OR|AND) [\w.-]+)*\)?$/;
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { dev?: boolean; license?: string }>;
    };
    const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
    expect(shipped.length).toBeGreaterThan(20);
    expect(shipped.filter(([, { license = 'none' }]) => !allowed.test(license))).toEqual([]);
  });

  it('names in .vscodeignore only what is made or kept', () => {
    const listed = read('.vscodeignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const kept = listed.filter((path) => !path.startsWith('dist/'));
    expect(kept.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

function isBuiltIn(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}
