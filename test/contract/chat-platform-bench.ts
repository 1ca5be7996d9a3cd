import type { ChatPlatform, Place } from '../../bridge/ports/chat-platform.ts';
import { PlatformError, type PlatformFault } from '../../bridge/ports/platform-error.ts';
import type { Taken } from '../adapters/chat/receiver.ts';

export type Speaker = 'member' | 'guest' | 'stranger' | 'bot';

/** A message as people see it. */
export interface Seen {
  readonly message: string;
  readonly thread?: string;
  readonly text: string;
  /** It hangs in a thread, and the channel sees it as well. */
  readonly broadcast?: boolean;
  /** The labels of the buttons that are there to be pressed. */
  readonly buttons?: readonly string[];
  /** The ids of the users whom it calls; of a call to all, the platform's word for that. */
  readonly calls?: readonly string[];
}

/** A chat platform, and the other side of it: people in the channel, and what they see. */
export interface ChatBench {
  readonly chat: ChatPlatform;
  readonly channel: string;
  /** The platform's id of one of the people. */
  readonly user: (as: Speaker) => string;
  /** Somebody says something; answers the platform's id of the message. */
  readonly say: (text: string, how?: { readonly thread?: string; readonly as?: Speaker }) => Promise<string>;
  /** The author of a message, a member, says something else in it. */
  readonly edit: (message: string, text: string) => Promise<void>;
  /** Somebody deletes a message, ours or another. */
  readonly remove: (message: string) => Promise<void>;
  /** A member types a command line, in a thread if one is named. */
  readonly command: (line: string, how?: { readonly thread?: string; readonly as?: Speaker }) => Promise<void>;
  /** A member writes to us alone. */
  readonly direct: (text: string) => Promise<void>;
  /** Somebody presses a button, by its label: of a message, or with `home` of the page that they see. Where the platform has buttons. */
  readonly press?: (message: string, label: string, how?: { readonly as?: Speaker }) => Promise<void>;
  /** A member sends a message to their own editor. Absent where the platform has no way to ask for it. */
  readonly passOn?: (message: string) => Promise<void>;
  /** A member opens the page that we have for them. Where the platform has one. */
  readonly openHome?: () => Promise<void>;
  /** All that the member reads on that page, in one. */
  readonly home?: () => Promise<string>;
  /** What stands in the channel and its threads, oldest first. */
  readonly standing: () => Promise<readonly Seen[]>;
  /** What we wrote to the member alone and stands there, oldest first. */
  readonly directs: () => Promise<readonly Seen[]>;
  /** What was shown to one person only, and is no message that stands. */
  readonly whispers: () => Promise<readonly string[]>;
  /** The next call of post or edit fails so; where it is `unsure`, after it had its effect. */
  readonly failNext: (fault: PlatformFault & ('limited' | 'unsure' | 'unauthorised')) => void;
  /** The connection goes, and stays away until `resume`. */
  readonly interrupt: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type Placed = ChatBench & { readonly place: Place };
export interface Connected extends Placed {
  readonly app: Taken;
  readonly line: Awaited<ReturnType<ChatPlatform['open']>>;
}

/** How a call fails; fails itself where the call does not. */
export async function fault(call: Promise<unknown>): Promise<PlatformError> {
  const failure: unknown = await call.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );
  if (failure instanceof PlatformError) return failure;
  throw new Error(`expected a PlatformError, got ${String(failure)}`);
}

/** What a bench must have where its platform says that it can. */
export function needed<T>(part: T | undefined, what: string): T {
  if (part === undefined) throw new Error(`the bench has no ${what}, and the platform says that it can`);
  return part;
}
