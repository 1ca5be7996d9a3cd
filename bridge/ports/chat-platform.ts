import type { Button } from '../../protocol/model/button.ts';
import type { Card } from '../../protocol/model/card.ts';
import type { PersonId } from '../../protocol/model/ids.ts';
import type { Message } from '../../protocol/model/message.ts';

/** A channel, and in it a thread, which is named by its first message. */
export interface Place {
  readonly channel: string;
  readonly thread?: string;
  /** The channel is to see it as well as the thread; where the platform cannot do both, the channel alone. */
  readonly broadcast?: boolean;
}

/** A message of ours that stands in a channel. */
export interface Posted {
  readonly channel: string;
  readonly message: string;
}

/** What we post. `oid` is ours, is posted along where the platform can, and finds the message again. */
export type Outgoing = { readonly oid: string } & (
  | { readonly type: 'card'; readonly card: Card; readonly buttons: readonly Button[] }
  | {
      readonly type: 'message';
      readonly message: Message;
      /** The name to put before the words, where a person said them in the room. */
      readonly by?: string;
      readonly resent?: boolean;
      /** Who of those that the message mentions has an account here: these are called, the others only named. */
      readonly calls?: readonly { readonly person: PersonId; readonly user: string }[];
    }
);

/**
 * Somebody on the platform. `member` is false for guests, strangers from other teams, and bots: they may only read. `unsure`: the platform does
 * not say now who this is; they count as no member, but nothing is known to have changed.
 */
export interface ChatUser {
  readonly team: string;
  readonly user: string;
  readonly name: string;
  readonly bot: boolean;
  readonly member: boolean;
  readonly unsure?: boolean;
}

/** Where and by whom something was asked; answers go there, to that person alone. `id` is the key under which it is taken once. */
interface Asked {
  readonly id: string;
  readonly channel: string;
  readonly thread?: string;
  readonly by: ChatUser;
  readonly at: number;
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
  /** A message says something else now. `revision` rises with each edit. */
  | {
      readonly type: 'edited';
      readonly channel: string;
      readonly message: string;
      readonly content: Message;
      readonly revision: string;
      readonly at: number;
    }
  | { readonly type: 'removed'; readonly channel: string; readonly message: string; readonly at: number }
  /** A command line, without the slash or the mention. `direct`: said to us alone. */
  | (Asked & { readonly type: 'command'; readonly line: string; readonly direct?: boolean })
  /** A button of ours. `message` is the message that it is on, where it is on one. */
  | (Asked & { readonly type: 'pressed'; readonly key: string; readonly line: string; readonly message?: string })
  /** Somebody wants a message in their own editor: it is for them alone, from wherever they could read it. */
  | (Asked & {
      readonly type: 'passed-on';
      readonly message: string;
      readonly author: string;
      readonly content: Message;
    })
  /** Somebody looks at the page that we have for them. */
  | { readonly type: 'home'; readonly by: ChatUser; readonly at: number }
  /** Somebody has become what they are now, such as a guest, though they did nothing here themselves. It may be told more than once. */
  | { readonly type: 'member'; readonly by: ChatUser };

/** What is answered to one person. */
export type Question = Extract<ChatEvent, { readonly type: 'command' | 'pressed' | 'passed-on' }>;

export interface ChatReceiver {
  /** Where reading a channel had got to: the newest message taken in; undefined where none was. */
  since(channel: string): Promise<string | undefined>;
  /** Resolves once the event is committed, and never before; the platform is acknowledged then. */
  take(event: ChatEvent): Promise<void>;
  /** Whether what is said there is heard as it is said, told as often as that may have changed. */
  readonly hears?: (now: boolean) => void;
}

/** The page that one person sees of us in the chat. */
export interface Home {
  readonly sections: readonly {
    readonly title: string;
    readonly message: Message;
    readonly buttons: readonly Button[];
  }[];
}

/** A request that the platform posts to `/chat/ID` of the bridge, not trusted yet. */
export interface ChatRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** An open connection to a chat. */
export interface ChatLine {
  /** Answers whoever asked, alone. */
  whisper(to: Question, reply: Message): Promise<void>;
  showHome(by: ChatUser, home: Home): Promise<void>;
  /** Absent where the platform never calls us. */
  readonly serve?: (request: ChatRequest) => Promise<{ readonly status: number; readonly body: unknown }>;
  close(): Promise<void>;
}

/** How often the platform lets us do something: at most `perMinute` in any minute, of which `burst` at once; of each channel, or of the whole team. */
export interface Limit {
  readonly per: 'channel' | 'team';
  readonly perMinute: number;
  readonly burst: number;
}

/** A chat. What it cannot do it says in `can`. All failures are PlatformErrors. Whoever calls keeps within `limits`, and waits where it is told to. */
export interface ChatPlatform {
  readonly id: string;
  readonly can: {
    readonly edit: boolean;
    readonly threads: boolean;
    readonly find: boolean;
    readonly whisper: boolean;
    readonly buttons: boolean;
    readonly home: boolean;
  };
  readonly limits: { readonly post: Limit; readonly edit: Limit; readonly find: Limit };
  /** Posts into a channel; or to one person, who is named by `@` and their id. */
  post(to: Place, content: Outgoing): Promise<Posted>;
  /** Replaces a message of ours; without content, takes it away. Fails with `gone` where it was deleted. */
  edit(posted: Posted, content: Outgoing | undefined): Promise<void>;
  /** Looks for a message of ours by its `oid`, among those posted since `sinceAt`. */
  find(to: Place, oid: string, sinceAt: number): Promise<Posted | undefined>;
  /**
   * Connects, and takes in events until closed; on each connect, first what was said since the last time, in the channels that it was made for.
   */
  open(receiver: ChatReceiver): Promise<ChatLine>;
}
