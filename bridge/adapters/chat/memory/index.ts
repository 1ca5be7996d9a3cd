import type { Message } from '../../../../protocol/model/message.ts';
import type { ChatPlatform, Home, Limit, Question } from '../../../ports/chat-platform.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { PlatformFault } from '../../../ports/platform-error.ts';
import { createBoard, type Failure, type Standing } from './board.ts';
import { Inlet } from './inlet.ts';
import { createPeople, type People } from './people.ts';

/** A chat in memory, with the other side of it: people who speak and press, and what they would see. */
export interface MemoryChat extends ChatPlatform, People {
  /** What stands there now, oldest first. */
  standing(): readonly Standing[];
  /** The answers that went to one person only. */
  readonly whispers: readonly { readonly to: Question; readonly reply: Message }[];
  /** The page that each person sees of us, by their id. */
  readonly homes: ReadonlyMap<string, Home>;
  /**
   * The next call of post, edit or find fails so. Where it is `unsure`, the call had its effect all the same, unless `happened` is false.
   */
  failNext(fault: PlatformFault, how?: Omit<Failure, 'fault'>): void;
  /** The connection goes; what is said until `resume` is read then. */
  interrupt(): void;
  resume(): Promise<void>;
}

const often = (per: Limit['per']): Limit => ({ per, perMinute: 60_000, burst: 1_000 });
const all = { edit: true, threads: true, find: true, whisper: true, buttons: true, home: true };

/** The reference chat. What it was told it remembers until the process ends. It can do everything, and that often, where nothing else is said. */
export function createMemoryChat(options: {
  readonly clock: Clock;
  readonly channels?: readonly string[];
  readonly can?: Partial<ChatPlatform['can']>;
  readonly limits?: Partial<ChatPlatform['limits']>;
}): MemoryChat {
  const { clock, channels = ['general'] } = options;
  let last = 0;
  const nextId = (): string => String((last += 1)).padStart(8, '0');
  const board = createBoard(clock, channels, nextId);
  const whispers: { to: Question; reply: Message }[] = [];
  const homes = new Map<string, Home>();
  const inlet = new Inlet(clock, channels, () => board.messages.flatMap((each) => (each.ours ? [] : [each.said])));
  const people = createPeople({ clock, channel: channels[0] ?? 'general', board, inlet, homes, nextId });
  return {
    ...people,
    id: 'memory',
    can: { ...all, ...options.can },
    limits: { post: often('channel'), edit: often('team'), find: often('team'), ...options.limits },
    post: board.post,
    edit: board.edit,
    find: board.find,
    async open(receiver) {
      await inlet.open(receiver);
      return {
        whisper: async (to, reply) => void whispers.push({ to, reply }),
        showHome: async (by, home) => void homes.set(by.user, home),
        close: async () => inlet.close(),
      };
    },
    standing: () => [...board.messages],
    whispers,
    homes,
    failNext: board.failNext,
    interrupt: () => inlet.interrupt(),
    resume: () => inlet.resume(),
  };
}
