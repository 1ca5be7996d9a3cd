import type { CardKey } from '../../../protocol/model/card.ts';
import type { CommandSpec } from '../../../protocol/model/command.ts';
import type { BranchName, RepositoryId, RoomId, RunId } from '../../../protocol/model/ids.ts';
import type { Message } from '../../../protocol/model/message.ts';
import type { Person } from '../../../protocol/model/person.ts';
import type { WorkFact } from '../../../protocol/model/work.ts';
import { cardId } from '../../domain/card.ts';
import type { Options } from '../../domain/line.ts';
import type { Asker } from '../../domain/permission.ts';
import { say, type Words } from '../../domain/prose.ts';
import type { ChatAsker } from '../lines/act-line.ts';
import { done, type Outcome, type Refusal } from '../outcome.ts';
import type { World } from '../world.ts';

/** What a command knows of whoever asks, and from where. */
export interface Context {
  readonly world: World;
  readonly room: RoomId;
  readonly by: Person;
  readonly asker: Asker;
  /** Where it is asked in a chat. */
  readonly from?: ChatAsker;
  /** The repository that is meant where none is named: the asker's, else the room's first. */
  readonly repository: RepositoryId;
  /** The branch that is meant where none is named, if there is one. */
  readonly branch?: BranchName;
  readonly values: Readonly<Record<string, string>>;
  readonly options: Options;
  /** The catalog as this person may use it. */
  readonly catalog: readonly CommandSpec[];
}

/** The bot's answer. */
export interface Reply {
  readonly message: Message;
  readonly about?: CardKey;
  readonly run?: RunId;
  /** The engine had nothing to do: nobody did anything. */
  readonly undone?: boolean;
}

/** Where a deed is done. `approvers`: the forge asks it of these alone, logins and teams. */
export interface At {
  readonly provider: string;
  readonly repository: RepositoryId;
  readonly approvers?: readonly string[];
}

/** A command that has found what it is about, and has done nothing yet. */
export interface Ready {
  /** The branch that it would change: what a rule may be limited to. */
  readonly branch?: BranchName;
  /** It is done at an engine whose forge has its own say: the asker needs their own permission there. */
  readonly at?: At;
  /** What it comes to, where it is to happen once, whoever asks: the card says who did it. */
  readonly deed?: { readonly about: CardKey; readonly key: string; readonly did: string };
  /** Why it will not be done, whoever asks. */
  readonly refusal?: Refusal;
  /** Nothing is there to be done: the asker alone is told so. */
  readonly idle?: true;
  act(): Promise<Outcome<Reply>>;
}

/** One bot command. `prepare` only reads; whether it may then `act` is the policy's to say. */
export interface Command {
  readonly spec: CommandSpec;
  prepare(context: Context): Promise<Ready>;
}

/** A command that is ready at once, because it changes nothing. */
export const reading = (act: () => Promise<Reply>): Promise<Ready> =>
  Promise.resolve({ act: async () => done(await act()) });

/** Nothing will be done: the asker is told what to say instead. */
export const answering = (words: Words): Ready => ({
  idle: true,
  act: () => Promise.resolve(done({ message: say(words) })),
});

/** Nothing will be done, and that is a refusal. */
export const refusing = ({ refusal }: { readonly refusal: Refusal }): Ready => ({
  refusal,
  act: () => Promise.resolve({ ok: false, refusal }),
});

/** What the asker's own editor last said of a branch. */
export async function ownWork(context: Context, key: CardKey): Promise<WorkFact | undefined> {
  const card = await context.world.store.get('card', cardId(key));
  return card?.value.work.find((fact) => fact.by.id === context.by.id);
}
