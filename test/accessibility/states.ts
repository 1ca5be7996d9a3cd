import { RunId } from '../../protocol/model/ids.ts';
import type { ToPanel } from '../../protocol/wire/panel.ts';
import { inRoom, now, offline, online, plain, saidFrom } from '../media/samples.ts';
import { key, person } from '../support/samples.ts';
import { cards, commands, entries, sources } from './samples.ts';
import type { PanelStage } from './stage.ts';

/** A state of the panel, and how it comes about. */
export interface PanelScene {
  readonly name: string;
  play(stage: PanelStage): Promise<void>;
}

const here: ToPanel = { type: 'here', here: key() };
const room = inRoom({ entries, cards, commands, sources });
const connection = (state: (ToPanel & { type: 'connection' })['connection']): ToPanel => ({
  type: 'connection',
  connection: state,
});
const since = now - 180_000;

/** In the room, with only its conversation unfolded. */
const talk = (stage: PanelStage, ...more: readonly ToPanel[]): Promise<void> => stage.begin(online, here, ...more);
const press = (stage: PanelStage, name: string | RegExp): Promise<void> =>
  stage.page.getByRole('button', { name }).first().click();
const write = (stage: PanelStage, text: string): Promise<void> => stage.page.locator('textarea').fill(text);

/** Runs a line and has it answered. */
async function run(stage: PanelStage, line: string): Promise<void> {
  await write(stage, `/${line}`);
  await press(stage, 'Run command');
}

/** Unfolds the branches, of which this one is open. */
const openCards = async (stage: PanelStage): Promise<void> => {
  const fold = stage.page.getByRole('button', { name: /^Branches/ });
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
};

const withoutRoom: PanelScene[] = [
  { name: 'loading', play: (stage) => stage.begin() },
  {
    name: 'unpaired',
    play: (stage) => stage.begin(connection({ state: 'unpaired', reason: 'This link has been used.' })),
  },
  { name: 'offline', play: (stage) => stage.begin(offline) },
  {
    name: 'stopped',
    play: (stage) => stage.begin(connection({ state: 'stopped', reason: 'Your access was taken back.' })),
  },
];

const reading: PanelScene[] = [
  { name: 'empty', play: (stage) => talk(stage, inRoom({ entries: [], cards: [], commands })) },
  { name: 'nothing said', play: (stage) => talk(stage, inRoom({ entries: [], cards, commands })) },
  { name: 'every kind of entry', play: (stage) => talk(stage, room) },
  {
    name: 'offline in a room',
    play: (stage) =>
      talk(stage, room, connection({ state: 'offline', since, reason: 'The bridge at 10.0.0.7 does not answer.' })),
  },
  {
    name: 'older entries',
    async play(stage) {
      await talk(stage, inRoom({ entries: saidFrom(50, 60), cards, commands, more: true }));
      await press(stage, 'Load older messages');
      await stage.answer('earlier', { type: 'refused', slug: 'x', message: 'The bridge took too long.' });
    },
  },
  {
    name: 'unread divider',
    async play(stage) {
      await stage.begin(online, here, { type: 'seen', offset: 9 }, room);
      await stage.page.locator('.divider.new').waitFor();
    },
  },
  {
    name: 'thread',
    play: (stage) => talk(stage, room, { type: 'thread', about: key() }),
  },
  {
    name: 'empty thread',
    play: (stage) => talk(stage, room, { type: 'thread', about: key('docs'), write: '@Bo ' }),
  },
  {
    name: 'sorted table',
    async play(stage) {
      await talk(stage, room);
      await press(stage, 'Took');
    },
  },
];

const doing: PanelScene[] = [
  {
    name: 'asides',
    async play(stage) {
      await talk(stage, room);
      await run(stage, 'ci status');
      await stage.answer('run', { type: 'reply', message: plain('Everything passes.') });
      await run(stage, 'ci run');
      await stage.answer('run', { type: 'refused', slug: 'x', message: 'Which workflow?', field: 'workflow' });
      await run(stage, 'help');
    },
  },
  {
    name: 'pending and refused',
    play: (stage) =>
      talk(stage, room, {
        type: 'pending',
        pending: [
          { mid: 'a', text: 'On its way' },
          { mid: 'b', text: 'Too much', refused: 'Too many messages: wait a minute.' },
          { mid: 'c', text: 'Other words', amends: 4 },
        ],
      }),
  },
  {
    name: 'a confirm step',
    async play(stage) {
      await talk(stage, room);
      await press(stage, 'Rerun Failed…');
    },
  },
  {
    name: 'a deletion',
    async play(stage) {
      await talk(stage, room);
      await stage.page.getByRole('button', { name: 'Delete message…' }).first().focus();
      await stage.page.keyboard.press('Enter');
    },
  },
  {
    name: 'completion',
    async play(stage) {
      await talk(stage, room);
      await stage.page.locator('textarea').focus();
      await write(stage, '/ci r');
      const offers = [
        { label: '/ci run [branch]', detail: 'Run the tests', insert: '/ci run ' },
        { label: '/ci rerun [run]', detail: 'Run what failed, or everything, once more', insert: '/ci rerun ' },
        { label: '/ci reject [run]', detail: 'Say no', insert: '/ci reject ' },
      ];
      await stage.answer('complete', { type: 'completion', completion: { from: 0, to: 5, offers, picked: 0 } });
    },
  },
  {
    name: 'an edit',
    async play(stage) {
      await talk(stage, room);
      await stage.page.locator('textarea').focus();
      await stage.page.keyboard.press('ArrowUp');
    },
  },
];

const working: PanelScene[] = [
  {
    name: 'a card with gates',
    async play(stage) {
      await talk(stage, room);
      await openCards(stage);
    },
  },
  {
    name: 'a gate asked',
    async play(stage) {
      await talk(stage, room);
      await openCards(stage);
      await press(stage, /^Approve production/);
    },
  },
  {
    name: 'people',
    async play(stage) {
      await talk(
        stage,
        inRoom({
          entries,
          cards,
          commands,
          people: [
            { person: person('Ana'), devices: 1, on: key() },
            { person: person('Bo'), devices: 2 },
          ],
        }),
      );
      await press(stage, /^People/);
    },
  },
  {
    name: 'a log',
    async play(stage) {
      await talk(stage, room);
      await stage.page.evaluate(
        (wanted) => document.querySelector('shiproom-panel')?.tell({ type: 'log-opened', run: wanted }),
        RunId.parse('memory:41'),
      );
      const text = 'Fetching\n##[group]Test\nok 1\nnot ok 2 at src/cart.ts:7\n##[endgroup]\nDone\n';
      await stage.answer('log', {
        type: 'log',
        text,
        next: text.length,
        ended: true,
        note: 'Shortened by the engine.',
      });
    },
  },
];

/** All states in which somebody may find the panel. */
export const scenes: readonly PanelScene[] = [...withoutRoom, ...reading, ...doing, ...working];
