import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shareSelection } from '../../../extension/commands/share-selection.ts';
import { key } from '../../support/samples.ts';
import { editor } from '../vscode-editor.ts';
import { reset, stub } from '../vscode-stub.ts';
import { codeScene, repositoryId } from './code-scene.ts';

vi.mock('vscode', async () => (await import('../vscode-stub.ts')).stub);

const text = Array.from({ length: 30 }, (_, at) => `const value${at} = compute(${at});`).join('\n');
const lines = text.split('\n');
const ask = 'Share Selection to Chat';
const confirm = 'Send these lines to Web?';

let scene: Awaited<ReturnType<typeof codeScene>>;
beforeEach(async () => {
  reset();
  scene = await codeScene({ 'src/a b.ts': text });
  editor.answer = ({ text: asked }) => ({ [ask]: 'Why twice?', [confirm]: 'Send' })[asked];
});
afterEach(async () => scene.repository.remove());

const shown = (title: string) => editor.shown.find((each) => each.text === title);
const share = async (): Promise<void> => shareSelection(scene.services);

describe('Share Selection to Chat…', () => {
  it('sends a link for good where the remote has the commit with these lines', async () => {
    const head = await scene.repository.commitOf('HEAD');
    scene.select('src/a b.ts', text, 10, 12);
    await share();
    const link = `https://github.com/acme/web/blob/${head}/src/a%20b.ts#L10-L12`;
    expect(scene.said).toEqual([[`Why twice?\n${link}`, { repository: repositoryId, branch: 'main' }]]);
    expect(shown(confirm)).toMatchObject({ modal: true, choices: ['Send'] });
    expect(shown(confirm)?.detail).toContain(`Why twice?\n\n${link}\n\nAbout: main, github.com/acme/web`);
    expect(editor.shown.at(-1)?.text).toBe('The lines are sent to Web.');
  });

  it('links to where the lines stand in the commit, though others were added above and not saved', async () => {
    scene.select('src/a b.ts', `// new\n// too\n${text}`, 12, 12);
    await share();
    expect(scene.said[0]?.[0]).toMatch(/#L10$/);
  });

  it.each([
    ['they were changed', async () => scene.select('src/a b.ts', text.replace('compute(10)', 'other(10)'), 10, 12)],
    [
      'the commit was not pushed',
      async () => {
        await scene.repository.commit('More');
        await scene.look();
        scene.select('src/a b.ts', text, 10, 12);
      },
    ],
    [
      'the forge is not known',
      async () => {
        const { checkout } = scene.at;
        if (checkout) scene.at.checkout = { ...checkout, repository: key().repository };
        scene.select('src/a b.ts', text, 10, 12);
      },
    ],
  ])('sends the lines themselves where %s, with what stands around them', async (_, arrange) => {
    await arrange();
    await share();
    const [said, about, excerpt] = scene.said[0] ?? [];
    expect(said).toBe('Why twice?');
    const checkout = scene.at.checkout;
    const at = checkout?.at.state === 'branch' ? checkout.at : undefined;
    expect(about).toEqual({ repository: checkout?.repository, branch: 'main' });
    expect(excerpt).toEqual({
      of: {
        repository: checkout?.repository,
        branch: 'main',
        commit: at?.head,
        path: 'src/a b.ts',
        line: 10,
        endLine: 12,
        before: lines.slice(6, 9),
        after: lines.slice(12, 15),
      },
      text: expect.stringContaining('const value9'),
      language: 'typescript',
    });
    for (const each of [...lines.slice(6, 9), ...(excerpt?.text.split('\n') ?? []), ...lines.slice(12, 15), at?.head]) {
      expect(shown(confirm)?.detail).toContain(each);
    }
  });

  it('needs no words beside an excerpt, and says its place then', async () => {
    editor.answer = ({ text: asked }) => ({ [ask]: '', [confirm]: 'Send' })[asked];
    scene.select('src/a b.ts', `${text}\nmore();`, 31, 31);
    await share();
    expect(scene.said[0]?.[0]).toBe('src/a b.ts:31');
  });

  it.each([
    ['the preview was closed', { [ask]: 'x' }],
    ['nothing was typed', {}],
  ])('sends nothing where %s', async (_, answers) => {
    editor.answer = ({ text: asked }) => (answers as Record<string, string>)[asked];
    scene.select('src/a b.ts', text, 10, 12);
    await share();
    expect(scene.said).toEqual([]);
  });

  it('refuses what looks like a secret, by its line, before anything is asked', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    scene.select('src/a b.ts', lines.toSpliced(10, 1, `const key = '${token}';`).join('\n'), 10, 12);
    await expect(share()).rejects.toThrow('Nothing was sent: line 11 looks like a GitHub token.');
    scene.select('src/a b.ts', lines.toSpliced(11, 2, 'other();', token).join('\n'), 10, 12);
    await expect(share()).rejects.toThrow('line 13 looks like');
    expect([scene.said, editor.shown]).toEqual([[], []]);
    editor.answer = ({ text: asked }) => ({ [ask]: token })[asked];
    scene.select('src/a b.ts', text, 10, 12);
    await share();
    expect(shown(confirm)).toBeUndefined();
  });

  it.each<[string, () => void, string]>([
    ['no editor', () => (stub.window.activeTextEditor = undefined), 'Select lines in a file first.'],
    ['another folder', () => scene.select('../../elsewhere/x.ts', text, 1, 2), 'This file is not in the repository.'],
    ['nothing selected', () => scene.select('src/a b.ts', text, 4, 3), 'No lines are selected.'],
    ['blanks', () => scene.select('src/a b.ts', ' \n\t\n', 1, 2), 'No lines are selected.'],
    ['no text', () => scene.select('src/a b.ts', 'a\0b\n', 1, 1), 'What is selected is no text.'],
    [
      'too much',
      () => scene.select('src/a b.ts', 'x'.repeat(9_000), 1, 1),
      'That is too much to show: 9000 characters',
    ],
    ['trust', () => (editor.trusted = false), 'This workspace is not trusted'],
    [
      'a private branch',
      () => (editor.settings['shiproom.share.privateBranches'] = { workspaceValue: ['ma*'] }),
      'This branch is private',
    ],
    ['sharing off', () => (editor.settings['shiproom.share.mode'] = { globalValue: 'off' }), 'Sharing is off'],
  ])('says what is in the way: %s', async (_, arrange, words) => {
    scene.select('src/a b.ts', text, 10, 12);
    arrange();
    await share();
    expect(editor.shown.map((each) => each.text)).toEqual([expect.stringContaining(words)]);
    expect(editor.shown[0]?.choices).toHaveLength(1);
    expect(scene.said).toEqual([]);
  });

  it('says where the lines wait for the bridge, and why they could not be kept', async () => {
    const uplink = scene.around.uplink as { connection: () => unknown };
    uplink.connection = () => ({ state: 'offline', since: 1, reason: 'No answer.' });
    scene.select('src/a b.ts', text, 10, 12);
    await share();
    expect(shown(confirm)?.detail).toContain('once that can be reached');
    expect(editor.shown.at(-1)?.text).toBe('The lines are kept here, and sent to Web once the bridge is back.');
    scene.refuse('The disk is full.');
    await expect(share()).rejects.toThrow('The disk is full.');
  });
});
