import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../../client/session.ts';
import { refused } from '../../client/refusals.ts';
import { reasonOf } from '../../client/words.ts';
import { readLink } from '../../extension/connection/address.ts';
import { guarded } from '../../extension/guarded-session.ts';
import { inOwnWords, wordedVisit } from '../../extension/own-words.ts';
import { closeCodes } from '../../protocol/wire/close.ts';
import type { Connection } from '../../protocol/wire/panel.ts';
import { read } from '../support/project.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const german: unknown = JSON.parse(read('l10n/bundle.l10n.de.json'));
const wordFor = (text: string): string => String(Reflect.get(Object(german), text));

beforeEach(() => {
  reset();
  vi.spyOn(stub.l10n, 't').mockImplementation(wordFor);
});

const lost = (reason: string): Connection => ({ state: 'offline', since: 1, reason });

describe('what layers without VS Code say', () => {
  it('is in the editor’s language for each way in which a connection is lost', () => {
    const endings = [
      ...Object.values(closeCodes).map((code) => ({ type: 'closed', code }) as const),
      ...[1006, 1008, 4199, 4299, 4399, 4499, 4599].map((code) => ({ type: 'closed', code }) as const),
      ...(['silent', 'behind', 'unsound', 'woke'] as const).map((type) => ({ type })),
    ];
    for (const ending of endings) {
      const reason = reasonOf(ending);
      const session = guarded({ connection: () => lost(reason) } as Partial<Session> as Session, () => false);
      expect(session.connection()).toEqual(lost(wordFor(reason)));
      expect(wordFor(reason)).not.toBe(reason);
    }
    expect(session({ state: 'online' })).toEqual({ state: 'online' });
  });

  it('stays as it is where a bridge has said it, whatever that looks like', () => {
    for (const said of ['Ana has 9 editors open.', 'constructor', '__proto__', 'failing'])
      expect([inOwnWords(said), session(lost(said))]).toEqual([said, lost(said)]);
  });

  it('is so for refusals, visits and links too', async () => {
    const away = refused('indeterminate', 'Not connected to the bridge; nothing was run.');
    const asked = guarded({ run: async () => away } as Partial<Session> as Session, () => false);
    expect(await asked.run('status')).toMatchObject({ ok: false, message: wordFor(away.message) });
    const late = lost('The bridge did not answer in time.');
    expect(wordedVisit({ ok: false, connection: late })).toEqual({
      ok: false,
      connection: lost('Die Bridge hat nicht rechtzeitig geantwortet.'),
    });
    for (const text of [
      'hello',
      'http://bridge.example',
      'vscode://shiproom.shiproom/join?x',
      'https://a.example:443',
    ]) {
      const link = readLink(text);
      const wrong = 'wrong' in link ? link.wrong : '';
      expect(inOwnWords(wrong)).toBe(wordFor(wrong));
      expect(wordFor(wrong)).not.toBe(wrong);
    }
  });
});

const session = (connection: Connection): Connection =>
  guarded({ connection: () => connection } as Partial<Session> as Session, () => false).connection();
