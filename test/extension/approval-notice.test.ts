import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApprovalNotice } from '../../extension/views/notices/approval-notice.ts';
import { createSettings } from '../../extension/settings.ts';
import type { Source } from '../../protocol/model/source.ts';
import type { CiRun } from '../../protocol/model/run.ts';
import { manualClock } from '../support/clock.ts';
import { capable, person, run } from '../support/samples.ts';
import { card, origin, roomView, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset, stub } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

let folder = '';
let failures: unknown[] = [];
beforeEach(async () => {
  reset();
  failures = [];
  folder = await mkdtemp(join(tmpdir(), 'shiproom-told-'));
});
afterEach(async () => {
  stub.window.state.focused = true;
  await rm(folder, { recursive: true });
  if (failures.length > 0) throw new AggregateError(failures);
});

const gate = { environment: 'production', approvers: ['Ana-Dev', 'ops'] };
const waiting = (part: Partial<Omit<CiRun, 'run'>> = {}) =>
  run({ state: 'waiting', number: 12, gates: [gate], ...part });
const provider = (decide: boolean): Source => ({
  id: 'memory',
  kind: 'ci',
  name: 'CI',
  state: 'fresh',
  can: { ...capable, decide },
});

/** A window whose user is `ana-dev` on the forge. */
function window({ logins = ['ana-dev'], decide = true } = {}) {
  const clock = manualClock();
  const accounts = logins.map((login) => ({ forge: 'forge', id: login, login, proved: true }));
  const sources = [provider(decide)];
  const own = failures;
  const around = {
    session: () => ({ accounts: () => accounts, room: () => roomView({ sources }) }),
    uplink: { bridge: () => ({ origin }) },
    settings: createSettings(),
    world: { now: clock.now, after: clock.after },
    failed: (error: unknown) => own.push(error),
  };
  const notice = createApprovalNotice(around as never, folder);
  return {
    notice,
    clock,
    async shows(...ci: CiRun[]) {
      notice.show?.(situation({ room: roomView({ cards: [card({ ci })], sources }) }));
      await clock.advance(0);
    },
  };
}

const texts = () => editor.shown.map(({ text }) => text);
const settled = async (count: number) => {
  await expect.poll(() => editor.shown.length).toBe(count);
};

describe('an approval that is asked of this user', () => {
  it('is told once, in one window, with the way to give it', async () => {
    const [one, other] = [window(), window()];
    editor.answer = () => 'Approve Deployment…';
    await one.shows(waiting());
    await settled(1);
    await one.shows(waiting({ revision: 9 }));
    await other.shows(waiting());
    await other.clock.advance(1_000);
    expect(editor.shown).toMatchObject([
      {
        kind: 'information',
        text: 'production waits for your approval: tests #12 on feat/login.',
        choices: ['Approve Deployment…', 'Mute'],
      },
    ]);
    await expect
      .poll(() => editor.executed)
      .toEqual([['shiproom.approve', { run: 'run-1', environment: 'production' }]]);
    await one.shows(waiting({ attempt: 2 }));
    await settled(2);
  });

  it('is told by the window that is looked at, and by another one where none is', async () => {
    const [away, looked] = [window({ decide: false }), window()];
    stub.window.state.focused = false;
    await away.shows(waiting());
    stub.window.state.focused = true;
    await looked.shows(waiting());
    await settled(1);
    await away.clock.advance(1_000);
    expect(editor.shown.map(({ choices }) => choices)).toEqual([['Approve Deployment…', 'Mute']]);
    stub.window.state.focused = false;
    await away.shows(waiting({ attempt: 2 }));
    await away.clock.advance(1_000);
    await settled(2);
  });

  it('leads to its page where it cannot be given from here', async () => {
    editor.answer = () => 'Open in Browser';
    await window({ decide: false }).shows(waiting({ url: 'https://ci.example/12' }));
    await expect.poll(() => editor.executed).toEqual([['shiproom.openPage', { href: 'https://ci.example/12' }]]);
  });

  it('can be muted', async () => {
    editor.answer = () => 'Mute';
    const one = window();
    await one.shows(waiting());
    await expect.poll(() => createSettings().tellsApprovals()).toBe(false);
    await one.shows(waiting({ attempt: 2 }));
    await one.clock.advance(1_000);
    expect(texts()).toHaveLength(1);
  });

  it.each<[string, Partial<Omit<CiRun, 'run'>>]>([
    ['of others', { gates: [{ environment: 'production', approvers: ['ops'] }] }],
    ['of nobody by name', { gates: [{ environment: 'production', approvers: [] }] }],
    ['of a timer', { gates: [{ ...gate, until: 9 }] }],
    ['of a run that has ended', { state: 'cancelled' }],
    ['of one who has answered', { decisions: [{ environment: 'production', verdict: 'approved', by: 'ANA-DEV' }] }],
  ])('is not told where it is asked %s', async (_, part) => {
    const one = window();
    await one.shows(waiting(part));
    await one.clock.advance(1_000);
    expect(texts()).toEqual([]);
  });

  it('is not told to whom no account is known, nor where somebody has given it by a button', async () => {
    await window({ logins: [] }).shows(waiting());
    const one = window();
    const deeds = [{ key: 'gate/run-1/1/production', by: person('Bo'), did: 'approved it', at: 1, ok: true }];
    one.notice.show?.(situation({ room: roomView({ cards: [card({ ci: [waiting()], deeds })] }) }));
    await one.clock.advance(1_000);
    expect(texts()).toEqual([]);
  });

  it('says nothing after its window has gone', async () => {
    const one = window();
    stub.window.state.focused = false;
    await one.shows(waiting());
    one.notice.dispose();
    await one.clock.advance(1_000);
    expect(texts()).toEqual([]);
  });
});
