import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BridgeProcess, startBridge } from './support/bridge-process.ts';
import { makeRepository, type Repository } from './support/repository.ts';
import { createSandbox, type Sandbox } from './support/sandbox.ts';
import type { Sha } from '../protocol/model/ids.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });
const example = join(import.meta.dirname, '..', 'docs', 'examples', 'client.mjs');
const run = promisify(execFile);

let sandbox: Sandbox;
let repository: Repository;
let bridge: BridgeProcess;
let commit: Sha;
beforeAll(async () => {
  sandbox = createSandbox();
  const test = JSON.stringify({ name: 'web', scripts: { test: 'node -e ""' } });
  repository = await makeRepository({ 'package.json': test });
  await repository.git('remote', 'add', 'origin', 'https://example.com/acme/web.git');
  commit = await repository.commitOf('HEAD');
  bridge = await startBridge({ sandbox, repository: repository.folder });
});
afterAll(async () => {
  await bridge?.stop();
  await repository?.remove();
  sandbox.remove();
});

/** Written by somebody who had docs/protocol.md and nothing else. */
describe('docs/examples/client.mjs', () => {
  const client = (link: string, name = 'example.com/acme/web') =>
    run(process.execPath, [example, link, name, 'main', commit]);

  it('says hello, shares a status, runs CI and reads the reply and the end', async () => {
    const { stdout } = await client(bridge.link);
    expect(stdout).toMatch(/^CI run local-[0-9a-f]+ is queued for main at [0-9a-f]{7}\.\npassed\n$/);
  });

  it('says why it was refused, and ends with 1', async () => {
    await expect(client(bridge.link)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('used already'),
    });
    await expect(client(bridge.page, 'example.com/acme/other')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('follows'),
    });
  });

  it('needs nothing but ws, and is about fifty lines long', () => {
    const text = readFileSync(example, 'utf8');
    expect(
      [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1]).filter((name) => !name?.startsWith('node:')),
    ).toEqual(['ws']);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });
});
