import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../extension/connection/uplink.ts';
import { join } from '../../extension/join.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const code = 'c0de-C0DE_c0de';
const uri = (query: string, path = '/join', fragment = '') =>
  ({ scheme: 'vscode', authority: 'shiproom.shiproom', path, query, fragment }) as never;
const good = (origin = 'https://bridge.example') => uri(`bridge=${encodeURIComponent(origin)}&code=${code}`);

beforeEach(reset);

describe('a join link', () => {
  it('[T4] leads to its bridge once its user has seen the origin and said yes', async () => {
    const connected = vi.fn<(bridge: Bridge) => Promise<void>>(async () => undefined);
    await join(good(), connected);
    expect(connected).not.toHaveBeenCalled();
    expect(editor.shown).toEqual([
      expect.objectContaining({
        kind: 'warning',
        modal: true,
        text: 'Connect to https://bridge.example?',
        choices: ['Connect'],
      }),
    ]);
    editor.answer = () => 'Connect';
    await join(good(), connected);
    expect(connected.mock.calls).toEqual([[{ origin: 'https://bridge.example', credential: { code } }]]);
  });

  it('[T4] shows the name of a look-alike as it is spelled, and says so', async () => {
    await join(good('https://xn--80ak6aa92e.example'), async () => undefined);
    expect(editor.shown[0]).toMatchObject({ text: 'Connect to https://xn--80ak6aa92e.example?' });
    expect(editor.shown[0]?.detail).toMatch(/^Beware: .*may be another bridge than it seems/);
    await join(good(), async () => undefined);
    expect(editor.shown[1]?.detail).not.toMatch(/Beware/);
  });

  it('leads nowhere from a workspace that is not trusted', async () => {
    const connected = vi.fn<(bridge: Bridge) => Promise<void>>(async () => undefined);
    editor.trusted = false;
    editor.answer = ({ modal }) => (modal ? 'Connect' : undefined);
    await join(good(), connected);
    expect([connected.mock.calls, editor.shown[0]?.choices]).toEqual([[], ['Manage Workspace Trust']]);
  });

  it.each([
    ['another path', uri(`bridge=https://bridge.example&code=${code}`, '/join/x')],
    ['a fragment', uri(`bridge=https://bridge.example&code=${code}`, '/join', 'x')],
    ['a command', uri(`bridge=https://bridge.example&code=${code}&command=x`)],
    ['a path of the bridge', uri(`bridge=https://bridge.example/a&code=${code}`)],
    ['a name and password', uri(`bridge=https://a:b@bridge.example&code=${code}`)],
    ['http that leaves the machine', uri(`bridge=http://bridge.example&code=${code}`)],
    ['letters of another script', uri(`bridge=https://аpple.example&code=${code}`)],
    ['a code twice', uri(`bridge=https://bridge.example&code=${code}&code=${code}`)],
    ['no code', uri('bridge=https://bridge.example')],
    ['a file', uri(`bridge=file:///etc/passwd&code=${code}`)],
  ])('is refused with %s, and nothing of it is shown', async (_, link) => {
    const connected = vi.fn<(bridge: Bridge) => Promise<void>>(async () => undefined);
    editor.answer = () => 'Connect';
    await join(link, connected);
    expect(connected).not.toHaveBeenCalled();
    expect(editor.shown.map(({ text }) => text)).toEqual([expect.stringMatching(/^That is no join link/)]);
  });

  it('[T4] does nothing for 10,000 links, whatever is in them', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    const connected = vi.fn<(bridge: Bridge) => Promise<void>>(async () => undefined);
    const origins = fc.oneof(
      fc.constantFrom('https://bridge.example', 'http://127.0.0.1:7420', 'http://evil.example', 'javascript:alert(1)'),
      fc.webUrl(),
      fc.string(),
    );
    const field = fc.tuple(
      fc.constantFrom('bridge', 'code', 'path', 'ref', 'command', ''),
      fc.oneof(origins, fc.constant(code)),
    );
    const link = fc.record({
      path: fc.oneof(fc.constant('/join'), fc.webPath()),
      query: fc.oneof(
        fc
          .array(field, { maxLength: 4 })
          .map((all) => all.map((each) => each.map(encodeURIComponent).join('=')).join('&')),
        origins.map((origin) => `bridge=${origin}&code=${code}`),
        fc.webQueryParameters(),
      ),
      fragment: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.string() }),
    });
    // Whoever is asked says no, or closes the question.
    await fc.assert(
      fc.asyncProperty(link, async ({ path, query, fragment }) => join(uri(query, path, fragment), connected)),
      { numRuns: 10_000 },
    );
    expect(editor.shown.filter(({ modal }) => modal).length).toBeGreaterThan(100);
    expect([fetched.mock.calls, connected.mock.calls, editor.executed, editor.keys]).toEqual([[], [], [], {}]);
    expect(editor.settings).toEqual({});
    fetched.mockRestore();
  });
});
