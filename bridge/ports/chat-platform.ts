import type { Card } from '../../protocol/model/card.ts';
import type { Message } from '../../protocol/model/message.ts';

/** A channel, and in it a thread, which is named by its first message. */
export interface Place {
  readonly channel: string;
  readonly thread?: string;
}

/** A message of ours that stands in a channel. */
export interface Posted {
  readonly channel: string;
  readonly message: string;
}

/** What we post. `oid` is ours, is posted along where the platform can, and finds the message again. */
export type Outgoing = { readonly oid: string } & (
  | { readonly type: 'card'; readonly card: Card }
  /** `by` is the name to put before the words, where a person said them in the room. */
  | { readonly type: 'message'; readonly message: Message; readonly by?: string; readonly resent?: boolean }
);

/** Somebody on the platform. `member` is false for guests, strangers from other teams, and bots: they may only read. */
export interface ChatUser {
  readonly team: string;
  readonly user: string;
  readonly name: string;
  readonly bot: boolean;
  readonly member: boolean;
}

/** What comes in. `message` is the platform's id: with the channel, the key under which it is taken in once. */
export type ChatEvent =
  | {
      readonly type: 'said';
      readonly channel: string;
      readonly message: string;
      readonly thread?: string;
      readonly by: ChatUser;
      readonly content: Message;
      readonly at: number;
    }
  /** A command line, without the slash or the mention. `id` is the key under which it runs once. */
  | {
      readonly type: 'command';
      readonly id: string;
      readonly channel: string;
      readonly thread?: string;
      readonly by: ChatUser;
      readonly line: string;
      readonly at: number;
    };

export interface ChatReceiver {
  /** Where reading a channel had got to: the newest message taken in; undefined where none was. */
  since(channel: string): Promise<string | undefined>;
  /** Resolves once the event is committed, and never before; the platform is acknowledged then. */
  take(event: ChatEvent): Promise<void>;
}

/** A chat. What it cannot do it says in `can`. All failures are PlatformErrors. */
export interface ChatPlatform {
  readonly id: string;
  readonly can: {
    readonly edit: boolean;
    readonly threads: boolean;
    readonly find: boolean;
    readonly whisper: boolean;
  };
  /** The channels that this bridge's room is joined to. */
  readonly channels: readonly string[];
  post(to: Place, content: Outgoing): Promise<Posted>;
  /** Replaces a message of ours. Fails with `gone` where it was deleted. */
  edit(posted: Posted, content: Outgoing): Promise<void>;
  /** Looks for a message of ours by its `oid`, among those posted since `sinceAt`. */
  find(to: Place, oid: string, sinceAt: number): Promise<Posted | undefined>;
  /**
   * Connects, and takes in events until closed; on each connect, first what was said since the last time. Answers to a command go out by `whisper`.
   */
  open(receiver: ChatReceiver): Promise<{
    whisper(command: ChatEvent & { type: 'command' }, reply: Message): Promise<void>;
    close(): Promise<void>;
  }>;
}
