import * as vscode from 'vscode';
import { type Health, health } from '../../protocol/model/health.ts';
import type { Connection } from '../../protocol/wire/panel.ts';
import { type CommandName, commandId, viewId } from '../contributions.ts';
import { cardOf, hereOf, type Situation, stateOf } from '../situation.ts';
import { mayLeave, type Withheld } from '../sources/share.ts';
import { escapeIcons, healthWord, plain, type Time } from './words.ts';

/** The one item of the status bar. `text` may hold icons; the others are plain. */
export interface StatusItem {
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
  /** What a click does: the right next step where there is one, and else it shows the view Now. */
  readonly command: string;
}

const showNow = `${viewId('now')}.focus`;

/** The branch's health, the connection and what is shared, in words beside the icon. Undefined where there is nothing to say. */
export function statusItem(situation: Situation, time: Time): StatusItem | undefined {
  const { connection, room } = situation;
  const state = stateOf(situation);
  if (state === 'untrusted')
    return plainItem(
      '$(shield)',
      vscode.l10n.t('not trusted'),
      vscode.l10n.t('nothing is sent from this workspace'),
      'workbench.trust.manage',
    );
  if (connection.state === 'unpaired') {
    if (state !== 'unpaired') return undefined;
    const reason = connection.reason ?? vscode.l10n.t('no bridge is connected');
    return plainItem('$(debug-disconnect)', vscode.l10n.t('not connected'), reason, commandId('connect'));
  }
  const branch = hereOf(situation)?.branch;
  const card = cardOf(situation);
  const said = card ? health(card) : 'unknown';
  const kept = keptBack(situation, time);
  const name = branch ? plain(branch) : vscode.l10n.t('no branch');
  const standing = connection.state === 'online' ? (kept?.short ?? healthWord(said)) : standingWord(connection.state);
  const details = [
    vscode.l10n.t('Shiproom: {0}, {1}', name, healthWord(said)),
    connectionWords(connection, room && plain(room.name), time),
    kept?.long ?? sharingWords(situation),
  ];
  const command = stepOf(connection.state);
  return {
    text: `${iconOf(connection, kept?.icon, said)} ${escapeIcons(shortened(name))} · ${standing}`,
    tooltip: details.join('\n'),
    spoken: details.join(', '),
    command: command ? commandId(command) : showNow,
  };
}

const [longestName, ofItsEnd] = [40, 15];

/** VS Code cuts a long item off at its end, where it says how the branch stands. */
function shortened(name: string): string {
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  if (letters.length <= longestName) return name;
  return `${letters.slice(0, longestName - ofItsEnd - 1).join('')}…${letters.slice(-ofItsEnd).join('')}`;
}

/** A lost connection is looked into; whatever else is wrong, the view Now says it with its actions. */
const stepOf = (state: Connection['state']): CommandName | undefined => (state === 'stopped' ? 'doctor' : undefined);

function plainItem(icon: string, short: string, long: string, command: string): StatusItem {
  const said = vscode.l10n.t('Shiproom: {0}, {1}', short, long);
  return { text: `${icon} Shiproom · ${short}`, tooltip: said, spoken: said, command };
}

function standingWord(state: Exclude<Connection['state'], 'online' | 'unpaired'>): string {
  switch (state) {
    case 'connecting':
      return vscode.l10n.t('connecting');
    case 'offline':
      return vscode.l10n.t('offline');
    case 'stopped':
      return vscode.l10n.t('stopped');
  }
}

const icons: Readonly<Record<Health, string>> = {
  failing: '$(error)',
  running: '$(sync~spin)',
  passing: '$(pass)',
  unknown: '$(circle-outline)',
};

function iconOf({ state }: Connection, kept: string | undefined, said: Health): string {
  if (state === 'connecting') return '$(sync~spin)';
  if (state !== 'online') return '$(debug-disconnect)';
  return kept ?? icons[said];
}

function connectionWords(connection: Connection, room: string | undefined, time: Time): string {
  if (connection.state === 'online')
    return room === undefined ? vscode.l10n.t('connected') : vscode.l10n.t('connected to {0}', room);
  const standing = lostWords(connection, time);
  return 'reason' in connection && connection.reason ? `${standing} (${connection.reason})` : standing;
}

function lostWords(connection: Exclude<Connection, { state: 'online' }>, time: Time): string {
  if (connection.state === 'offline') return vscode.l10n.t('offline since {0}', time(connection.since));
  return connection.state === 'unpaired' ? vscode.l10n.t('not connected') : standingWord(connection.state);
}

interface KeptBack {
  readonly icon: string;
  readonly short: string;
  readonly long: string;
}

/** What nobody else gets to see, which goes before the branch's health: nobody is to think that they are seen. */
function keptBack({ mode, paused, pausedUntil, ...situation }: Situation, time: Time): KeptBack | undefined {
  if (mode === 'off')
    return { icon: '$(eye-closed)', short: vscode.l10n.t('sharing off'), long: vscode.l10n.t('sharing is off') };
  if (paused) {
    if (pausedUntil === undefined)
      return { icon: '$(debug-pause)', short: vscode.l10n.t('paused'), long: vscode.l10n.t('sharing is paused') };
    const until = time(pausedUntil);
    const short = vscode.l10n.t('paused until {0}', until);
    return { icon: '$(debug-pause)', short, long: vscode.l10n.t('sharing is paused until {0}', until) };
  }
  if (situation.unfollowed !== undefined && mayLeave(situation.decision)) {
    const long = vscode.l10n.t('nothing of this repository is shared, since the room does not follow it');
    return { icon: '$(circle-slash)', short: vscode.l10n.t('not shared'), long };
  }
  // Nobody sees even that as long as the bridge is away.
  if (mode !== 'presence' || situation.connection.state !== 'online') return undefined;
  const long = vscode.l10n.t('only your presence is shared');
  return { icon: '$(eye)', short: vscode.l10n.t('branch name only'), long };
}

/** What is to be shared while the bridge is away is kept, and sent in its newest state once the bridge is back. */
function sharingWords({ decision, connection }: Situation): string {
  if (!mayLeave(decision)) return withheldWords('withhold' in decision ? decision.withhold : undefined);
  if (connection.state === 'online') return vscode.l10n.t('this branch is shared');
  return connection.state === 'stopped'
    ? vscode.l10n.t('nothing is shared before it is connected again')
    : vscode.l10n.t('what is shared of this branch waits for the bridge');
}

function withheldWords(why: Withheld | undefined): string {
  if (why === 'private') return vscode.l10n.t('this branch is private');
  return why === 'no-branch'
    ? vscode.l10n.t('there is no branch to share')
    : vscode.l10n.t('this branch is not shared');
}
