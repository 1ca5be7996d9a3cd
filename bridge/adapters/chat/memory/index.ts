import type { Message } from '../../../../protocol/model/message.ts';
import type { ChatEvent, ChatPlatform, ChatUser } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { PlatformFault } from '../../../ports/platform-error.ts';
import { createBoard, type Failure, type Standing } from './board.ts';
import { Inlet } from './inlet.ts';

type Command = ChatEvent & { type: 'command' };

/** Where and as whom somebody speaks: in the first channel as Ana, a member, where nothing else is said. */
export interface Speaking {
  readonly channel?: string;
  readonly thread?: string;
  readonly by?: ChatUser;
}

/** A chat in memory, with the other side of it: people who speak, and what they would see. */
export interface MemoryChat extends ChatPlatform {
  /** What stands there now, oldest first. */
  standing(): readonly Standing[];
  /** The answers that went to one person only. */
  readonly whispers: readonly { readonly command: Command; readonly reply: Message }[];
  /** Somebody says something. Answers its id, once it was taken in, or at once while nobody is connected. */
  say(text: string, speaking?: Speaking): Promise<string>;
  /** Somebody types a command line. Nobody hears it later where nobody is connected. */
  command(line: string, speaking?: Speaking): Promise<Command>;
  /** Somebody deletes a message. */
  remove(message: string): void;
  /**
   * The next call of post, edit or find fails so. Where it is `unsure`, the call had its effect all the same, unless `happened` is false.
   */
  failNext(fault: PlatformFault, how?: Omit<Failure, 'fault'>): void;
  /** The connection goes; what is said until `resume` is read then. */
  interrupt(): void;
  resume(): Promise<void>;
}

const ana: ChatUser = { team: 'T1', user: 'U1', name: 'Ana', bot: false, member: true };

const textOf = (text: string): Message => ({
  text,
  blocks: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

/** The reference chat. What it was told it remembers until the process ends. */
export function createMemoryChat(options: {
  readonly clock: Clock;
  readonly channels?: readonly string[];
}): MemoryChat {
  const { clock, channels = ['general'] } = options;
  const placed = ({ channel = channels[0] ?? 'general', thread, by = ana }: Speaking) => ({
    channel,
    by,
    at: clock.now(),
    ...(thread === undefined ? {} : { thread }),
  });
  let last = 0;
  const nextId = (): string => String((last += 1)).padStart(8, '0');
  const { messages, ...board } = createBoard(clock, channels, nextId);
  const whispers: { command: Command; reply: Message }[] = [];
  const inlet = new Inlet(clock, channels, () => messages.flatMap((each) => (each.ours ? [] : [each.said])));
  return {
    id: 'memory',
    can: { edit: true, threads: true, find: true, whisper: true },
    channels,
    ...board,
    async open(receiver) {
      await inlet.open(receiver);
      return {
        whisper: async (command, reply) => void whispers.push({ command, reply }),
        close: async () => inlet.close(),
      };
    },
    standing: () => [...messages],
    whispers,
    async say(text, speaking = {}) {
      const { channel, ...rest } = placed(speaking);
      const message = nextId();
      const said = { type: 'said', channel, message, content: textOf(text), ...rest } as const;
      messages.push({ channel, message, ours: false, said });
      await inlet.hear(said);
      return message;
    },
    async command(line, speaking = {}) {
      const command: Command = { type: 'command', id: nextId(), line, ...placed(speaking) };
      await inlet.hear(command);
      return command;
    },
    interrupt: () => inlet.interrupt(),
    resume: () => inlet.resume(),
  };
}
