import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPanelActs, type PanelActs } from '../../../extension/views/panel-acts.ts';
import type { Excerpt } from '../../../protocol/model/excerpt.ts';
import { BranchName, RepositoryId } from '../../../protocol/model/ids.ts';
import { editor } from '../vscode-editor.ts';
import { reset, stub } from '../vscode-stub.ts';
import { codeScene, repositoryId } from './code-scene.ts';

vi.mock('vscode', async () => (await import('../vscode-stub.ts')).stub);

const lines = Array.from(
  { length: 30 },
  (_, at) => `const value${at} = compute(${at}, '${(at * 7919).toString(36)}');`,
);
const text = `${lines.join('\n')}\n`;

let scene: Awaited<ReturnType<typeof codeScene>>;
let acts: PanelActs;
beforeEach(async () => {
  reset();
  scene = await codeScene({ 'src/a.ts': text, 'src/other.ts': 'export {};\n', 'README.md': '# Web\n' });
  acts = createPanelActs(scene.around);
});
afterEach(async () => {
  acts.dispose();
  await scene.repository.remove();
});

const said = (): string[] => editor.shown.map((shown) => shown.text);
const file = (path: string): string => `file://${scene.repository.folder}/${path}`;
const contentOf = (uri: unknown): unknown =>
  editor.documents.get('shiproom-shown')?.provideTextDocumentContent(uri as never, undefined as never);
const selected = () => [editor.selected?.start.line, editor.selected?.end.line];
const until = async (): Promise<void> => {
  await expect.poll(() => [editor.opened.length, scene.failures]).toEqual([1, []]);
};

async function excerpt(part: Partial<Excerpt> = {}): Promise<Excerpt> {
  return {
    repository: repositoryId,
    branch: BranchName.parse('theirs'),
    commit: await scene.repository.commitOf('HEAD'),
    path: 'src/a.ts',
    line: 10,
    endLine: 14,
    before: lines.slice(6, 9),
    after: lines.slice(14, 17),
    ...part,
  };
}
const block = lines.slice(9, 14).join('\n');

describe('lines that somebody showed', () => {
  it('open where they are, and nothing is said of what has not changed', async () => {
    acts.openExcerpt(await excerpt(), block);
    await until();
    expect([editor.opened, selected(), said()]).toEqual([[file('src/a.ts')], [9, 14], []]);
  });

  it.each<[string, string, string, number]>([
    ['further down', `// one\n// two\n${text}`, 'Found 2 lines further down.', 11],
    ['one line down', `// one\n${text}`, 'Found one line further down.', 10],
    ['further up', lines.slice(4).join('\n'), 'Found 4 lines further up.', 5],
    [
      'changed',
      lines.toSpliced(10, 2, 'something(else1);', 'entirely.different()').join('\n'),
      '2 of 5 lines have changed.',
      9,
    ],
    ['longer', lines.toSpliced(11, 0, '// why').join('\n'), 'One line was added between them.', 9],
    ['indented', lines.map((line) => `  ${line}`).join('\n'), 'Only their blanks have changed.', 9],
  ])(
    'open where they are on this branch, and it is said how far they have drifted: %s',
    async (_, now, words, line) => {
      await scene.repository.write({ 'src/a.ts': now });
      acts.openExcerpt(await excerpt(), block);
      await until();
      expect([editor.opened, editor.selected?.start.line, said()]).toEqual([[file('src/a.ts')], line, [words]]);
    },
  );

  it('open in the text that was not saved yet', async () => {
    const document = {
      uri: stub.Uri.file(`${scene.repository.folder}/src/a.ts`),
      getText: () => `// unsaved\n${text}`,
    };
    editor.texts = [document];
    acts.openExcerpt(await excerpt(), block);
    await until();
    expect(said()).toEqual(['Found one line further down.']);
    editor.texts = [];
  });

  it('open where their file has gone since, by git', async () => {
    const of = await excerpt();
    await scene.repository.git('mv', 'src/a.ts', 'src/renamed.js');
    await scene.repository.commit('Rename', { 'src/renamed.js': `// moved\n${text}` });
    acts.openExcerpt(of, block);
    await until();
    expect([editor.opened, editor.selected?.start.line]).toEqual([[file('src/renamed.js')], 10]);
    expect(said()).toEqual(['The file is src/renamed.js now.']);
  });

  it('open in another file that has them, and it is said that it is another', async () => {
    await scene.repository.write({ 'src/a.ts': 'nothing\n', 'lib/b.ts': `${block}\n` });
    acts.openExcerpt(await excerpt(), block);
    await until();
    expect([editor.opened, selected()]).toEqual([[file('lib/b.ts')], [0, 5]]);
    expect(said()).toEqual(['Not in src/a.ts on your branch; the same lines are in lib/b.ts.']);
  });

  it.each<[string, Partial<Excerpt>, string]>([
    ['they are not there', {}, 'src/a.ts:10–14 is not on your branch. These are the lines as they were shown.'],
    [
      'they are of another repository',
      { repository: RepositoryId.parse('example.com/other/one') },
      'src/a.ts:10–14 is of example.com/other/one, which this window does not show.',
    ],
    ['their path leads out', { path: '../../etc/passwd' }, '../../etc/passwd:10–14 is not on your branch.'],
  ])('open by themselves where %s, and it is said', async (_, part, words) => {
    await scene.repository.write({ 'src/a.ts': lines.toReversed().join('\n') });
    acts.openExcerpt(await excerpt(part), block);
    await until();
    expect(editor.opened).toEqual([expect.stringMatching(/^shiproom-shown:/)]);
    const [uri] = editor.opened;
    expect(contentOf({ toString: () => uri })).toBe(block);
    expect(said()).toEqual([expect.stringContaining(words)]);
  });

  it('[T12] open by themselves in a workspace that is not trusted, of which nothing is read', async () => {
    const read = vi.spyOn(stub.workspace.fs, 'readFile');
    editor.trusted = false;
    acts.openExcerpt(await excerpt(), block);
    await until();
    expect([editor.opened[0], read.mock.calls]).toEqual([expect.stringMatching(/^shiproom-shown:/), []]);
    acts.openPlace('src/a.ts', 1);
    acts.openDiff(
      await scene.repository
        .git('diff', '--no-index', '--', '/dev/null', 'src/a.ts')
        .catch((error: { stdout: string }) => error.stdout),
    );
    await expect.poll(() => said().length).toBe(2);
    expect(read.mock.calls).toEqual([]);
    read.mockRestore();
  });
});

