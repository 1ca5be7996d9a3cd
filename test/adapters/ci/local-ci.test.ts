import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CiReport } from '../../../bridge/ports/ci-provider.ts';
import { cancelled, logOf, openScenes, ran } from './local-ci-scene.ts';

// Each run is a dozen processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

const scenes = openScenes();
afterEach(async () => scenes.removeAll());

describe('a run', () => {
  it('is set up, then tested, each step with its end in the log', async () => {
    const scene = await scenes.open({ setup: 'echo ready > ready.txt' });
    const end = await ran(scene, 'cat ready.txt; echo oops >&2; exit 3');
    expect(end).toMatchObject({ state: 'failed', failures: [] });
    const log = ['$ echo ready > ready.txt', 'exit code 0', '$ sh ci.sh', 'ready', 'oops', 'exit code 3'];
    expect(end.lines).toEqual(log);
    const marked = ['##[step passed] setup ', ...log.slice(0, 2), '##[step failed] test ', ...log.slice(2)];
    expect(await logOf(scene, end)).toBe(`${marked.join('\n')}\n`);
    expect(scene.reports.states(end.run)).toEqual(['setting-up', 'setting-up', 'running', 'failed']);
  });

  it("takes the package's own test script where the operator names no tests", async () => {
    const own = await scenes.open({ byCommit: true });
    const manifest = JSON.stringify({
      scripts: { test: 'node --test --test-reporter=junit --test-reporter-destination=junit.xml' },
    });
    const test = "require('node:test')('adds', () => { require('node:assert').equal(1, 2); });\n";
    const end = await ran(own, { 'package.json': manifest, 'a.test.js': test });
    expect(end).toMatchObject({ state: 'failed', counts: { passed: 0, failed: 1, skipped: 0 }, lines: [] });
    expect(end.failures).toMatchObject([{ name: 'adds', file: 'a.test.js', line: 1 }]);
    expect(end.failures?.[0]?.message).toContain('1');

    const without = await ran(own, { 'package.json': '{}', 'a.test.js': test });
    expect(without.state).toBe('setup-failed');
    expect(without.lines?.join('\n')).toMatch(/shiproom\.yaml.*\nci:\n {2}test: /);
    expect(own.reports.states(without.run)).toEqual(['setting-up', 'setup-failed']);
  });

  it('that could not be set up failed in that, and its tests never ran', async () => {
    const scene = await scenes.open({ setup: ['sh', '-c', 'echo no such package; exit 1'] });
    const end = await ran(scene, `touch '${scene.beside}/tested'`);
    expect(end).toMatchObject({ state: 'setup-failed', failures: [] });
    expect(end.lines).toEqual(["$ sh -c 'echo no such package; exit 1'", 'no such package', 'exit code 1']);
    expect(existsSync(join(scene.beside, 'tested'))).toBe(false);
  });

  it('of a commit that is not there could not be set up', async () => {
    const scene = await scenes.open();
    const order = await scene.order('exit 0');
    await scene.provider.act({ ...order, commit: 'e'.repeat(40) as typeof order.commit });
    const end = await scene.reports.end(order.run);
    expect(end.state).toBe('setup-failed');
    expect(end.lines?.join('\n')).toContain('eeee');
    expect(await scene.leftovers()).toEqual([]);
  });

  it('whose program crashes or is not there failed, and says how', async () => {
    const scene = await scenes.open();
    expect((await ran(scene, 'echo before; kill -SEGV $$')).lines).toEqual([
      '$ sh ci.sh',
      'before',
      'ended by SIGSEGV',
    ]);
    const missing = await scenes.open({ test: ['no-such-program', '--all'] });
    const end = await ran(missing, 'exit 0');
    expect(end.state).toBe('failed');
    expect(end.lines?.at(-1)).toBe('exit code 127');
  });

  it('failed where its own report says so, whatever the exit code', async () => {
    const scene = await scenes.open();
    const report =
      '<testsuite><testcase name="good"/><testcase name="bad"><failure>no</failure></testcase></testsuite>';
    const end = await ran(scene, `echo '${report}' > junit.xml`);
    expect(end).toMatchObject({ state: 'failed', counts: { passed: 1, failed: 1, skipped: 0 }, lines: [] });
    expect(end.failures).toEqual([{ name: 'bad', message: 'no' }]);
    // It stands in the commit now, and says nothing of a later run.
    const passing = await ran(scene, { 'ci.sh': 'exit 0', 'junit.xml': report });
    expect(passing).toMatchObject({ state: 'passed' });
    expect(passing.counts).toBeUndefined();
    const explained = await ran(scene, `echo '<testsuite><testcase name="good"/></testsuite>' > junit.xml; exit 1`);
    expect(explained).toMatchObject({ state: 'failed', counts: { passed: 1 }, failures: [] });
    expect(explained.lines).toEqual(['$ sh ci.sh', 'exit code 1']);
  });

  it('begins only when it is committed how to find it again', async () => {
    const running = Promise.withResolvers<CiReport>();
    const committed = Promise.withResolvers<undefined>();
    const scene = await scenes.open({}, async (report) => {
      if (report.state !== 'running') return;
      running.resolve(report);
      await committed.promise;
    });
    const order = await scene.order(`pwd -P > '${scene.beside}/began'`);
    await scene.provider.act(order);
    const { handle } = await running.promise;
    const { pid, worktree } = JSON.parse(handle ?? '') as { pid: number; worktree: string };
    expect(process.kill(pid, 0)).toBe(true);
    expect(existsSync(join(scene.beside, 'began'))).toBe(false);
    committed.resolve(undefined);
    expect((await scene.reports.end(order.run)).state).toBe('passed');
    expect(await readFile(join(scene.beside, 'began'), 'utf8')).toBe(`${worktree}\n`);
  });

  it('is told of again where a report could not be committed', async () => {
    let tries = 0;
    const failed = Promise.withResolvers<undefined>();
    const scene = await scenes.open({}, async ({ state }) => {
      if (state !== 'passed' || (tries += 1) > 2) return;
      if (tries === 2) failed.resolve(undefined);
      throw new Error('the disk is full');
    });
    const order = await scene.order('exit 0');
    await scene.provider.act(order);
    await expect.poll(() => tries, { timeout: 20_000 }).toBe(1);
    await scene.clock.advance(1_000);
    await failed.promise;
    await scene.clock.advance(1_000);
    expect((await scene.reports.end(order.run)).revision).toBe(3);
  });

  it('works one after another, and only so many wait', async () => {
    const scene = await scenes.open();
    const trace = join(scene.beside, 'trace');
    await writeFile(trace, '');
    const order = await scene.order(`echo begin >> '${trace}'; sleep 0.05; echo end >> '${trace}'`);
    const runs = Array.from({ length: 22 }, (_, index) => ({ ...order, run: `many-${index}` as typeof order.run }));
    const answers = await Promise.allSettled(runs.map(async (each) => scene.provider.act(each)));
    // One is under way, and twenty wait.
    expect(answers.map(({ status }) => status).lastIndexOf('fulfilled')).toBe(20);
    expect(answers[21]).toMatchObject({ reason: { fault: 'limited', vendorWord: 'queue_full', retryAfterMs: 60_000 } });
    for (const each of runs.slice(3)) await cancelled(scene.provider, each);
    await Promise.all(runs.slice(0, 3).map(async ({ run }) => scene.reports.end(run)));
    expect(await readFile(trace, 'utf8')).toBe('begin\nend\n'.repeat(3));
  });
});

