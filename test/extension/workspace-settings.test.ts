import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { settings as contributed } from '../../extension/contributions/settings.ts';
import { createAppearance } from '../../extension/sources/appearance.ts';
import { repository } from '../support/samples.ts';
import { sharingScene } from './sharing-scene.ts';
import { localTests, origin } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

/** For each setting what tells most, and what cannot be read. */
const worst: Readonly<Record<string, readonly unknown[]>> = {
  'share.mode': ['status', 'all', 7],
  'share.files': [true, 'yes'],
  'share.privateBranches': [[], ['none'], 'none'],
  'bridge.url': ['https://evil.example'],
};
const names = Object.keys(contributed);
const values = (name: string): fc.Arbitrary<unknown> =>
  fc.constantFrom(undefined, ...(worst[name] ?? []), true, false, 'status', '*', ['*'], []);
const scopes = (name: string) => fc.record({ workspaceValue: values(name), workspaceFolderValue: values(name) });
const workspaces = fc.record(Object.fromEntries(names.map((name) => [name, scopes(name)])));
const users = fc.record({
  'share.mode': fc.constantFrom(undefined, 'off', 'presence', 'status'),
  'share.files': fc.constantFrom(undefined, true, false),
  'share.privateBranches': fc.constantFrom(undefined, [], ['feat/*'], ['x']),
});
const said = fc.record({
  agreed: fc.subarray(['presence', 'status', 'files'] as const),
  paused: fc.constantFrom(false, true, 2_000_000),
});

type User = Readonly<Record<string, unknown>>;
type Workspace = Readonly<Record<string, object>>;

/** All that is sent in a minute by a window of this user, in a workspace that says this. */
async function sent(
  user: User,
  { agreed, paused }: { agreed: readonly ('presence' | 'status' | 'files')[]; paused: boolean | number },
  workspace: Workspace,
) {
  reset();
  for (const name of names) editor.settings[`shiproom.${name}`] = { ...workspace[name], globalValue: user[name] };
  const scene = sharingScene();
  scene.at.tests = { told: localTests(), failures: [], unread: [], stale: false };
  for (const what of agreed) await scene.memory.agree(origin, repository, what);
  await scene.memory.pause(paused);
  const feature = createAppearance(scene.around);
  scene.looks.push(() => feature.show?.(scene.situation()));
  scene.refresh();
  await scene.clock.advance(2_000);
  feature.dispose();
  const { mode } = scene.situation();
  const { files, on, seen } = scene.appeared.at(-1) ?? { seen: true, on: null };
  const branches = [...scene.shared, ...scene.appeared.map((how) => how.on)].filter((each) => each);
  return {
    mode,
    shared: scene.shared.length > 0,
    named: branches.length > 0,
    files: files !== undefined,
    on: !!on,
    seen,
  };
}

const ranks = ['off', 'presence', 'status'];

describe('a workspace that sets every one of our settings', () => {
  it('[T1] has nothing sent that would not be sent without it', async () => {
    await fc.assert(
      fc.asyncProperty(users, said, workspaces, async (user, wishes, workspace) => {
        const [without, within] = [await sent(user, wishes, {}), await sent(user, wishes, workspace)];
        expect(ranks.indexOf(within.mode)).toBeLessThanOrEqual(ranks.indexOf(without.mode));
        for (const what of ['shared', 'named', 'files', 'seen'] as const) {
          const may = without[what] || (what === 'named' && without.shared);
          expect([what, within[what] && !may]).toEqual([what, false]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(['share.files', 'share.mode', 'share.privateBranches'])(
    '[T1] alone decides nothing that its user has decided otherwise: %s',
    async (name) => {
      const wishes = { agreed: ['presence', 'status', 'files'] as const, paused: false };
      const less = { 'share.files': false, 'share.mode': 'presence', 'share.privateBranches': ['*'] }[name];
      const user = { 'share.mode': 'status', 'share.files': true, [name]: less };
      const value = worst[name]?.[0];
      const within = await sent(user, wishes, { [name]: { workspaceValue: value, workspaceFolderValue: value } });
      expect(within).toEqual(await sent(user, wishes, {}));
    },
  );

  it('[T1] cannot agree to the first message, nor end a pause', async () => {
    const all = Object.fromEntries(names.map((name) => [name, { workspaceValue: worst[name]?.[0] ?? true }]));
    const user = { 'share.mode': 'status', 'share.files': true };
    const nothing = { shared: false, named: false, files: false };
    expect(await sent(user, { agreed: [], paused: false }, all)).toMatchObject(nothing);
    expect(await sent(user, { agreed: ['status', 'files'], paused: true }, all)).toMatchObject(nothing);
    expect(await sent(user, { agreed: ['status', 'files'], paused: false }, all)).toMatchObject({
      shared: true,
      files: true,
    });
  });
});
