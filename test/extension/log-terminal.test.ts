import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogTerminals } from '../../extension/views/log/terminal.ts';
import { RunId } from '../../protocol/model/ids.ts';
import { manualClock } from '../support/clock.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const run = RunId.parse('run-1');
const escape = '\u001b';

function open() {
  const clock = manualClock();
  const log = { text: '', ended: false, refused: false, note: undefined as string | undefined };
  const asked: unknown[] = [];
  const terminals = createLogTerminals({
    after: clock.after,
    root: () => '/work/place',
    async read(of, from, wish) {
      asked.push([of, from, wish]);
      if (log.refused) return { ok: false, slug: 'not_connected', message: 'No bridge is connected.' };
      const { text, ended, note } = log;
      return { ok: true, value: { text: text.slice(from), next: text.length, ended, ...(note && { note }) } };
    },
  });
  return { clock, log, asked, terminals };
}

describe('a log in a terminal', () => {
  it('[T14] shows text and colours as they come, and says where it ends', async () => {
    const { clock, log, asked, terminals } = open();
    log.text = `${escape}[32mok${escape}[0m${escape}[2J\nnext`;
    terminals.open({ run, job: '7', title: 'tests\nunit' });
    await clock.advance(0);
    const [terminal] = editor.terminals;
    expect(asked[0]).toEqual([run, 0, { job: '7', style: 'sgr' }]);
    expect([terminal?.name, terminal?.text]).toEqual(['CI tests unit', `${escape}[32mok${escape}[0m\r\n`]);
    log.text += ' line\n';
    log.ended = true;
    await clock.advance(1_000);
    expect(terminal?.text).toContain('\r\nnext line\r\n');
    expect(terminal?.text).toContain('(The log ends here.)');
    expect(terminal?.pty.handleInput).toBeUndefined();
  });

  it('is one for each job, and is read no more once it is closed', async () => {
    const { clock, asked, terminals } = open();
    terminals.open({ run, job: '7' });
    terminals.open({ run, job: '7' });
    terminals.open({ run, job: '8' });
    await clock.advance(0);
    expect(editor.terminals.map(({ shown }) => shown)).toEqual([2, 1]);
    for (const terminal of editor.terminals) terminal.dispose();
    const reads = asked.length;
    terminals.look();
    await clock.advance(10_000);
    expect(asked).toHaveLength(reads);
    terminals.dispose();
    expect([...editor.live]).toEqual([]);
  });

  it('says why there is no more of it, and why it cannot be read', async () => {
    const { clock, log, terminals } = open();
    log.note = 'Later.';
    terminals.open({ run });
    await clock.advance(0);
    expect(editor.terminals[0]?.text).toContain('(Later.)');
    log.refused = true;
    terminals.look();
    await clock.advance(0);
    expect(editor.terminals[0]?.text).toContain('(No bridge is connected.)');
  });

  it('opens the file that a line names, wherever the engine had it, and none outside of the repository', async () => {
    const { terminals } = open();
    terminals.open({ run });
    const links = (line: string, terminal: unknown = editor.terminals[0]) =>
      editor.links?.provideTerminalLinks({ line, terminal } as never, undefined as never) as unknown[];
    const follow = async (line: string) => editor.links?.handleTerminalLink(links(line)[0] as never);
    expect(links('src/a.ts:12', {})).toEqual([]);
    editor.files.add('/work/place/src/a.ts');
    expect(links('see src/a.ts:12:3')).toMatchObject([{ startIndex: 4, length: 13 }]);
    await follow('/home/runner/work/web/src/a.ts:12:3');
    expect(editor.opened).toEqual(['file:///work/place/src/a.ts']);
    editor.files.add('/etc/passwd.txt');
    await follow('../../etc/passwd.txt:1');
    expect(editor.opened).toHaveLength(1);
    expect(editor.shown.at(-1)?.text).toBe('../../etc/passwd.txt is no file of this repository.');
  });
});
