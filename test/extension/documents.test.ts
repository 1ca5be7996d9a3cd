import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../client/session.ts';
import { RunId } from '../../protocol/model/ids.ts';
import type { Result } from '../../protocol/wire/methods.ts';
import { createLogDocuments } from '../../extension/views/log/document.ts';
import { createReplyDocuments } from '../../extension/views/documents/reply-document.ts';
import { manualClock } from '../support/clock.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const run = RunId.parse('local:7/a');
const textOf = (scheme: string, uri: unknown) =>
  editor.documents.get(scheme)?.provideTextDocumentContent(uri as never, undefined as never);

describe('the log of a run', () => {
  const log = { text: '', reads: [] as string[] };
  const open = () => {
    Object.assign(log, { text: 'one\n', reads: [] });
    const clock = manualClock();
    const documents = createLogDocuments({
      after: clock.after,
      root: () => '/work/place',
      async read(of, from): Promise<Outcome<Result<'run/log'>>> {
        log.reads.push(of);
        return { ok: true, value: { text: log.text.slice(from), next: log.text.length, ended: false } };
      },
    });
    return { clock, documents };
  };

  it('is a document of its own, which tells of each change until it is closed', async () => {
    const { clock, documents } = open();
    await documents.open({ run });
    await clock.advance(0);
    expect(editor.opened).toEqual(['shiproom-log:/CI local-7-a.log?local:7/a']);
    const uri = stub.Uri.from({ scheme: 'shiproom-log', path: '/CI local-7-a.log', query: run });
    expect(textOf('shiproom-log', uri)).toBe('one\n');
    log.text += 'two\n';
    documents.look();
    await clock.advance(0);
    expect(textOf('shiproom-log', uri)).toBe('one\ntwo\n');
    expect(new Set(log.reads)).toEqual(new Set([run]));
    const reads = log.reads.length;
    editor.fires.closed.fire({ uri });
    await clock.advance(10_000);
    expect(log.reads).toHaveLength(reads);
    documents.dispose();
    expect([...editor.live]).toEqual([]);
  });

  it('asks the bridge for nothing that is no run', () => {
    open();
    expect(textOf('shiproom-log', stub.Uri.from({ scheme: 'shiproom-log', path: '/x', query: 'a b; c' }))).toBe(
      'This is no log.',
    );
    expect(log.reads).toEqual([]);
  });

  it('keeps its end in sight for whoever looks at it, and moves nobody else', async () => {
    const { clock, documents } = open();
    await documents.open({ run });
    await clock.advance(0);
    const uri = stub.Uri.from({ scheme: 'shiproom-log', path: '/CI local-7-a.log', query: run });
    const revealed: string[] = [];
    const document = { uri, lineCount: 3, lineAt: (line: number) => ({ range: `line ${line}` }) };
    const looking = (line: number) => ({
      document,
      visibleRanges: [{ end: { line } }],
      revealRange: (range: string) => revealed.push(`${line}: ${range}`),
    });
    editor.visible.push(looking(2));
    editor.fires.changed.fire({ document });
    document.lineCount = 50;
    editor.visible.splice(0, 1, looking(2), looking(0));
    editor.fires.changed.fire({ document });
    expect(revealed).toEqual(['2: line 2', '2: line 49']);
  });
});

