import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planTest } from '../../../extension/testing/frameworks/plan-test.ts';
import { readGround } from '../../../extension/testing/frameworks/read-ground.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shiproom-frameworks-'));
});
afterEach(async () => rm(root, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** Runs what is planned for a test, by itself, and gives its exit code. */
async function exitOf(name: string, file: string): Promise<number | string> {
  const plan = planTest(name, await readGround(root, file, await readFile(join(root, file), 'utf8'), false));
  if (typeof plan === 'string') return plan;
  const program = plan.program === 'node' ? process.execPath : plan.program;
  return new Promise((done) => {
    const child = execFile(program, [...plan.args], {
      cwd: join(root, plan.folder),
      env: { PATH: process.env['PATH'] },
    });
    child.on('error', ({ message }) => done(message));
    child.on('close', (code) => done(code ?? 'killed'));
  });
}

const odd = `it's "odd" $(touch x) [a-z]* (b|c)`;

describe('a framework that is really there', () => {
  it('runs the one test in a package of a monorepo, whatever its name is made of: vitest', {
    timeout: 60_000,
  }, async () => {
    await write({
      'packages/web/package.json': '{"type":"module","devDependencies":{"vitest":"*"}}',
      'packages/web/src/a.test.js': [
        `import { describe, expect, it } from 'vitest';`,
        `describe('sum', () => {`,
        `  it('adds', () => expect(1 + 1).toBe(2));`,
        `  it('takes', () => expect(2 - 1).toBe(2));`,
        `  it(\`${odd.replace('$', '')}\`, () => expect(1).toBe(1));`,
        `});`,
        `describe('other', () => { it('adds', () => expect(1).toBe(2)); });`,
      ].join('\n'),
    });
    await symlink(resolve('node_modules'), join(root, 'node_modules'));
    const file = 'packages/web/src/a.test.js';
    expect(await exitOf('sum > adds', file)).toBe(0);
    expect(await exitOf('other adds', file)).toBe(1);
    expect(await exitOf(`sum › ${odd.replace('$', '')}`, file)).toBe(0);
  });

  it('runs the file by Node’s own runner', async () => {
    await write({
      'package.json': '{"type":"module","scripts":{"test":"node --test"}}',
      'good.test.js': `import { it } from 'node:test'; it('a', () => {});`,
      'bad.test.js': `import { it } from 'node:test'; it('a', () => { throw new Error('no'); });`,
    });
    expect(await exitOf('a', 'good.test.js')).toBe(0);
    expect(await exitOf('a', 'bad.test.js')).toBe(1);
  });
});
