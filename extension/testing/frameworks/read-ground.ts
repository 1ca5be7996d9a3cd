import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder, Ground } from './ground.ts';

/** What is looked for in each folder, and which of it is read. */
const manifests = ['package.json', 'pyproject.toml', 'setup.cfg', 'tox.ini', 'pytest.ini'];
const marks = [
  'conftest.py',
  'setup.py',
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'mvnw',
  'gradlew',
];
const projects = /^\.mocharc\.|\.(?:cs|fs|vb)proj$/;
const programs = [
  'node_modules/vitest/vitest.mjs',
  'node_modules/jest/bin/jest.js',
  'node_modules/mocha/bin/mocha.js',
  'node_modules/@playwright/test/cli.js',
  '.venv/bin/python',
  'venv/bin/python',
  '.venv/Scripts/python.exe',
  'venv/Scripts/python.exe',
];
const longestManifest = 256 * 1024;
const deepest = 30;

/** Looks at the folders from a file's own up to the repository's. */
export async function readGround(root: string, file: string, text: string, windows: boolean): Promise<Ground> {
  const parts = file.split('/').slice(0, -1).slice(0, deepest);
  const paths = [...parts.keys()].map((at) => parts.slice(0, parts.length - at).join('/'));
  const folders = await Promise.all([...paths, ''].map(async (path) => look(root, path)));
  return { root, file, text, folders, windows };
}

async function look(root: string, path: string): Promise<Folder> {
  const folder = join(root, path);
  const names = await readdir(folder).catch((): string[] => []);
  const files = new Map<string, string>();
  for (const name of names) {
    if (manifests.includes(name)) files.set(name, await textOf(join(folder, name)));
    else if (marks.includes(name) || projects.test(name)) files.set(name, '');
  }
  for (const program of programs) {
    const found = names.includes(program.split('/')[0] ?? '') && (await isFile(join(folder, program)));
    if (found) files.set(program, '');
  }
  return { path, files };
}

async function textOf(path: string): Promise<string> {
  const found = await stat(path);
  return found.isFile() && found.size <= longestManifest ? readFile(path, 'utf8') : '';
}

const isFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};
