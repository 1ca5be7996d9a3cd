import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../support/project.ts';

let cache: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'shiproom-alone-'));
});

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(cache, { recursive: true, force: true });
});

/** A run that holds the folder until its input ends. What it says comes line by line. */
function hold(name: string) {
  const program = `
    import { alone } from ${JSON.stringify(join(root, 'scripts/entry/alone.mjs'))};
    await alone('/a/folder', async () => {
      console.log('${name} in');
      await new Promise((resolve) => process.stdin.on('end', resolve).resume());
      console.log('${name} out');
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, SHIPROOM_CACHE: cache },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.push(child);
  const said = createInterface(child.stdout)[Symbol.asyncIterator]();
  const warned = createInterface(child.stderr)[Symbol.asyncIterator]();
  return {
    child,
    release: () => child.stdin.end(),
    says: async () => String((await said.next()).value),
    warns: async () => String((await warned.next()).value),
  };
}

const locks = () => readdirSync(cache).filter((name) => name.startsWith('busy-'));

describe('two runs on one folder', () => {
  it('wait for each other, and leave nothing behind', async () => {
    const first = hold('first');
    expect(await first.says()).toBe('first in');
    const second = hold('second');
    expect(await second.warns()).toContain('waiting for another run');
    first.release();
    expect(await first.says()).toBe('first out');
    expect(await second.says()).toBe('second in');
    second.release();
    await once(second.child, 'exit');
    expect(locks()).toEqual([]);
  });

  it('are not held up by one that died', async () => {
    const first = hold('first');
    await first.says();
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    expect(locks()).toHaveLength(1);
    const [second, third] = [hold('second'), hold('third')];
    const inside = await Promise.race([second, third].map(async (run) => ({ run, said: await run.says() })));
    expect(inside.said).toMatch(/^(second|third) in$/);
    const [lock = ''] = locks();
    expect(readFileSync(join(cache, lock), 'utf8')).toBe(String(inside.run.child.pid));
  });

  it('are not held up by another program that got a dead one’s number', async () => {
    const first = hold('first');
    await first.says();
    first.child.kill('SIGSTOP');
    const [lock = ''] = locks();
    utimesSync(join(cache, lock), 0, 0);
    expect(await hold('second').says()).toBe('second in');
  });
});
