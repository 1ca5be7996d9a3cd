import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Situation } from '../../extension/situation.ts';
import { createNowTree } from '../../extension/views/now-tree.ts';
import { forge, run, sha } from '../support/samples.ts';
import { card, roomView, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const failures = [
  { name: 'logs in', file: 'test/a.ts', line: 12, message: '[run](command:x)' },
  { name: 'away', file: '../x' },
];
const url = 'https://forge.example/7?a=b';
const pullRequest = { number: 7, title: 'Log in', url, state: 'open' } as const;
const checks = [{ name: 'size', state: 'passed', url } as const];
const red = (): Partial<Situation> => ({
  room: roomView({
    cards: [card({ ci: [run({ state: 'failed', failures })], forge: forge({ pullRequest, checks }) })],
  }),
});

/** Of no host: VS Code cannot make a Uri of it. */
const lost = 'https:////x';

/** The rows as VS Code is given them, with their children, by their labels. */
function show(part: Partial<Situation>): Map<string, Record<string, unknown>> {
  const tree = createNowTree(String);
  tree.show(situation(part));
  const items = new Map<string, Record<string, unknown>>();
  const walk = (row?: unknown): void => {
    for (const child of (editor.tree?.provider.getChildren(row) ?? []) as unknown[]) {
      const item = editor.tree?.provider.getTreeItem(child) as unknown as Record<string, unknown>;
      items.set(String(item['label']), item);
      walk(child);
    }
  };
  walk();
  tree.dispose();
  return items;
}

describe('the tree of the view Now', () => {
  it('is whole though a page has no host', () => {
    const rows = (page: string) => {
      const part = forge({
        pullRequest: { ...pullRequest, url: page },
        checks: [{ name: 'size', state: 'passed', url: page }],
      });
      return show({ room: roomView({ cards: [card({ ci: [run({ state: 'failed', url: page })], forge: part })] }) });
    };
    expect([...rows(lost).keys()]).toEqual([...rows(url).keys()]);
    expect([...rows(lost).values()].map(({ command }) => command)).not.toContainEqual(
      expect.objectContaining({ command: 'vscode.open' }),
    );
  });

  it('[T2] gives VS Code plain strings alone, so that no text from outside is read as markup', () => {
    for (const item of show(red()).values()) {
      expect([typeof item['label'], typeof item['tooltip']]).toEqual(['string', 'string']);
      expect(['string', 'undefined']).toContain(typeof item['description']);
    }
    const code = (readdirSync('extension', { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join('extension', name), 'utf8'));
    expect(code.filter((text) => /MarkdownString|isTrusted\s*[=:]\s*true|supportHtml/.test(text))).toEqual([]);
  });

  it('opens what is clicked by VS Code’s own command, and nothing outside of the repository', () => {
    const items = show(red());
    expect(items.get('logs in')?.['command']).toMatchObject({
      command: 'shiproom.openFailure',
      arguments: [{ file: 'test/a.ts', line: 12, commit: sha('a') }],
    });
    expect(items.get('away')).not.toHaveProperty('command');
    const open = items.get('size')?.['command'] as { arguments: readonly unknown[] };
    expect(open.arguments.map(String)).toEqual(['https://forge.example/7?a=b']);
    expect(items.get('Pull request')).not.toHaveProperty('command');
  });

  it('has ids, folds, menus and words for each row', () => {
    const items = show(red());
    expect(items.get('CI')).toMatchObject({ id: 'ci +', collapsibleState: 2, contextValue: 'ci' });
    expect(items.get('tests')).toMatchObject({
      collapsibleState: 2,
      contextValue: 'run ended',
      iconPath: { id: 'error' },
    });
    expect(items.get('logs in')).toMatchObject({
      collapsibleState: 0,
      contextValue: 'failure runnable',
      iconPath: { id: 'error', color: { id: 'shiproom.failingForeground' } },
      accessibilityInformation: { label: 'failed, logs in, test/a.ts:12' },
    });
  });

  it('tells VS Code of a change only where there is one', () => {
    const tree = createNowTree(String);
    let told = 0;
    editor.tree?.provider.onDidChangeTreeData?.(() => (told += 1));
    for (const part of [{}, {}, red(), red()]) tree.show(situation(part));
    expect(told).toBe(2);
    tree.show(situation({ connection: { state: 'offline', since: 1, reason: 'No answer.' } }));
    expect(editor.tree?.message).toBe('Offline since 1: No answer. The room is shown as it was then.');
    tree.show(situation());
    expect(editor.tree?.message).toBe('');
    tree.dispose();
  });

  it('keeps a row selected that opens by itself, and never brings the view to the front for it', () => {
    for (const visible of [true, false]) {
      const tree = createNowTree(String);
      tree.show(situation({ room: roomView({ cards: [card({ ci: [run()] })] }) }));
      const view = editor.tree;
      const rows = (view?.provider.getChildren() ?? []) as { readonly id: string }[];
      if (view) Object.assign(view, { visible, selection: rows.filter(({ id }) => id === 'pull-request') });
      tree.show(situation(red()));
      expect(view?.revealed).toMatchObject(visible ? [{ id: 'pull-request +' }] : []);
      tree.dispose();
    }
  });

  it('says whole why the connection was ended, above what can be done then', () => {
    const tree = createNowTree(String);
    tree.show(situation({ connection: { state: 'unpaired', reason: 'You were signed out.' }, room: undefined }));
    expect(editor.tree).toMatchObject({ message: 'You were signed out.', description: '' });
    const items = ((editor.tree?.provider.getChildren() ?? []) as unknown[]).map((row) =>
      editor.tree?.provider.getTreeItem(row),
    );
    expect(items).toMatchObject([
      { command: { command: 'shiproom.connect' } },
      { command: { command: 'shiproom.doctor' } },
    ]);
    tree.show(situation(red()));
    expect(editor.tree).toMatchObject({ message: '', description: '' });
    tree.dispose();
  });
});
