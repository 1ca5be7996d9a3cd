import type { CardKey } from '../../protocol/model/card.ts';
import type { Turn } from '../../protocol/model/entry.ts';
import type { PersonId } from '../../protocol/model/ids.ts';
import type { CiState } from '../../protocol/model/run.ts';
import { cardId } from './card.ts';
import type { Digest, Quiet } from './quiet.ts';

/** A channel of a chat platform; or one person there, who is named by `@` and their id. */
export interface Channel {
  readonly platform: string;
  readonly channel: string;
}

/** Of what a route tells beside the card, which is always kept true: each holds what those before it hold. */
export type Notify = 'never' | 'failure' | 'change' | 'all';

/** What an event is looked at for. All that is named has to fit; of a list, one of its items. */
export interface Filter {
  /** Logins, or people by id, as patterns. */
  readonly authors?: readonly string[] | undefined;
  readonly bots?: boolean | undefined;
  /** Groups of the settings. */
  readonly teams?: readonly string[] | undefined;
  /** Of what the pull request changes, as CODEOWNERS says. */
  readonly owners?: readonly string[] | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly bases?: readonly string[] | undefined;
  readonly heads?: readonly string[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly drafts?: boolean | undefined;
  readonly conclusions?: readonly CiState[] | undefined;
}

/** Whither events go, and which. What `exclude` fits does not go, whatever `include` says. */
export interface Route {
  readonly name: string;
  readonly channels: readonly Channel[];
  /** Who is told by themselves: people by id, or whoever the branch is of. */
  readonly people: readonly ('author' | PersonId)[];
  readonly notify: Notify;
  readonly include?: Filter | undefined;
  readonly exclude?: Filter | undefined;
  readonly quiet?: Quiet | undefined;
  readonly digest?: Digest | undefined;
}

/** One message per channel and branch: the same delivery for ever, wanted at a newer version each time. */
export const mirrorId = (to: Channel, key: CardKey): string => `card/${to.platform}/${to.channel}/${cardId(key)}`;

/** What goes into one thread goes out in order; a channel outside its threads is a lane of its own. */
export const lane = (to: Channel, about: CardKey | undefined): string =>
  `${to.platform}/${to.channel}/${about ? cardId(about) : ''}`;

const told: Readonly<Record<Notify, readonly Turn[]>> = {
  never: [],
  failure: ['red', 'interrupted'],
  change: ['red', 'interrupted', 'fixed', 'approval-asked', 'review-asked'],
  all: ['red', 'interrupted', 'fixed', 'approval-asked', 'review-asked', 'ended'],
};

/** Whether a route of this level tells of such a change. */
export const tells = (notify: Notify, turn: Turn): boolean => told[notify].includes(turn);

/** All channels that routes name, each once. */
export const channelsIn = (routes: readonly Pick<Route, 'channels'>[]): Channel[] => [
  ...new Map(
    routes.flatMap(({ channels }) => channels).map((to) => [`${to.platform}:${to.channel}`, to] as const),
  ).values(),
];
