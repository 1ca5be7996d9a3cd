import * as vscode from 'vscode';
import { type CommandName, commandId } from '../contributions.ts';
import { titleOf } from '../commands/title.ts';
import { health } from '../../protocol/model/health.ts';
import type { CommandSpec } from '../../protocol/model/command.ts';
import { cardOf, type Situation, stateOf } from '../situation.ts';
import { baseRow } from './rows/base-row.ts';
import { ciRow } from './rows/ci-rows.ts';
import { deedsRow } from './rows/deed-rows.ts';
import { gitRows } from './rows/git-rows.ts';
import { localTestsRow } from './rows/local-tests-row.ts';
import { deploymentsRow, pullRequestRow } from './rows/pull-request-rows.ts';
import type { Row } from './rows/row.ts';
import { sharingRow } from './rows/sharing-row.ts';
import { sourceRows } from './rows/source-rows.ts';
import type { Time } from './words.ts';

/** What the view Now shows. */
export interface NowView {
  /** None where the welcome has more to say. */
  readonly rows: readonly Row[];
  /** Stands above the rows, whole however narrow the view is. */
  readonly message: string;
  /** Stands beside the view's name above the welcome, which a message would hide. */
  readonly description: string;
}

/** This branch as rows; why what is seen may not be true any more; or why there is nothing, and what to do then. */
export function nowView(situation: Situation, time: Time): NowView {
  const { connection } = situation;
  const rows = nowRows(situation, time);
  if (rows.length > 0) return { rows, message: messageOf(situation, time), description: '' };
  const [state, reason] = [stateOf(situation), 'reason' in connection ? connection.reason : undefined];
  if (state === 'offline' && connection.state === 'offline')
    return { rows, message: '', description: vscode.l10n.t('offline since {0}', time(connection.since)) };
  if ((state !== 'unpaired' && state !== 'stopped') || !reason) return { rows, message: '', description: '' };
  return {
    rows: (state === 'unpaired' ? (['connect', 'doctor'] as const) : (['retry', 'doctor', 'connect'] as const)).map(
      stepRow,
    ),
    message: reason,
    description: '',
  };
}

function messageOf({ connection }: Situation, time: Time): string {
  if (connection.state !== 'offline') return '';
  return vscode.l10n.t(
    'Offline since {0}: {1} The room is shown as it was then.',
    time(connection.since),
    connection.reason,
  );
}

const stepIcons = { connect: 'plug', doctor: 'pulse', retry: 'refresh' } as const satisfies Partial<
  Record<CommandName, string>
>;

/** Something to do, as a row: there is no button beside a message. */
function stepRow(name: keyof typeof stepIcons): Row {
  const label = titleOf(name);
  return {
    id: `step ${name}`,
    label,
    icon: stepIcons[name],
    tooltip: label,
    context: 'step',
    opens: { command: commandId(name) },
  };
}

/**
 * The rows of this branch. None where the welcome has more to say: without a repository or a room, and while nothing is known of this branch
 * because nothing was shared.
 */
export function nowRows(situation: Situation, time: Time): readonly Row[] {
  const { checkout, decision, room } = situation;
  const state = stateOf(situation);
  if (!room || !['online', 'offline', 'connecting'].includes(state)) return [];
  const card = cardOf(situation);
  if (!card && 'withhold' in decision && decision.withhold === 'not-agreed') return [];
  const sharing = sharingRow(situation, time);
  if (checkout?.at.state !== 'branch') return [...gitRows(checkout), ...sharing];
  const { head } = checkout.at;
  const tests = localTestsRow({ head, own: situation.tests, unheard: situation.unheard, card, time });
  // A bridge that does not follow the repository knows nothing of it, and that is not to look like “no run yet”.
  if (situation.unfollowed !== undefined) return [...gitRows(checkout), ...sharing, tests];
  const ci = ciRow(card, { sources: room.sources, me: room.me.id, claims: knows(room.commands, 'claim'), time });
  const request = [pullRequestRow(card, room.sources), ...baseRow(card?.forge)];
  // What failed comes first, so that nobody has to scroll for it.
  const failing = card !== undefined && health(card) === 'failing';
  return [
    ...gitRows(checkout),
    ...sharing,
    tests,
    ...(failing ? [ci, ...request] : [...request, ci]),
    ...deploymentsRow(card?.forge?.deployments ?? [], time),
    ...deedsRow(card, room.me.id, time),
    ...sourceRows(room.sources, time),
  ];
}

const knows = (catalog: readonly CommandSpec[], command: string): boolean =>
  catalog.some(({ name }) => name === command);