describe('a place', () => {
  it('opens at its line and column, though an engine’s own folders stand before it', async () => {
    editor.files.add(`${scene.repository.folder}/src/a.ts`);
    acts.openPlace('/home/runner/work/web/src/a.ts', 12, 3);
    await until();
    expect([editor.opened, editor.selected?.start]).toMatchObject([[file('src/a.ts')], { line: 11, character: 2 }]);
  });

  it('is said not to be here, where it is not', async () => {
    acts.openPlace('gone.ts', 1);
    await expect.poll(said).toEqual(['There is no file gone.ts in this window’s repository.']);
  });
});

describe('a diff', () => {
  const opens = (): unknown[][] => editor.executed.filter(([id]) => String(id).startsWith('vscode.'));
  const sides = (): unknown[] => {
    const [, left, right] = opens()[0] ?? [];
    return [contentOf(left), contentOf(right)];
  };

  it('opens in the editor’s own, whole where this branch has either side', async () => {
    const next = text.replace('compute(3,', 'measure(3,');
    await scene.repository.write({ 'src/a.ts': next });
    const diff = await scene.repository.git('diff');
    for (const here of [text, next]) {
      editor.executed = [];
      await scene.repository.write({ 'src/a.ts': here });
      acts.openDiff(diff);
      await expect.poll(() => opens().length).toBe(1);
      expect(opens()[0]).toMatchObject(['vscode.diff', {}, { path: '/src/a.ts' }, 'src/a.ts', { preview: true }]);
      expect(sides()).toEqual([text, next]);
    }
    editor.executed = [];
    await scene.repository.write({ 'src/a.ts': 'something else\n' });
    acts.openDiff(diff);
    await expect.poll(() => opens().length).toBe(1);
    expect(opens()[0]?.[3]).toBe('src/a.ts (changed lines only)');
    expect(sides()[1]).toContain('measure(3,');
  });

  it('of several files opens in the editor of several', async () => {
    await scene.repository.write({ 'src/a.ts': 'one\n', 'README.md': '# Two\n' });
    acts.openDiff(await scene.repository.git('diff'));
    await expect.poll(() => opens().length).toBe(1);
    const [id, title, files] = opens()[0] ?? [];
    expect([id, title]).toEqual(['vscode.changes', '2 files']);
    expect((files as unknown[][]).map(([, left, right]) => [contentOf(left), contentOf(right)])).toEqual([
      ['# Web\n', '# Two\n'],
      [text, 'one\n'],
    ]);
  });

  it('reads no file outside of the repository', async () => {
    const read = vi.spyOn(stub.workspace.fs, 'readFile');
    acts.openDiff('--- a/../../../etc/hosts\n+++ b/../../../etc/hosts\n@@ -1 +1 @@\n-a\n+b\n');
    await expect.poll(() => opens().length).toBe(1);
    expect(read.mock.calls).toEqual([]);
    acts.openDiff('--- /etc/hosts\n+++ /etc/hosts\n@@ -1 +1 @@\n-a\n+b\n');
    await expect.poll(() => opens().length).toBe(2);
    expect(opens()[1]?.[1]).toMatchObject({ path: '/etc/hosts' });
    expect(read.mock.calls).toEqual([]);
    read.mockRestore();
  });

  it('is said to be none where it is none', async () => {
    acts.openDiff('just words');
    await expect.poll(said).toEqual(['That is no diff that can be shown as one.']);
  });
});
