import { describe, expect, it, vi } from 'vitest';
import type { Session } from '../../client/session.ts';
import type { OwnForge } from '../../extension/forges/own-forge.ts';
import { guarded } from '../../extension/guarded-session.ts';
import { createPerform } from '../../extension/perform.ts';
import type { Settings } from '../../extension/settings.ts';
import { keptBack } from '../../extension/sources/kept-back.ts';
import { statusOf } from '../../extension/sources/share.ts';
import { BranchName } from '../../protocol/model/ids.ts';
import { key, repository, sha } from '../support/samples.ts';
import { checkout, localTests, situation } from './situations.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

const token = `ghp_${'a1B2'.repeat(9)}`;
const shown = {
  of: {
    repository,
    branch: key().branch,
    commit: sha('a'),
    path: 'a.ts',
    line: 10,
    endLine: 11,
    before: ['x'],
    after: ['y'],
  },
  text: 'one\ntwo',
  language: 'typescript',
};

/** A session that writes down what it is asked to send. */
function open(isKeptBack = false) {
  const sent: unknown[][] = [];
  const wire = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) => {
          sent.push([name, ...args]);
          return { ok: true, value: null };
        },
    },
  ) as Session;
  return { sent, session: guarded(wire, () => isKeptBack) };
}

describe('a guarded session', () => {
  it.each<[string, (session: Session) => Promise<unknown>, number]>([
    ['what is said', (session) => session.say(`see\n${token}`, key()), 2],
    ['what is said instead', (session) => session.amend(7, token), 1],
    ['a line of the bot', (session) => session.run(`ci run --input key=${token}`), 1],
    ['what was done at the engine', (session) => session.acted({ about: key(), line: token, done: true }), 1],
    ['lines of code', (session) => session.say('see', key(), { ...shown, text: `one\n${token}` }), 11],
    ['lines around them', (session) => session.say('', key(), { ...shown, of: { ...shown.of, after: [token] } }), 12],
    ['their path', (session) => session.say('', key(), { ...shown, of: { ...shown.of, path: token } }), 1],
  ])('refuses %s that looks like a secret, before it is kept or sent, and never repeats it', async (_, act, line) => {
    const { sent, session } = open();
    const outcome = await act(session);
    expect(outcome).toMatchObject({ ok: false, slug: 'secret_found' });
    expect(JSON.stringify(outcome)).toContain(`line ${line} looks like a GitHub token`);
    expect(JSON.stringify(outcome)).not.toContain(token.slice(0, 12));
    expect(sent).toEqual([]);
  });

  it('has nothing completed that looks like a secret', async () => {
    const { sent, session } = open();
    expect(await session.complete(`/ci run ${token}`, 3)).toEqual({ ok: true, value: null });
    expect(sent).toEqual([]);
    await session.complete('/ci', 3, key());
    expect(sent).toEqual([['complete', '/ci', 3, key()]]);
  });

  it('takes a status back that looks like a secret, and leaves such names out of how it appears', () => {
    const { sent, session } = open();
    const status = statusOf(checkout(), localTests({ task: token }));
    session.share(status ?? null);
    const branch = BranchName.parse(token);
    session.appear({ seen: true, idle: false, on: { repository, branch }, files: ['a.ts', `${token}.env`] });
    expect(sent).toEqual([
      ['share', null],
      ['appear', { seen: true, idle: false, on: null, files: ['a.ts'] }],
    ]);
  });

  it('hands on all else as it is', async () => {
    const { sent, session } = open();
    await session.say('plain', key(), shown);
    await session.run('ci run main', key());
    session.share(null);
    session.appear({ seen: true, idle: true });
    expect(sent).toEqual([
      ['say', 'plain', key(), shown],
      ['run', 'ci run main', key()],
      ['share', null],
      ['appear', { seen: true, idle: true }],
    ]);
  });

  it('names no branch that is kept back in what is said or typed', async () => {
    const { sent, session } = open(true);
    await session.say('hello', key());
    await session.complete('/ci', 3, key());
    await session.run('help', key());
    expect(sent).toEqual([
      ['say', 'hello', undefined, undefined],
      ['complete', '/ci', 3, undefined],
      ['run', 'help', undefined],
    ]);
    expect(await session.workflows(key())).toMatchObject({ ok: false, slug: 'kept_back' });
    expect(await session.acted({ about: key(), line: 'ci run', done: true })).toMatchObject({ slug: 'kept_back' });
    expect(sent).toHaveLength(3);
  });
});

describe('what is done with the user’s own session', () => {
  it('is refused where a comment looks like a secret, before the forge hears of it', async () => {
    const act = vi.fn<OwnForge['act']>();
    const perform = createPerform({
      situation,
      settings: { actsAs: () => 'me' } as Settings,
      session: () => undefined,
      run: async () => ({ ok: false, slug: 'x', message: '' }),
      forge: { serves: () => true, act, account: async () => undefined },
      began: () => undefined,
    });
    const deed = { type: 'decide', run: { run: 'r1' }, environment: 'prod', verdict: 'approved', comment: token };
    const outcome = await perform({ deed, about: key(), at: undefined } as never);
    expect(outcome).toMatchObject({ ok: false, slug: 'secret_found' });
    expect(act).not.toHaveBeenCalled();
  });
});

describe('a branch that is kept back', () => {
  it.each([
    ['private', true],
    ['off', true],
    ['secret', true],
    ['not-agreed', false],
    ['paused', false],
  ])('where the gate says %s: %j', (withhold, expected) => {
    const decision = { withhold } as never;
    expect(keptBack(situation({ decision }), key(), false)).toBe(expected);
    expect(keptBack(situation({ decision }), key(), true)).toBe(true);
    expect(keptBack(situation({ decision }), key('another'), true)).toBe(false);
  });

  it('is none that is shared, by its state or its name', () => {
    const decision = { withhold: 'presence', on: key() } as const;
    for (const shared of [situation(), situation({ decision })]) expect(keptBack(shared, key(), true)).toBe(false);
  });
});
