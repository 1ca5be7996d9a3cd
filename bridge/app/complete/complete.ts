import type { CardKey } from '../../../protocol/model/card.ts';
import type { CommandSpec } from '../../../protocol/model/command.ts';
import type { Completion, Offer } from '../../../protocol/model/completion.ts';
import type { RoomId } from '../../../protocol/model/ids.ts';
import { type Caret, caretIn } from '../../domain/caret.ts';
import { usage } from '../../domain/line.ts';
import { callsOf } from '../../domain/mentions.ts';
import type { Asker } from '../../domain/permission.ts';
import { byName } from '../../domain/presence.ts';
import { catalogFor } from '../commands/catalog.ts';
import { done, type Outcome, refuse } from '../outcome.ts';
import type { World } from '../world.ts';
import { type Candidate, type Desk, wordsFor } from './candidates.ts';

export interface CompletionWish {
  readonly room: RoomId;
  readonly text: string;
  readonly caret: number;
  readonly about?: CardKey | undefined;
}

const most = 20;
const longest = { label: 300, insert: 600 } as const;

/** How a line may go on at its caret, with what whoever asks may run; `null` where there is nothing to offer. */
export async function complete(
  world: World,
  asker: Asker,
  { room, text, caret, about }: CompletionWish,
): Promise<Outcome<{ completion: Completion | null }>> {
  const kept = await world.store.get('room', room);
  if (!kept) return refuse('forbidden_or_missing', 'There is no such room.', 'room');
  const { repositories } = kept.value;
  if (about && !repositories.includes(about.repository))
    return refuse('forbidden_or_missing', 'This room does not follow that repository.', 'about');
  if (caret > text.length) return refuse('invalid_params', 'The caret is behind the end of the text.', 'caret');
  const catalog = catalogFor(asker, world.policy);
  const at = caretIn(text, caret, catalog);
  if (!at) return done({ completion: null });
  const on = about ?? world.roster.people().find((each) => each.person.id === asker.person)?.on;
  const repository = on?.repository ?? repositories[0];
  const desk = repository && { world, asker, room, repository, ...(on ? { branch: on.branch } : {}) };
  const offers = (await offersAt(world, catalog, desk, at, text)).filter(fits).slice(0, most);
  const { from, to, begun } = at;
  const picked = at.type === 'word' && begun === '' ? -1 : 0;
  return done({ completion: offers.length > 0 ? { from, to, offers, picked } : null });
}

const fits = ({ label, insert }: Offer): boolean =>
  label !== '' && label.length <= longest.label && insert.length <= longest.insert;

async function offersAt(
  world: World,
  catalog: readonly CommandSpec[],
  desk: Desk | undefined,
  at: Caret,
  text: string,
): Promise<Offer[]> {
  if (at.type === 'command') return namesLike(at.begun, catalog).map(commandOffer);
  if (at.type === 'mention') return mentionOffers(world, at.begun);
  if (!desk) return [];
  const rest = text.slice(at.to);
  return like(at.begun, await wordsFor(desk, at, catalog)).map(({ label, detail, insert, goesOn }) => ({
    label,
    detail: short(detail),
    insert: goesOn === true && rest.trim() === '' ? insert : `${insert} `,
  }));
}

const short = (text: string): string => (text.length > 300 ? `${text.slice(0, 299)}…` : text);

const commandOffer = (spec: CommandSpec): Offer => ({
  label: `/${usage({ ...spec, options: [] })}`,
  detail: spec.summary,
  insert: `/${spec.name}${spec.arguments.length > 0 || spec.options ? ' ' : ''}`,
});

/** Those that begin so, then those of which a later word does. */
function namesLike(begun: string, catalog: readonly CommandSpec[]): CommandSpec[] {
  const begin = catalog.filter(({ name }) => name.startsWith(begun));
  const within = catalog.filter(({ name }) => !name.startsWith(begun) && name.includes(` ${begun}`));
  return [...begin.toSorted((a, b) => Number(b.name === begun) - Number(a.name === begun)), ...within];
}

/** Those that begin so, then those which have it somewhere; each once. */
function like(begun: string, candidates: readonly Candidate[]): Candidate[] {
  const wanted = begun.toLowerCase();
  const unique = [...new Map(candidates.toReversed().map((each) => [each.insert, each])).values()].toReversed();
  const at = ({ label }: Candidate): number => label.toLowerCase().indexOf(wanted);
  return [...unique.filter((each) => at(each) === 0), ...unique.filter((each) => at(each) > 0)];
}

/** Everybody whom the room knows, those who are here first. */
async function mentionOffers(world: World, begun: string): Promise<Offer[]> {
  const people = await world.completing.people();
  const calls = callsOf(people);
  const here = new Map(world.roster.people().map(({ person, on }) => [person.id, on?.branch ?? '']));
  const named = [...new Map(people.toReversed().map((each) => [each.id, each])).values()]
    .filter(({ name }) => wordsOf(name).some((word) => word.startsWith(begun.toLowerCase())))
    .toSorted((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)) || byName(a, b));
  return named.flatMap(({ id, name }) => {
    const call = calls.get(id);
    const detail = here.get(id) ?? (call === name ? '' : id);
    return call === undefined ? [] : [{ label: name, detail, insert: `@${call} ` }];
  });
}

const wordsOf = (name: string): string[] => [name.toLowerCase(), ...name.toLowerCase().split(/\s+/)];
