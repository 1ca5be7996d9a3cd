import type { Card } from '../protocol/model/card.ts';
import type { CommandSpec } from '../protocol/model/command.ts';
import type { Presence } from '../protocol/model/presence.ts';
import type { Person } from '../protocol/model/person.ts';
import type { RoomView } from '../protocol/wire/panel.ts';
import type { Workflow } from '../protocol/model/workflow.ts';
import { argumentOffers } from './completion-arguments.ts';

/** Somebody who can be named. */
export type Somebody = Pick<Presence, 'person' | 'on'>;

/** What may be completed from. */
export interface Known {
  readonly commands: readonly CommandSpec[];
  readonly cards: readonly Card[];
  readonly people: readonly Somebody[];
  /** What can be started for the branch at hand, where that is known. */
  readonly workflows?: readonly Workflow[] | undefined;
}

/** One way to go on. */
export interface Offer {
  readonly label: string;
  readonly detail: string;
  /** What takes the place of the text between `from` and `to`. */
  readonly insert: string;
}

export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly offers: readonly Offer[];
  /** Which offer is meant unless the writer says otherwise; -1 where going on without any is as likely. */
  readonly picked: number;
}

const most = 20;

/** The offers at the caret: commands and their arguments after a leading slash, people after an at sign; else nothing. */
export function complete(text: string, caret: number, known: Known): Completion | undefined {
  const found = text.startsWith('/') ? completeLine(text, caret, known) : completeMention(text, caret, known.people);
  return found && found.offers.length > 0 ? { ...found, offers: found.offers.slice(0, most) } : undefined;
}

/** The text with the offer in place, and where the caret goes. */
export function accept(
  text: string,
  completion: Completion,
  offer: Offer,
): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, completion.from) + offer.insert;
  return { text: before + text.slice(completion.to), caret: before.length };
}

/** Whether the line begins a command that starts something, so that it is worth knowing what can be started. */
export const startsSomething = (text: string, { commands }: Known): boolean =>
  commands.some(
    ({ name, options }) =>
      text.toLowerCase().startsWith(`/${name} `) && options?.some((each) => each.name === 'workflow'),
  );

function completeLine(text: string, caret: number, known: Known): Completion | undefined {
  if (caret === 0) return undefined;
  const typed = text.slice(1, caret);
  const head = typed.trimStart().replaceAll(/\s+/g, ' ').toLowerCase();
  const named = known.commands
    .filter((each) => head.startsWith(`${each.name} `))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  if (named) return completeArgument(text, caret, named, known);
  const to = wordEnd(text, caret);
  if (text.slice(to).trim() !== '') return undefined;
  const offers = namesLike(head, known.commands).map((each) => ({
    label: `/${usage(each)}`,
    detail: each.summary,
    insert: `/${each.name}${each.arguments.length > 0 || each.options ? ' ' : ''}`,
  }));
  return { from: 0, to, offers, picked: 0 };
}

/** Those that begin so, then those of which a later word does. */
function namesLike(head: string, commands: readonly CommandSpec[]): CommandSpec[] {
  const begin = commands.filter((each) => each.name.startsWith(head));
  const within = commands.filter((each) => !begin.includes(each) && each.name.includes(` ${head}`));
  return [...begin.toSorted((a, b) => Number(b.name === head) - Number(a.name === head)), ...within];
}

/** How a command is written: `ci run [branch]`. */
const usage = (command: CommandSpec): string =>
  [command.name, ...command.arguments.map((each) => (each.required ? `<${each.name}>` : `[${each.name}]`))].join(' ');

function completeArgument(text: string, caret: number, command: CommandSpec, known: Known): Completion {
  const from = wordStart(text, caret);
  const begun = text.slice(from, caret);
  const nameWords = command.name.split(' ').length;
  const before = text.slice(1, from).trim().split(/\s+/).slice(nameWords);
  const all = argumentOffers(command, before, begun, known);
  const offers = all.filter((each) => each.label.toLowerCase().startsWith(begun.toLowerCase()));
  return { from, to: wordEnd(text, caret), offers, picked: begun === '' ? -1 : 0 };
}

const mention = /(?:^|\s)@([\p{L}\p{N}_.-]*)$/u;

function completeMention(text: string, caret: number, people: readonly Somebody[]): Completion | undefined {
  const begun = mention.exec(text.slice(0, caret))?.[1];
  if (begun === undefined) return undefined;
  const offers = people
    .filter(({ person }) => wordsOf(person.name).some((word) => word.startsWith(begun.toLowerCase())))
    .map(({ person, on }) => ({ label: person.name, detail: on?.branch ?? '', insert: `@${callOf(person, people)} ` }));
  return { from: caret - begun.length - 1, to: wordEnd(text, caret), offers, picked: 0 };
}

/** Of two who are called the same, neither is meant by their name. */
function callOf({ id, name }: Person, people: readonly Somebody[]): string {
  const shared = people.some(({ person }) => person.id !== id && person.name.toLowerCase() === name.toLowerCase());
  return shared ? id : name;
}

/** Whoever is here, and whoever has spoken: in a chat one is in the room without being seen in it. */
export function everybody({ people, entries }: Pick<RoomView, 'people' | 'entries'>): readonly Somebody[] {
  const known = new Map<string, Somebody>(people.map((each) => [each.person.id, each]));
  for (const entry of entries)
    if (entry.type === 'said' && entry.by.type === 'person' && !known.has(entry.by.person.id))
      known.set(entry.by.person.id, { person: entry.by.person });
  return [...known.values()];
}

const wordsOf = (name: string): string[] => [name.toLowerCase(), ...name.toLowerCase().split(/\s+/)];

const wordStart = (text: string, caret: number): number => caret - (/\S*$/.exec(text.slice(0, caret))?.[0].length ?? 0);

/** The end of the word at the caret, and of the one blank after it, since an offer brings its own. */
const wordEnd = (text: string, caret: number): number => caret + (/^\S* ?/.exec(text.slice(caret))?.[0].length ?? 0);
