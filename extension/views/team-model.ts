import * as vscode from 'vscode';
import type { Card, CardKey } from '../../protocol/model/card.ts';
import { type Health, health } from '../../protocol/model/health.ts';
import type { Presence } from '../../protocol/model/presence.ts';
import type { PersonId } from '../../protocol/model/ids.ts';
import type { RoomView } from '../../protocol/wire/panel.ts';
import { hereOf, type Situation } from '../situation.ts';
import { factRows } from './rows/fact-rows.ts';
import { overlapRow } from './rows/overlap-row.ts';
import type { Row } from './rows/row.ts';
import { filesWords, healthWord, plain, type Time } from './words.ts';

/** What the view Team shows. */
export interface TeamView {
  /** None where the welcome has more to say: while nobody can be seen, and while nobody else is here. */
  readonly rows: readonly Row[];
  /** How many are here. */
  readonly description: string;
}

/** Everybody who is in the room: the reader first, then by name, each with their branch and how that stands. */
export function teamView(situation: Situation, time: Time): TeamView {
  const { room, connection } = situation;
  const seen = room && (connection.state === 'online' || connection.state === 'connecting');
  if (!seen || room.people.every(({ person }) => person.id === room.me.id)) return { rows: [], description: '' };
  const people = inOrder(room.people, room.me.id);
  return { rows: people.map((each) => personRow(each, situation, room, time)), description: countWords(people) };
}

const inOrder = (people: readonly Presence[], me: PersonId): readonly Presence[] =>
  people.toSorted((one, other) => rank(one, me) - rank(other, me) || byName(one, other));

const rank = ({ person }: Presence, me: PersonId): number => (person.id === me ? 0 : 1);

const byName = ({ person: one }: Presence, { person: other }: Presence): number =>
  one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1);

function countWords(people: readonly Presence[]): string {
  const idle = people.filter(({ idleSince }) => idleSince !== undefined).length;
  const here = vscode.l10n.t('{0} here', people.length - idle);
  return idle === 0 ? here : `${here}, ${vscode.l10n.t('{0} idle', idle)}`;
}

const tints: Partial<Record<Health, 'failed' | 'running' | 'passed'>> = {
  failing: 'failed',
  running: 'running',
  passing: 'passed',
};

function personRow({ person, on, idleSince }: Presence, situation: Situation, room: RoomView, time: Time): Row {
  const own = person.id === room.me.id;
  const id = `person ${person.id}`;
  const name = plain(person.name);
  const card = on && cardAt(room, on);
  const said = card && health(card);
  const tint = said && tints[said];
  const common = own ? [] : situation.overlaps.filter((overlap) => overlap.person.id === person.id);
  const files = new Set(common.flatMap((overlap) => overlap.files)).size;
  const words = [
    on ? plain(on.branch) : vscode.l10n.t('shares no branch'),
    // That nothing is known yet is not worth the room that a narrow view lacks.
    ...(said && said !== 'unknown' ? [healthWord(said)] : []),
    ...(files > 0 ? [vscode.l10n.t('{0} in common', filesWords(files))] : []),
    idleSince === undefined ? vscode.l10n.t('here') : vscode.l10n.t('idle since {0}', time(idleSince)),
  ];
  const label = own ? vscode.l10n.t('{0} (you)', name) : name;
  return {
    id,
    label,
    description: words.join(' · '),
    icon: own ? 'account' : 'person',
    ...(tint && { tint }),
    tooltip: [label, ...(on && !on.repository.startsWith('root:') ? [plain(on.repository)] : []), ...words].join('\n'),
    context: contextOf({ own, on, card }, situation),
    person: person.name,
    ...(on && { about: on }),
    children: [
      ...(card ? factRows(card, person.id, id, { time, sources: room.sources, me: room.me.id }) : []),
      ...overlapRow(common, id, situation),
    ],
    open: files > 0,
  };
}

const cardAt = ({ cards }: RoomView, on: CardKey): Card | undefined =>
  cards.find(({ key }) => key.repository === on.repository && key.branch === on.branch);

interface Who {
  readonly own: boolean;
  readonly on: CardKey | undefined;
  readonly card: Card | undefined;
}

function contextOf({ own, on, card }: Who, situation: Situation): string {
  const here = hereOf(situation);
  const compares = on !== undefined && on.repository === here?.repository && on.branch !== here.branch;
  return ['person', own ? 'you' : 'other', ...(card ? ['branch'] : []), ...(compares ? ['compare'] : [])].join(' ');
}
