import type { Message } from '../../../../protocol/model/message.ts';
import type { ChatEvent, ChatUser, Home, Question } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import { buttonsOn, type createBoard, type Standing } from './board.ts';
import type { Inlet } from './inlet.ts';

type Asking<T extends Question['type']> = Extract<Question, { readonly type: T }>;

/** Where and as whom somebody speaks: in the first channel as Ana, a member, where nothing else is said. */
export interface Speaking {
  readonly channel?: string;
  readonly thread?: string;
  readonly by?: ChatUser;
}

/** What people do in the chat. Each resolves once we have taken it in, or at once while nobody is connected. */
export interface People {
  /** Somebody says something. Answers its id. */
  say(text: string, speaking?: Speaking): Promise<string>;
  /** The author of a message says something else in it. */
  reword(message: string, text: string): Promise<void>;
  /** Somebody deletes a message, ours or another. */
  remove(message: string): Promise<void>;
  /** Somebody types a command line. Nobody hears it later where nobody is connected. */
  command(line: string, speaking?: Speaking): Promise<Asking<'command'>>;
  /** Somebody writes a command line to us alone. */
  direct(line: string, by?: ChatUser): Promise<Asking<'command'>>;
  /** Somebody presses a button, by its label or key: one on a message, or with `home` on the page that they see. Fails where there is none. */
  press(message: string, button: string, by?: ChatUser): Promise<Asking<'pressed'>>;
  /** Somebody sends a message to their own editor. */
  passOn(message: string, by?: ChatUser): Promise<Asking<'passed-on'>>;
  /** Somebody opens the page that we have for them. */
  openHome(by?: ChatUser): Promise<void>;
  /** Somebody is made what they are now, such as a guest, and does nothing. */
  become(by: ChatUser): Promise<void>;
}

const ana: ChatUser = { team: 'T1', user: 'U1', name: 'Ana', bot: false, member: true };

const textOf = (text: string): Message => ({
  text,
  blocks: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

const inThread = (thread: string | undefined) => (thread === undefined ? {} : { thread });

/** Who wrote a message, and what it says. */
function read(standing: Standing): { author: string; content: Message } {
  if (!standing.ours) return { author: standing.said.by.name, content: standing.said.content };
  const { content } = standing;
  if (content.type === 'card') return { author: 'Shiproom', content: textOf(content.card.key.branch) };
  return { author: content.by ?? 'Shiproom', content: content.message };
}

interface Parts {
  readonly clock: Clock;
  readonly channel: string;
  readonly board: ReturnType<typeof createBoard>;
  readonly inlet: Inlet;
  readonly homes: ReadonlyMap<string, Home>;
  readonly nextId: () => string;
}
/** What all that people do needs: where it is, what it is done to, and that we are told. */
type Scene = ReturnType<typeof createScene>;

/** The people of a chat, who act on its board, and are heard through its inlet. */
export function createPeople(parts: Parts): People {
  const scene = createScene(parts);
  return { ...createSpeakers(parts, scene), ...createAskers(parts, scene) };
}

function createScene({ clock, channel: usual, board, inlet }: Parts) {
  return {
    placed: ({ channel = usual, thread, by = ana }: Speaking) => ({
      channel,
      by,
      at: clock.now(),
      ...inThread(thread),
    }),
    tell: async <E extends ChatEvent>(event: E): Promise<E> => {
      await inlet.hear(event);
      return event;
    },
    standing: (message: string): Standing => {
      const found = board.messages.find((each) => each.message === message);
      if (!found) throw new Error(`no message ${message} stands there`);
      return found;
    },
  };
}

function createSpeakers(
  { clock, board, nextId }: Parts,
  { placed, tell, standing }: Scene,
): Pick<People, 'say' | 'reword' | 'remove'> {
  return {
    async say(text, speaking = {}) {
      const { channel, ...rest } = placed(speaking);
      const message = nextId();
      const said = { type: 'said', channel, message, content: textOf(text), ...rest } as const;
      board.messages.push({ channel, message, ...inThread(rest.thread), ours: false, said });
      await tell(said);
      return message;
    },
    async reword(message, text) {
      const old = standing(message);
      if (old.ours) throw new Error('nobody edits our messages');
      const said = { ...old.said, content: textOf(text) };
      board.messages[board.messages.indexOf(old)] = { ...old, said };
      const { channel, content } = said;
      await tell({ type: 'edited', channel, message, content, revision: nextId(), at: clock.now() });
    },
    async remove(message) {
      const taken = board.take(message);
      if (taken && !taken.ours) await tell({ type: 'removed', channel: taken.channel, message, at: clock.now() });
    },
  };
}

function createAskers(
  { clock, homes, nextId }: Parts,
  { placed, tell, standing }: Scene,
): Omit<People, 'say' | 'reword' | 'remove'> {
  function pressed(message: string, button: string, by: ChatUser): Asking<'pressed'> {
    const on = message === 'home' ? undefined : standing(message);
    const buttons = on ? buttonsOn(on) : (homes.get(by.user)?.sections ?? []).flatMap((section) => section.buttons);
    const found = buttons.find((each) => each.type === 'run' && (each.label === button || each.key === button));
    if (found?.type !== 'run') throw new Error(`${message} has no button ${button} to press`);
    const place = on ? { channel: on.channel, message, ...inThread(on.thread) } : { channel: `@${by.user}` };
    return { type: 'pressed', id: nextId(), key: found.key, line: found.line, by, at: clock.now(), ...place };
  }
  return {
    command: (line, speaking = {}) => tell({ type: 'command', id: nextId(), line, ...placed(speaking) }),
    direct: (line, by = ana) =>
      tell({ type: 'command', id: nextId(), line, direct: true, ...placed({ channel: `@${by.user}`, by }) }),
    press: async (message, button, by = ana) => tell(pressed(message, button, by)),
    async passOn(message, by = ana) {
      const of = standing(message);
      const place = placed({ channel: of.channel, by, ...inThread(of.thread) });
      return tell({ type: 'passed-on', id: nextId(), message, ...read(of), ...place });
    },
    openHome: async (by = ana) => void (await tell({ type: 'home', by, at: clock.now() })),
    become: async (by) => void (await tell({ type: 'member', by })),
  };
}
