import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { forgeOf, id, named, repositories } from './local-git-scene.ts';

// Each question is a few processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

describe('local-git in a hostile repository', () => {
  const scene = repositories();
  afterEach(async () => scene.removeAll());

  const words = [
    '--upload-pack=',
    '-u',
    '-',
    '--',
    '$(touch${IFS}sentinel)',
    '`touch${IFS}sentinel`',
    ';touch${IFS}sentinel',
  ];
  const more = [
    '|touch${IFS}sentinel',
    '&',
    "'",
    '"',
    '>sentinel',
    '!',
    '#1',
    '%2e%2e',
    '\u202e',
    '🚀',
    'HEAD',
    'origin',
    'ä',
  ];
  const legal = fc
    .array(fc.constantFrom(...words, ...more), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join(''));
  const illegal = fc.oneof(
    fc
      .array(
        fc.constantFrom(...words, 'ext::sh -c touch% sentinel', '..', '@{', '\n', '\0', '~1', '^{/x}', ' ', '*', '\\'),
        { minLength: 1 },
      )
      .map((parts) => `${parts.join('')} `),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 4000 }),
  );

  it('[T11] takes any name for a name, and runs nothing', async () => {
    const repository = await scene.make();
    const names = fc.sample(legal, 320).map((name, index) => `${name}.${index}`);
    const commit = await repository.commitOf('HEAD');
    const lines = names.map((name) => `${commit} refs/heads/${name}\n`);
    await writeFile(join(repository.folder, '.git', 'packed-refs'), lines.join(''));
    const forge = forgeOf(repository);
    const ask = async (name: string) => {
      expect({ name, found: await forge.resolve(id, name) }).toEqual({ name, found: { commit, branch: name } });
    };
    for (let at = 0; at < names.length; at += 20) await Promise.all(names.slice(at, at + 20).map(ask));

    const nowhere = fc.sample(illegal, 200);
    const miss = async (name: string) => {
      expect({ name, found: await forge.resolve(id, name) }).toEqual({ name, found: undefined });
    };
    for (let at = 0; at < nowhere.length; at += 20) await Promise.all(nowhere.slice(at, at + 20).map(miss));
    expect(await forge.read(id, named(names[0] ?? ''))).toMatchObject({ ahead: 0 });
    expect(existsSync(join(repository.folder, 'sentinel'))).toBe(false);
  });

  it('[T12] runs no hook, monitor or remote helper that the repository names', async () => {
    const origin = await scene.make();
    const clone = await origin.clone();
    const sentinel = join(clone.folder, 'sentinel');
    // Signs, as `gpg` would, and otherwise springs.
    const spring = `case "$*" in *-bsau*) cat > /dev/null; echo; echo '[GNUPG:] SIG_CREATED ' >&2;; *) touch '${sentinel}';; esac`;
    const trap = await clone.script('.git/trap', spring);
    await clone.git('config', 'gpg.program', trap);
    await clone.switchTo('signed');
    await clone.git('commit', '--quiet', '--allow-empty', '--gpg-sign', '--message', 'Signed');
    await origin.git('config', 'receive.denyCurrentBranch', 'updateInstead');
    await clone.git('push', '--quiet', 'origin', 'signed:main');
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change']) {
      await clone.script(`.git/hooks/${hook}`, spring);
    }
    for (const key of ['core.fsmonitor', 'core.pager']) await clone.git('config', key, trap);
    await clone.git('config', 'log.showSignature', 'true');
    await rm(sentinel, { force: true });
    const forge = forgeOf(clone);
    const commit = await origin.commit('Pushed later');
    expect(await forge.resolve(id, commit)).toEqual({ commit, branch: 'main' });
    expect(await forge.read(id, named('signed'))).toMatchObject({ ahead: 0, behind: 1, merged: true });

    await clone.git('config', 'remote.origin.url', `ext::touch ${sentinel}`);
    await clone.git('config', 'protocol.ext.allow', 'always');
    expect(await forge.resolve(id, 'e'.repeat(40))).toBeUndefined();
    expect(existsSync(sentinel)).toBe(false);
  });
});