describe('what a run sees', () => {
  it('is little of the environment, and never a token or what git was told', async () => {
    const path = `/repo/node_modules/.bin:/x/node-gyp-bin:${process.env['PATH'] ?? ''}`;
    const names =
      'GITHUB_TOKEN NPM_TOKEN npm_config__auth SLACK_BOT_TOKEN AWS_SECRET_ACCESS_KEY DATABASE_URL HTTPS_PROXY ' +
      'GIT_DIR GIT_CONFIG_GLOBAL SSH_AUTH_SOCK NODE_OPTIONS LD_PRELOAD BASH_ENV';
    const secrets = names.split(' ').map((name) => [name, 'SECRET']);
    const own = { PATH: path, LANG: 'C.UTF-8', LC_TIME: 'C', ...Object.fromEntries(secrets) };
    const scene = await scenes.open({ own, environment: { DEPLOY_KEY: 'hunter-two', DEBUG: '1' } });
    const end = await ran(
      scene,
      `env > '${scene.beside}/env'; printf 'the key is hun'; sleep 0.05; printf 'ter-two\\n1'`,
    );
    const seen = await readFile(join(scene.beside, 'env'), 'utf8');
    expect(seen).not.toContain('SECRET');
    expect(seen).not.toMatch(/^GIT_|node_modules\/\.bin|node-gyp-bin/m);
    expect(seen).toMatch(/^CI=true$/m);
    expect(seen).toMatch(/^LC_TIME=C$/m);
    expect(seen).toMatch(/^DEPLOY_KEY=hunter-two$/m);
    expect(await logOf(scene, end)).toContain('the key is ***\n1\n');
  });
});
