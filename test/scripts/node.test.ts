import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pins } from '../../scripts/entry/pins.mjs';
import { root } from '../support/project.ts';

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'shiproom-node-'));
});

afterEach(() => rmSync(cache, { recursive: true, force: true }));

/** What `findNode` answers on a machine with another Node and another processor, or how it fails. */
async function findNodeOn(version: string, arch: string): Promise<string> {
  const program = `
    Object.defineProperty(process, 'versions', { value: { node: '${version}' } });
    Object.defineProperty(process, 'arch', { value: '${arch}' });
    const { findNode } = await import(${JSON.stringify(join(root, 'scripts/entry/node.mjs'))});
    process.stdout.write(await findNode().catch((error) => error.message));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, SHIPROOM_CACHE: cache },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  await once(child, 'close');
  return answer;
}

describe('the Node to run on', () => {
  it('is this one where it is new enough', async () => {
    expect(await findNodeOn('24.0.0', 's390x')).toBe(process.execPath);
    expect(await findNodeOn('100.0.0', 's390x')).toBe(process.execPath);
  });

  it('is the one in the cache where it is not', async () => {
    const pin = pins[`${process.platform}-x64`];
    if (!pin) return;
    const bin = join(cache, `${pin.name}-${pin.version}`, 'node_modules', pin.name, 'bin');
    const node = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
    mkdirSync(bin, { recursive: true });
    writeFileSync(node, '');
    expect(await findNodeOn('20.20.2', 'x64')).toBe(node);
  });

  it('is for the person to install where npm holds none', async () => {
    expect(await findNodeOn('20.20.2', 's390x')).toMatch(/this is Node .*\. Install Node 24 or newer/);
  });
});
