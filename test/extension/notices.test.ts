import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { notice } from '../../extension/views/words.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

/** What VS Code makes a link of in a notification; one with `command:` runs that command. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const folder = join(import.meta.dirname, '../../extension');

describe('a notification', () => {
  it('[T2] has no link in it, whatever a branch, a job or a server is called', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      '](',
      'x',
      '\u200e',
      '\u2066',
      '\n',
      ' ',
      'command:a.b',
      'https://e.example',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        expect(notice(parts.join(''))).not.toMatch(link);
      }),
      { numRuns: 50_000 },
    );
    expect('[Open](command:workbench.action.quit)').toMatch(link);
    expect(notice('[Open]\u200e(command:workbench.action.quit)')).toBe('[Open] (command:workbench.action.quit)');
  });

  it('[T2] is worded by `notice` wherever one is shown, and reads no markup where it is modal', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const calls = files.flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return [...text.matchAll(/show(?:Information|Warning|Error)Message\(/g)].map(({ index }) => ({
        name,
        text: text.slice(Math.max(0, index - 400), index + 200),
        after: text.slice(index, index + 200),
      }));
    });
    expect(calls.length).toBeGreaterThan(8);
    const bare = calls.filter(({ text, after }) => !/\bnotice\(/.test(text) && !/modal: true/.test(after));
    expect(bare.map(({ name, after }) => [name, after])).toEqual([]);
  });
});
