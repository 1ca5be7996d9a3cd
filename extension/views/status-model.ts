import { type Health, health } from '../../protocol/model/health.ts';
import type { Connection } from '../../protocol/wire/panel.ts';
import { cardOf, hereOf, type Situation, stateOf } from '../situation.ts';
import { healthWords, plain } from './words.ts';

/** The one item of the status bar. `text` may hold icons; the others are plain. */
export interface StatusItem {
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
}

/** The branch's health and the connection, in words beside the icon. Undefined where there is nothing to say. */
export function statusItem(situation: Situation): StatusItem | undefined {
  const { connection, room, paused } = situation;
  const state = stateOf(situation);
  if (state === 'untrusted') return plainItem('$(shield)', 'not trusted', 'nothing is sent from this workspace');
  if (connection.state === 'unpaired') {
    if (state !== 'unpaired') return undefined;
    return plainItem('$(debug-disconnect)', 'not connected', connection.reason ?? 'no bridge is connected');
  }
  const branch = hereOf(situation)?.branch;
  const card = cardOf(situation);
  const said = card ? health(card) : 'unknown';
  const standing =
    connection.state === 'online' ? (paused ? 'paused' : healthWords[said]) : standings[connection.state];
  const name = branch ? plain(branch) : 'no branch';
  const details = [
    `Shiproom: ${name}, ${healthWords[said]}`,
    `${connectionWords(connection)}${room ? ` to ${plain(room.name)}` : ''}`,
    sharingWords(situation),
  ];
  return {
    text: `${iconOf(connection, paused, said)} ${escapeIcons(name)} · ${standing}`,
    tooltip: details.join('\n'),
    spoken: details.join(', '),
  };
}

function plainItem(icon: string, short: string, long: string): StatusItem {
  const said = `Shiproom: ${short}, ${long}`;
  return { text: `${icon} Shiproom · ${short}`, tooltip: said, spoken: said };
}

const standings = { connecting: 'connecting', offline: 'offline', stopped: 'stopped' } as const;
const icons: Readonly<Record<Health, string>> = {
  failing: '$(error)',
  running: '$(sync~spin)',
  passing: '$(pass)',
  unknown: '$(circle-outline)',
};

function iconOf({ state }: Connection, paused: boolean, said: Health): string {
  if (state === 'connecting') return '$(sync~spin)';
  if (state !== 'online') return '$(debug-disconnect)';
  return paused ? '$(debug-pause)' : icons[said];
}

function connectionWords(connection: Connection): string {
  if (connection.state === 'online') return 'connected';
  return 'reason' in connection ? `${connection.state} (${connection.reason})` : connection.state;
}

function sharingWords({ decision, paused }: Situation): string {
  if (paused) return 'sharing is paused';
  return 'share' in decision ? 'this branch is shared' : 'this branch is not shared';
}

/** A branch may be called `$(error)`; in the status bar it must not look like our word for it. */
export const escapeIcons = (text: string): string => text.replace(/\$\([a-z0-9~-]+\)/gi, '\\$&');
