import type { Card } from '../../protocol/model/card.ts';
import type { CommandSpec } from '../../protocol/model/command.ts';
import type { Entry } from '../../protocol/model/entry.ts';
import type { Message } from '../../protocol/model/message.ts';
import type { RoomView, ToPanel } from '../../protocol/wire/panel.ts';
import { key, person, room, run, work } from '../support/samples.ts';

export const now = Date.UTC(2026, 10, 20, 12, 0, 0);
export const minute = 60_000;

export const plain = (text: string): Message => ({
  text,
  blocks: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

/** Said by Bo, a minute apart, unless told otherwise. */
export const said = (offset: number, part: Partial<Entry & { type: 'said' }> = {}): Entry & { type: 'said' } => ({
  type: 'said',
  offset,
  at: now - 1000 * minute + offset * minute,
  by: { type: 'person', person: person('Bo') },
  message: plain(`message ${offset}`),
  ...part,
});

export const saidFrom = (first: number, last: number): Entry[] =>
  Array.from({ length: last - first + 1 }, (_, index) => said(first + index));

export const card = (branch = 'feat/login', part: Partial<Card> = {}): Card => ({
  key: key(branch),
  version: 1,
  updatedAt: now - 3 * minute,
  work: [work({ at: now - 3 * minute })],
  ci: [run({ state: 'failed', queuedAt: now - 6 * minute, startedAt: now - 5 * minute, endedAt: now - 4 * minute })],
  ...part,
});

const argument = (name: string, kind: CommandSpec['arguments'][number]['kind']) => ({
  name,
  summary: name,
  kind,
  required: false,
});

export const commands: CommandSpec[] = [
  { name: 'help', summary: 'What the bot can do', effect: 'read', arguments: [] },
  { name: 'status', summary: 'A branch’s state', effect: 'read', arguments: [argument('branch', 'branch')] },
  { name: 'ci run', summary: 'Run the tests', effect: 'write', arguments: [argument('branch', 'branch')] },
  { name: 'ci status', summary: 'The newest runs', effect: 'read', arguments: [argument('branch', 'branch')] },
  { name: 'ci cancel', summary: 'Stop a run', effect: 'write', arguments: [argument('run', 'run')] },
];

export const roomView = (part: Partial<RoomView> = {}): RoomView => ({
  room,
  name: 'Web',
  me: person('Ana'),
  entries: saidFrom(1, 3),
  more: false,
  reloaded: false,
  cards: [card()],
  people: [
    { person: person('Ana'), devices: 1, on: key() },
    { person: person('Bo'), devices: 2 },
  ],
  commands,
  ...part,
});

export const online: ToPanel = { type: 'connection', connection: { state: 'online' } };
export const offline: ToPanel = {
  type: 'connection',
  connection: { state: 'offline', since: now - 3 * minute, reason: 'The bridge does not answer.' },
};
export const inRoom = (part: Partial<RoomView> = {}): ToPanel => ({ type: 'room', room: roomView(part) });

/** What an attacker writes where others will read it. */
export const payloads: readonly string[] = [
  '<img src=x onerror="globalThis.hit = true">',
  '<script>globalThis.hit = true</script>',
  '"><svg onload=globalThis.hit=true>',
  '</textarea><iframe srcdoc="<script>parent.hit=true</script>">',
  '<a href="javascript:globalThis.hit=true">x</a>',
  '<style>@import "//evil"</style>',
  '{{constructor.constructor("globalThis.hit=true")()}}',
  '${globalThis.hit = true}',
  '<!--<img src=x onerror=globalThis.hit=true>-->',
  '<math><mtext><table><mglyph><style><img src=x onerror=globalThis.hit=true>',
  '&lt;img src=x onerror=globalThis.hit=true&gt;',
  '?lit$123456789$ <!--?lit$--> <b>',
  '\u202Egnp.exe <b>bidi</b>',
  '<vscode-button onclick="globalThis.hit=true">Connect</vscode-button>',
];
