import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BranchName } from '../../../protocol/model/ids.ts';
import { openScenes, ran } from './local-ci-scene.ts';

vi.setConfig({ testTimeout: 30_000 });

const scenes = openScenes();
afterEach(async () => scenes.removeAll());

describe('local CI in a hostile repository', () => {
  it('[T12] runs no hook and no monitor that the repository names, and no submodule', async () => {
    const scene = await scenes.open();
    const { repository, beside } = scene;
    const sentinel = join(beside, 'sentinel');
    const spring = `echo "$0 $*" >> '${sentinel}'`;
    const trap = await repository.script('.git/trap', spring);
    const order = await scene.order({ 'ci.sh': 'exit 0', '.gitattributes': '* diff=evil merge=evil\n' });
    await repository.git('config', 'submodule.recurse', 'true');
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'pre-auto-gc', 'post-merge']) {
      await repository.script(`.git/hooks/${hook}`, spring);
      await repository.script(`.githooks/${hook}`, spring);
    }
    await repository.git('config', 'core.hooksPath', '.githooks');
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.editor',
      'diff.external',
      'diff.evil.textconv',
      'merge.evil.driver',
    ]) {
      await repository.git('config', key, trap);
    }
    await scene.provider.act(order);
    expect((await scene.reports.end(order.run)).state).toBe('passed');
    await scene.close();
    expect(existsSync(sentinel) ? await readFile(sentinel, 'utf8') : '').toBe('');
    // The trap is a trap: git by itself springs it.
    await repository.git('checkout', '--quiet', '--detach');
    expect(existsSync(sentinel)).toBe(true);
  });

  it("uses a filter that the developer has configured: it is how Git LFS's files come to be there", async () => {
    const scene = await scenes.open();
    const { repository } = scene;
    await repository.git('config', 'filter.shout.smudge', 'tr a-z A-Z');
    const files = {
      'ci.sh': 'grep -q LOUD loud.txt',
      'loud.txt': 'loud\n',
      '.gitattributes': 'loud.txt filter=shout\n',
    };
    expect((await ran(scene, files)).state).toBe('passed');
  });

  it('[T11] takes nothing that a commit, a branch or a file is called for more than a name', async () => {
    const scene = await scenes.open();
    const sentinel = join(scene.beside, 'sentinel');
    const names = [`$(touch '${sentinel}')`.replaceAll('/', '_'), '--upload-pack=x', '; touch x', 'a\nb', '-rf'];
    const files = Object.fromEntries(names.map((name) => [`dir/${name}`, name]));
    const order = await scene.order({ ...files, 'ci.sh': 'exit 0' });
    const hostile = { ...order, branch: BranchName.parse(`--detach$(touch '${sentinel}')`) };
    await scene.provider.act(hostile);
    expect((await scene.reports.end(order.run)).state).toBe('passed');
    expect(existsSync(sentinel)).toBe(false);
  });

  it('keeps to its own folder what a run leads out of it by links', async () => {
    const scene = await scenes.open({ reports: ['**/*.xml'] });
    const secret = await scene.repository.script(
      '../beside/kept/secret.xml',
      '<testsuite><testcase name="SECRET"/></testsuite>',
    );
    const end = await ran(scene, `ln -s '${join(secret, '..')}' out; ln -s '${secret}' junit.xml; exit 0`);
    expect(end).toMatchObject({ state: 'passed', failures: [] });
    expect(end.counts).toBeUndefined();
    expect(existsSync(secret)).toBe(true);
  });
});