describe('the log of a job', () => {
  const raw = '##[step passed] Set up\nok\n##[step failed] npm test\nred\n##[step passed] Done\nbye\n';
  const uri = stub.Uri.from({ scheme: 'shiproom-log', path: '/CI tests unit.log', query: run, fragment: 'job-7' });
  const open = async (part: Partial<Result<'run/log'>>, active = true) => {
    const clock = manualClock();
    const wishes: unknown[] = [];
    const documents = createLogDocuments({
      after: clock.after,
      root: () => '/work/place',
      async read(_, from, wish) {
        wishes.push(wish);
        return { ok: true, value: { text: raw.slice(from), next: raw.length, ended: false, ...part } };
      },
    });
    await documents.open({ run, job: 'job-7', title: 'tests unit' });
    await clock.advance(0);
    const revealed: number[] = [];
    const text = textOf('shiproom-log', uri) as string;
    const document = {
      uri,
      lineCount: text.split('\n').length,
      lineAt: (line: number) => ({ range: { end: { line } } }),
    };
    const shown = {
      selection: undefined as undefined | { end: { line: number } },
      document,
      visibleRanges: [{ end: { line: 5 } }],
      revealRange: ({ end }: { end: { line: number } }) => revealed.push(end.line),
    };
    editor.visible.push(shown);
    stub.window.activeTextEditor = active ? shown : undefined;
    editor.fires.changed.fire({ document });
    await clock.advance(0);
    return { wishes, revealed, text, document, shown, clock, documents };
  };
  const folded = () => editor.executed.filter(([id]) => id === 'editor.fold').map(([, how]) => how);

  it('opens at the failing step, with the others folded, once', async () => {
    const { wishes, revealed, text, document, shown, documents } = await open({ ended: true });
    expect(wishes[0]).toEqual({ job: 'job-7', style: 'plain' });
    expect(text.split('\n')[2]).toBe('━━ npm test · failed ━━');
    expect(folded()).toEqual([{ selectionLines: [0, 4], levels: 1, direction: 'down' }]);
    expect([revealed, shown.selection?.end.line]).toEqual([[2], 2]);
    editor.fires.changed.fire({ document });
    expect(folded()).toHaveLength(1);
    const ranges = (await editor.folding?.provideFoldingRanges(document as never, {}, undefined as never)) ?? [];
    expect(ranges.map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    documents.dispose();
    expect([...editor.live]).toEqual([]);
  });

  it('leads from each place that it names to the file there, and to none outside of the repository', async () => {
    const { documents } = await open({});
    editor.files.add('/work/place/src/a.ts').add('/etc/passwd.txt');
    const getText = () => 'ok\nat /ci/work/src/a.ts:12:3 and ../../etc/passwd.txt:1\n';
    const found = await editor.places?.provideDocumentLinks({ getText } as never, undefined as never);
    const targets = (found ?? []).map(async (each) => {
      await editor.places?.resolveDocumentLink?.(each, undefined as never);
      return String(each.target);
    });
    expect(await Promise.all(targets)).toEqual(['file:///work/place/src/a.ts#L12,3', 'undefined']);
    documents.dispose();
  });

  it('folds nothing in an editor that is not the active one', async () => {
    const { revealed, documents } = await open({ ended: true }, false);
    expect([folded(), revealed]).toEqual([[], [2]]);
    documents.dispose();
  });

  it('says in its first line why there is no more of it, and asks again only when something has happened', async () => {
    const note = 'The engine gives a log once the job has ended.';
    const { text, wishes, clock, documents } = await open({ note });
    expect(text.split('\n')[0]).toBe(`(${note})`);
    const asked = wishes.length;
    await clock.advance(60_000);
    expect(wishes).toHaveLength(asked);
    documents.look();
    await clock.advance(0);
    expect(wishes.length).toBeGreaterThan(asked);
  });
});

describe('a long reply', () => {
  it('is a document of its own until it is closed', async () => {
    const documents = createReplyDocuments();
    await documents.open('ci log a/b', 'many\nlines');
    const [address = ''] = editor.opened;
    expect(address).toBe('shiproom-reply:/ci log a-b?1');
    const uri = stub.Uri.from({ scheme: 'shiproom-reply', path: '/ci log a-b', query: '1' });
    expect(textOf('shiproom-reply', uri)).toBe('many\nlines');
    editor.fires.closed.fire({ uri });
    expect(textOf('shiproom-reply', uri)).toBe('This reply is gone. Ask again.');
    documents.dispose();
    expect([...editor.live]).toEqual([]);
  });
});
