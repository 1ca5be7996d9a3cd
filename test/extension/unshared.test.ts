import { beforeEach, describe, expect, it, vi } from 'vitest';
import { obstacleOf } from '../../extension/commands/obstacle.ts';
import { shareStatus } from '../../extension/commands/share-status.ts';
import type { Situation } from '../../extension/situation.ts';
import { sharingHop } from '../../extension/doctor/here.ts';
import { createUnshared } from '../../extension/sources/unshared.ts';
import { nowRows } from '../../extension/views/now-model.ts';
import { survey } from '../../extension/survey.ts';
import { RepositoryId } from '../../protocol/model/ids.ts';
import { key, person, repository } from '../support/samples.ts';
import { sharingScene } from './sharing-scene.ts';
import { card, checkout, origin, situation } from './situations.ts';
import { editor } from './vscode-editor.ts';
import { reset } from './vscode-stub.ts';

vi.mock('vscode', async () => (await import('./vscode-stub.ts')).stub);

beforeEach(reset);

const rows = (part: Partial<Situation>) => nowRows(situation(part), String);
const find = (some: ReturnType<typeof rows>) => some.find(({ id }) => id === 'sharing');

const other = RepositoryId.parse('example.com/acme/other');

describe('a branch that the room does not take', () => {
  it('is said once for each reason, in plain words', () => {
    const feature = createUnshared(sharingScene().around);
    const message = 'This room follows example.com/acme/web, and not [this](command:x).';
    feature.told?.({ type: 'unshared', message });
    feature.told?.({ type: 'unshared', message });
    feature.told?.({ type: 'people', people: [] });
    expect(editor.shown).toHaveLength(1);
    expect(editor.shown[0]).toMatchObject({ kind: 'warning' });
    expect(editor.shown[0]?.text).toContain('does not take this branch: This room follows example.com/acme/web');
    expect(editor.shown[0]?.text).not.toContain('](');
    feature.dispose();
  });

  it('is remembered for its repository, until the bridge tells of that one or another is connected', () => {
    const feature = createUnshared(sharingScene().around);
    const refuse = (): void => feature.told?.({ type: 'unshared', message: 'This room follows another.' });
    expect(feature.why(repository)).toBeUndefined();
    refuse();
    feature.told?.({ type: 'card', card: card({ key: { ...key(), repository: other } }) });
    feature.told?.({ type: 'people', people: [{ person: person('Bo'), devices: 1 }] });
    expect([feature.why(repository), feature.why(other)]).toEqual(['This room follows another.', undefined]);
    feature.told?.({ type: 'card', card: card() });
    expect(feature.why(repository)).toBeUndefined();
    refuse();
    feature.told?.({ type: 'people', people: [{ person: person('Bo'), devices: 1, on: key() }] });
    expect(feature.why(repository)).toBeUndefined();
    refuse();
    feature.attach?.(undefined);
    expect(feature.why(repository)).toBeUndefined();
  });

  it('is in how the window stands, and is said again to whoever shares it', async () => {
    const scene = sharingScene();
    const unshared = createUnshared(scene.around);
    await scene.memory.agree(origin, repository, 'status');
    unshared.told?.({ type: 'unshared', message: 'This room follows another.' });
    const now = (): Situation => survey({ ...scene.around, unshared });
    expect(now().unfollowed).toBe('This room follows another.');
    await shareStatus({ ...scene.services, situation: now });
    expect(editor.shown.at(-1)).toMatchObject({ kind: 'warning', choices: ['Connect to Bridge…'] });
    expect(editor.shown.at(-1)?.text).toBe('Nothing of this repository is shared: This room follows another.');
  });

  it.each<Partial<Situation>>([{}, { mode: 'presence' }, { connection: { state: 'offline', since: 1, reason: 'x' } }])(
    'says that nothing is shared where the room does not follow the repository, and makes no word of it up: %j',
    (part) => {
      const unfollowed = 'This room follows acme/web, and not acme/api.';
      expect(find(rows({ ...part, unfollowed }))).toMatchObject({
        description: 'nothing: the room does not follow this repository',
        tooltip: expect.stringContaining(unfollowed),
        context: 'sharing unfollowed',
      });
      expect(rows({ ...part, unfollowed }).map(({ id }) => id)).toEqual([
        'branch',
        'conflicts',
        'sharing',
        'local-tests',
      ]);
      expect(find(rows({ ...part, unfollowed, paused: true }))?.description).toBe('paused');
    },
  );

  it.each<[string, Partial<Situation>, string]>([
    [
      'failed',
      { unfollowed: 'This room follows another.' },
      'Nothing of this repository is shared: This room follows another.',
    ],
    ['warned', { connection: { state: 'offline', since: 1, reason: 'x' } }, 'What is shared waits for the bridge.'],
    ['passed', {}, 'This branch is shared.'],
    ['warned', { paused: true, unfollowed: 'x' }, 'Sharing is paused.'],
  ])('is what the doctor says of sharing: %s', (state, part, words) => {
    expect(sharingHop(situation(part))).toMatchObject({ state, words });
  });

  it('is not said to be seen by its name while the bridge is away, nor to have no commit while it is read', () => {
    const connection = { state: 'offline', since: 1, reason: 'x' } as const;
    expect(find(rows({ mode: 'presence', connection }))?.tooltip).toMatch(/^Others see where you are as soon as/);
    expect(find(rows({ mode: 'presence' }))?.tooltip).toMatch(/^Others see that you are here/);
    const reading = obstacleOf(situation({ checkout: undefined }), ['branch']);
    expect(reading?.message).toBe('The repository is still being read.');
    const unborn = situation({ checkout: checkout({ at: { state: 'unborn' } }) });
    expect(obstacleOf(unborn, ['branch'])?.message).toBe('There is no commit yet.');
  });
});
