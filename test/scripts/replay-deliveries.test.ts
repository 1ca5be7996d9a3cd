import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ofRun } from '../adapters/ci/github-actions/deliveries.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'replay-deliveries.ts');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shiproom-recorded-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly lines: readonly string[];
  readonly said: string;
  readonly sum: unknown;
}

const replay = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { cwd: folder }, (error, stdout, said) => {
      const lines = stdout.trimEnd().split('\n');
      const last = lines.at(-1) ?? '';
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines, said, sum: last.startsWith('{') ? JSON.parse(last) : undefined });
    });
  });
const record = async (name: string, content: unknown) => {
  const file = join(folder, name);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
};

describe('replayed deliveries', () => {
  it('of GitHub’s examples are each applied, or ignored by name', { timeout: 60_000 }, async () => {
    const { code, lines, sum } = await replay();
    expect(sum).toMatchObject({ total: 329, refused: 0, crashed: 0 });
    const { applied, ignored } = sum as { applied: number; ignored: number };
    expect(applied).toBeGreaterThan(80);
    expect(applied + ignored).toBe(329);
    expect(lines.slice(1, -1).filter((line) => !/^[\w.-]+ +(applied|ignored) +\d+ {2}\S/.test(line))).toEqual([]);
    expect(code).toBe(0);
  });

  it('of GitLab’s documentation are each applied, or ignored by name', { timeout: 60_000 }, async () => {
    const fixtures = join(import.meta.dirname, '..', 'fixtures', 'gitlab');
    const { sum } = await replay(fixtures, '--provider', 'gitlab');
    expect(sum).toMatchObject({ refused: 0, crashed: 0 });
    expect((sum as { applied: number }).applied).toBeGreaterThan(5);
  });

  it('of Jenkins’ plugin are each applied, or ignored by name', { timeout: 60_000 }, async () => {
    const fixtures = join(import.meta.dirname, '..', 'fixtures', 'jenkins');
    const { sum } = await replay(fixtures, '--provider', 'jenkins');
    expect(sum).toMatchObject({ total: 10, applied: 5, ignored: 5, refused: 0, crashed: 0 });
  });

  it('may be files with headers and a body, or payloads in the folder of their event', async () => {
    const { payload, event } = ofRun({ status: 'completed', conclusion: 'failure', at: 5 });
    await record('1.json', { headers: { 'X-GitHub-Event': event }, body: JSON.stringify(payload) });
    await record('2.json', { headers: { 'X-GitHub-Event': event }, body: payload });
    await record('3.json', { headers: { 'X-GitHub-Event': 'pull_request' }, body: payload });
    await record('4.json', { headers: { 'X-GitHub-Event': event }, body: '{' });
    await record('star/created.payload.json', { action: 'created', starred_at: null });
    await record('package.json', { name: 'no delivery' });
    const { lines, sum } = await replay('.', '--provider', 'github', '--json');
    expect(sum).toEqual({ total: 5, applied: 1, ignored: 2, refused: 2, crashed: 0 });
    expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toMatchObject([
      { name: '1.json', event: 'workflow_run.completed', became: 'applied', why: 'a run on its card' },
      { name: '2.json', became: 'ignored', why: 'it came before' },
      { name: '3.json', became: 'refused', why: '400 the body is not that of pull_request.completed' },
      { name: '4.json', became: 'refused' },
      { name: 'star/created.payload.json', event: 'star.created', became: 'ignored' },
    ]);
  });

  it('need a provider that is known, and a folder that holds some', async () => {
    expect(await replay('--provider', 'other')).toMatchObject({
      code: 2,
      said: '--provider is one of: github, gitlab, jenkins\n',
    });
    expect((await replay('.')).said).toMatch(/holds no recorded delivery/);
    expect((await replay('missing')).code).toBe(2);
  });
});
