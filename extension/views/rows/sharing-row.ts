import * as vscode from 'vscode';
import { type Situation, stateOf } from '../../situation.ts';
import { mayLeave, type Withheld } from '../../sources/share.ts';
import { suspectWords } from '../../sources/suspect-words.ts';
import type { Row } from './row.ts';
import { plain, type Time } from '../words.ts';

type Sharing = Omit<Row, 'id' | 'label'>;

/** Whether the room follows this branch, and if not, why: one row for each reason, so that a branch that is kept back never looks shared. */
export function sharingRow(situation: Situation, time: Time): readonly Row[] {
  const { decision } = situation;
  const row =
    unfollowed(situation) ??
    ('withhold' in decision ? withheld[decision.withhold](situation, time) : shared(situation));
  return row ? [{ id: 'sharing', label: vscode.l10n.t('Sharing'), ...row }] : [];
}

/** The room has refused what would leave. */
function unfollowed({ decision, unfollowed: why }: Situation): Sharing | undefined {
  if (why === undefined || !mayLeave(decision)) return undefined;
  return {
    description: vscode.l10n.t('nothing: the room does not follow this repository'),
    icon: 'circle-slash',
    tint: 'warned',
    tooltip: [
      plain(why),
      vscode.l10n.t('Whoever runs the bridge can add this repository, or connect to the bridge of its team.'),
    ].join('\n'),
    context: 'sharing unfollowed',
  };
}

const shared = (situation: Situation): Sharing =>
  stateOf(situation) === 'online'
    ? {
        description: vscode.l10n.t('on'),
        icon: 'broadcast',
        tooltip: vscode.l10n.t('The room follows this branch as it changes.'),
        context: 'sharing on',
      }
    : {
        description: vscode.l10n.t('waits for the bridge'),
        icon: 'broadcast',
        tooltip: vscode.l10n.t('The room is told of this branch as soon as the bridge is back.'),
        context: 'sharing on',
      };

const none = (): undefined => undefined;

const withheld: Readonly<Record<Withheld, (situation: Situation, time: Time) => Sharing | undefined>> = {
  paused: ({ pausedUntil }, time) => ({
    description:
      pausedUntil === undefined ? vscode.l10n.t('paused') : vscode.l10n.t('paused until {0}', time(pausedUntil)),
    icon: 'debug-pause',
    tooltip:
      pausedUntil === undefined
        ? vscode.l10n.t('Nothing of this branch is sent until you resume.')
        : vscode.l10n.t('Nothing of this branch is sent until {0}, or until you resume.', time(pausedUntil)),
    context: 'sharing paused',
  }),
  'not-agreed': () => ({
    description: vscode.l10n.t('not yet'),
    icon: 'circle-slash',
    tooltip: vscode.l10n.t('Nothing of this branch is sent from here. You see the exact message first.'),
    context: 'sharing none',
  }),
  private: () => ({
    description: vscode.l10n.t('private branch'),
    icon: 'lock',
    tooltip: vscode.l10n.t('{0} keeps this branch here.', 'shiproom.share.privateBranches'),
    context: 'sharing private',
  }),
  secret: ({ decision }) =>
    'withhold' in decision && decision.withhold === 'secret'
      ? {
          description: vscode.l10n.t('kept back: looks like a secret'),
          icon: 'lock',
          tint: 'warned',
          tooltip: suspectWords(decision.found),
          context: 'sharing secret',
        }
      : undefined,
  presence: (situation) => ({
    description: vscode.l10n.t('branch name only'),
    icon: 'eye',
    tooltip:
      stateOf(situation) === 'online'
        ? vscode.l10n.t('Others see that you are here and on which branch, and nothing of what is in it.')
        : vscode.l10n.t(
            'Others see where you are as soon as the bridge is back, and nothing of what is in the branch.',
          ),
    context: 'sharing mode presence',
  }),
  off: () => ({
    description: vscode.l10n.t('off'),
    icon: 'eye-closed',
    tooltip: vscode.l10n.t('Nobody sees that you are here, and nothing of your branches is sent.'),
    context: 'sharing mode off',
  }),
  'no-branch': none,
  untrusted: none,
};
