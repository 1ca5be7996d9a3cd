import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFailure } from '../../extension/commands/open-failure.ts';
import type { Situation } from '../../extension/situation.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { sha } from '../support/samples.ts';
import { gitExtension, openRepository } from './git-double.ts';
import { checkout, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let repository: Repository;
beforeEach(async () => {
  reset();
  repository = await makeRepository({ 'test/a.ts': 'one\ntwo\nthree\n', 'test/b.ts': 'b\n' });
  gitExtension(await openRepository(repository));
});
afterEach(async () => repository.remove());

function services(part: Partial<Situation> = {}) {
  const here = checkout({ root: repository.folder });
  return {
    situation: () => situation({ checkout: here, ...part }),
    workspace: { checkout: () => here, environment: process.env },
  } as never;
}
/** What was opened: the file below the root, and the line as people count. */
const opened = () =>
  editor.executed.map(([, uri, options]) => {
    const { line } = (options as { selection: { end: { line: number } } }).selection.end;
    return [String(uri).replace(`file://${repository.folder}/`, ''), line + 1];
  });
const said = () => editor.shown.map(({ text }) => text);

describe('the place of a failing test', () => {
  it('opens at the line where it stands today', async () => {
    const commit = await repository.commitOf('HEAD');
    await repository.write({ 'test/a.ts': 'zero\none\ntwo\nthree\n' });
    await openFailure(services(), { file: 'test/a.ts', line: 3, commit });
    expect(opened()).toEqual([['test/a.ts', 4]]);
    expect(said()).toEqual([]);
  });

  it('says that its line, or its file, is gone', async () => {
    const commit = await repository.commitOf('HEAD');
    await repository.write({ 'test/a.ts': 'one\nthree\n', 'test/b.ts': undefined });
    await openFailure(services(), { file: 'test/a.ts', line: 2, commit });
    await openFailure(services(), { file: 'test/b.ts', line: 1, commit });
    expect(opened()).toHaveLength(1);
    expect(said()).toEqual(['This line no longer exists. It stood here.', 'test/b.ts no longer exists.']);
  });

  it('opens at the line of the run where its commit is not here, and says so', async () => {
    await openFailure(services(), { file: 'test/a.ts', line: 2, commit: sha('f') });
    expect(opened()).toEqual([['test/a.ts', 2]]);
    expect(said()).toEqual(['This is the line of the run, whose commit is not here.']);
  });

  it('opens what failed on this machine as it is, and nothing outside of the repository', async () => {
    await openFailure(services(), { file: 'test/a.ts', line: 3 });
    for (const file of ['../x', '/etc/passwd', 'C:\\x', join('..', 'y')])
      for (const commit of [sha('a'), undefined]) await openFailure(services(), { file, line: 1, commit });
    expect(opened()).toEqual([['test/a.ts', 3]]);
  });

  it('[T12] looks at nothing before the workspace is trusted', async () => {
    const commit = await repository.commitOf('HEAD');
    await openFailure(services({ trusted: false }), { file: 'test/a.ts', line: 3, commit });
    expect(editor.executed).toEqual([]);
    expect(said()).toEqual(['This workspace is not trusted, so nothing is sent from it.']);
  });
});
