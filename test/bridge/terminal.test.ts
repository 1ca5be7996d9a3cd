import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Cancelled, openTerminal } from '../../bridge/cli/terminal.ts';

function open() {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk;
  });
  return { input, terminal: openTerminal({ input, output }), shown: () => shown };
}

describe('a terminal', () => {
  it('asks, and shows what is typed', async () => {
    const { input, terminal, shown } = open();
    const answer = terminal.ask('Which chat? ');
    input.write(' slack \r');
    expect(await answer).toBe('slack');
    expect(shown()).toContain('Which chat? ');
    expect(shown()).toContain('slack');
  });

  it('shows nothing of a token', async () => {
    const { input, terminal, shown } = open();
    const answer = terminal.askHidden('Token: ');
    for (const key of 'xoxb-12345') input.write(key);
    input.write('\r');
    expect(await answer).toBe('xoxb-12345');
    expect(shown()).toBe('Token: \n');
    // Nor afterwards, when the next question is edited: nothing is remembered.
    const next = terminal.ask('Channel: ');
    input.write('\u001b[A\r');
    expect(await next).toBe('');
    expect(shown()).not.toContain('xoxb');
  });

  it.each([
    ['Ctrl+C', '\u0003'],
    ['Ctrl+D', '\u0004'],
  ])('lets whoever is asked leave by %s', async (_, key) => {
    const { input, terminal } = open();
    const answer = terminal.askHidden('Token: ');
    input.write(key);
    await expect(answer).rejects.toThrow(Cancelled);
  });

  it('ends where nothing more comes in', async () => {
    const { input, terminal } = open();
    const answer = terminal.ask('Which chat? ');
    input.end();
    await expect(answer).rejects.toThrow(Cancelled);
  });
});
