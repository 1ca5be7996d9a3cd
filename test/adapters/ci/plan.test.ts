import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../bridge/adapters/ci/local/config.ts';
import { planOf } from '../../../bridge/adapters/ci/local/plan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiproom-plan-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});
const rest = { reports: [], timeLimitMs: 1, environment: {} };

async function shown(files: Readonly<Record<string, string>>, settings: { setup?: Command; test?: Command } = {}) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const { setup, test } = await planOf(folder, { ...rest, ...settings });
  return [setup?.shown, test?.shown];
}
const manifest = { 'package.json': '{"scripts":{"test":"x"}}' };

describe('planOf', () => {
  it.each([
    ['package-lock.json', '{}', 'npm ci', 'npm test'],
    ['npm-shrinkwrap.json', '{}', 'npm ci', 'npm test'],
    ['pnpm-lock.yaml', '', 'pnpm install --frozen-lockfile', 'pnpm test'],
    ['yarn.lock', '__metadata:\n', 'yarn install --immutable', 'yarn test'],
    ['yarn.lock', '# yarn lockfile v1\n', 'yarn install --frozen-lockfile', 'yarn test'],
    ['bun.lock', '', 'bun install --frozen-lockfile', 'bun run test'],
    ['bun.lockb', '', 'bun install --frozen-lockfile', 'bun run test'],
  ])('with %s (%j) installs by `%s`', async (lock, text, setup, test) => {
    expect(await shown({ ...manifest, [lock]: text })).toEqual([setup, test]);
  });

  it('installs nothing without a lock file', async () => {
    expect(await shown(manifest)).toEqual([undefined, 'npm test']);
  });

  it.each([['{}'], ['{"scripts":{}}'], ['{"scripts":{"test":""}}']])('knows no tests from %s', async (text) => {
    expect(await shown({ 'package.json': text })).toEqual([undefined, undefined]);
  });

  it('knows no tests without a package.json, and leaves a broken one to the package manager', async () => {
    expect(await shown({ 'package-lock.json': '{}' })).toEqual(['npm ci', undefined]);
    expect(await shown({ 'package.json': '{' })).toEqual(['npm ci', 'npm test']);
  });

  it("takes the operator's words before all", async () => {
    const files = { ...manifest, 'package-lock.json': '{}' };
    expect(await shown(files, { setup: 'make deps && true', test: ['make', 'test'] })).toEqual([
      'make deps && true',
      'make test',
    ]);
    expect(await shown(files, { setup: [] })).toEqual([undefined, 'npm test']);
    expect(await shown(files, { setup: '' })).toEqual([undefined, 'npm test']);
  });

  it('gives a line to the shell, and words as they stand', async () => {
    const plan = await planOf(folder, { ...rest, setup: 'a && b', test: ['run', "it's", '$(id)'] });
    expect(plan.setup?.words).toEqual(['/bin/sh', '-c', 'a && b']);
    expect(plan.test).toEqual({ words: ['run', "it's", '$(id)'], shown: String.raw`run 'it'\''s' '$(id)'` });
  });
});
