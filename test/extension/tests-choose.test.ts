import { mkdtempSync } from 'node:fs';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseTestSources } from '../../extension/commands/choose-test-sources.ts';
import type { Services } from '../../extension/services.ts';
import { createSettings } from '../../extension/settings.ts';
import { editor, type Shown } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';
import { on } from './watched-tests.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let root: string;
beforeEach(async () => {
  reset();
  root = await realpath(mkdtempSync(join(tmpdir(), 'shiproom-choose-')));
});
afterEach(async () => rm(root, { recursive: true, force: true }));

const choose = async (...answers: readonly (string | undefined)[]): Promise<readonly Shown[]> => {
  const left = [...answers];
  editor.answer = () => left.shift();
  const workspace = { checkout: () => on('main', 'a', { root }) };
  await chooseTestSources({ settings: createSettings(), workspace } as unknown as Services);
  return editor.shown.splice(0);
};
const set = (name: string) => editor.settings[`shiproom.tests.${name}`]?.globalValue;

describe('Choose Test Sources', () => {
  it('shows what is chosen, and sets what is ticked', async () => {
    editor.settings['shiproom.tests.sources'] = { globalValue: ['terminal', 'command'], workspaceValue: ['tasks'] };
    const [shown] = await choose('Test tasks\nshiproom run');
    expect(shown).toMatchObject({
      text: 'Choose Test Sources',
      choices: ['Test tasks', 'Terminal commands', 'Report files', 'shiproom run'],
      picked: ['Terminal commands', 'shiproom run'],
    });
    expect(set('sources')).toEqual(['tasks', 'command']);
    await choose('');
    expect(set('sources')).toEqual([]);
  });

  it('leaves all as it was for whoever leaves', async () => {
    await choose(undefined);
    await choose('Test tasks\nReport files', undefined);
    await choose('Report files', '');
    await choose('Report files', 'Another…', undefined);
    expect([set('sources'), set('reports')]).toEqual([undefined, undefined]);
  });

  it('asks which files are reports, where none are named, and offers those that are there', async () => {
    for (const path of [
      'coverage/junit.xml',
      'node_modules/x/a.tap',
      'api/build/TEST-a.xml',
      'jest-out.json',
      'a.xml',
    ]) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), '');
    }
    const [, globs] = await choose('Report files', '**/junit*.xml\n**/*.trx');
    expect(globs?.picked).toEqual(['**/junit*.xml', '**/TEST-*.xml', '**/{vitest,jest}-*.json']);
    expect(globs?.choices.slice(0, 3)).toEqual(globs?.picked);
    expect([set('sources'), set('reports')]).toEqual([['reports'], ['**/junit*.xml', '**/*.trx']]);
    expect(await choose('Report files')).toHaveLength(1);
  });

  it('takes a glob of the user’s own, if it stays below the repository', async () => {
    await choose('Report files', '**/*.tap\nAnother…', ' build/*.xml ');
    expect(set('reports')).toEqual(['**/*.tap', 'build/*.xml']);
    editor.settings = {};
    for (const glob of ['../*.xml', '/etc/*.xml', 'C:\\x', 'a/{b,..}/c', '~/x', 'a/..']) {
      await choose('Report files', 'Another…', glob);
      expect({ glob, set: set('reports') }).toEqual({ glob, set: undefined });
    }
  });

  it('looks for no files where the workspace is not trusted', async () => {
    await writeFile(join(root, 'junit.xml'), '');
    editor.trusted = false;
    const [, globs] = await choose('Report files', undefined);
    expect(globs?.picked).toEqual([]);
  });
});
