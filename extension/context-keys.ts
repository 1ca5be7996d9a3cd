import * as vscode from 'vscode';
import { hasEnded, health } from '../protocol/model/health.ts';
import type { ContextKey } from './contributions/states.ts';
import { cardOf, type Situation, stateOf } from './situation.ts';

/** Writes the `when` keys, each only where it has changed. */
export function createContextKeys(): (situation: Situation) => void {
  const written = new Map<ContextKey, unknown>();
  return (situation) => {
    const values = keysOf(situation);
    let key: ContextKey;
    for (key in values) {
      if (written.get(key) === values[key]) continue;
      written.set(key, values[key]);
      void vscode.commands.executeCommand('setContext', key, values[key]);
    }
  };
}

/** The value of each key: total, so that none is declared and never written. */
function keysOf(situation: Situation): Record<ContextKey, string | boolean> {
  const { decision, connection, git, paused, room } = situation;
  const card = cardOf(situation);
  const mayRun = (name: string): boolean => room?.commands.some((command) => command.name === name) ?? false;
  return {
    'shiproom.state': stateOf(situation),
    'shiproom.connection': connection.state,
    'shiproom.hasRepository': git === 'found',
    'shiproom.sharing': 'share' in decision ? 'on' : decision.withhold,
    'shiproom.paused': paused,
    'shiproom.running': card?.ci.some(({ state }) => !hasEnded(state)) ?? false,
    'shiproom.red': card !== undefined && health(card) === 'failing',
    // Of who is there nothing is known while the bridge is away.
    'shiproom.alone':
      ['online', 'connecting'].includes(connection.state) &&
      (room?.people.every(({ person }) => person.id === room.me.id) ?? false),
    'shiproom.canTrigger': mayRun('ci run'),
    'shiproom.canApprove': mayRun('ci approve'),
  };
}
