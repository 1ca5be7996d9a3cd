import { type PreviewedMessage, previewArticle } from '../../support/block-kit/preview.ts';
import { previewBlock, type Seen } from '../../support/block-kit/preview-blocks.ts';
import type { SlackMessage } from '../../support/slack/messages.ts';
import type { SlackServer } from '../../support/slack/server.ts';
import type { Whisper } from '../../support/slack/web-api.ts';
import { capital } from '../team/people.ts';

/** A piece of the page, to be exchanged where it reads otherwise than before. */
export interface Piece {
  readonly key: string;
  readonly html: string;
}

/** All that one person sees at one moment. */
export interface View {
  readonly channel: readonly Piece[];
  readonly thread: readonly Piece[];
  readonly home: string;
}

/** Whose eyes, and where they rest. */
export interface Viewer {
  readonly as: string;
  /** The open thread, by its first message. */
  readonly thread: string | undefined;
  readonly aheadMin: number;
}

interface Heard {
  readonly at: number;
  readonly whisper: Whisper;
}

const instant = (ts: string): number => Number(ts) * 1000;

/** Reads a Slack as people see it. It has to be there from the beginning: nobody else notes when whispers came. */
export function createLook(slack: SlackServer, channel: string, people: readonly string[], now: () => number) {
  const heard: Heard[] = [];
  const before = slack.whispers.length;
  const end = slack.watch(() => {
    for (const whisper of slack.whispers.slice(before + heard.length)) heard.push({ at: now(), whisper });
  });
  const names = new Map(people.map((name) => [slack.user(name), capital(name)]));
  names.set(slack.bot.userId, 'Shiproom');
  names.set(slack.user('ci-bot'), 'deploybot');

  const seenBy = ({ aheadMin }: Viewer): Seen => ({
    now: now(),
    names: Object.fromEntries(names),
    alive: true,
    aheadMin,
  });

  function shownOf(message: SlackMessage, counts: boolean): PreviewedMessage {
    const { user, username, text, blocks, edited, reply_count: replies, subtype } = message;
    const by = username ?? names.get(user) ?? 'Slack';
    const plain = { by, at: instant(message.ts), text, app: message.bot_id !== undefined };
    return {
      ...plain,
      mark: username === undefined ? by.toLowerCase().replaceAll(/[^a-z]/g, '') || 'none' : 'relayed',
      ...(blocks && subtype !== 'tombstone' ? { blocks } : {}),
      edited: edited !== undefined && message.bot_id === undefined,
      broadcast: counts && subtype === 'thread_broadcast',
      ...(counts && replies !== undefined ? { replyCount: replies } : {}),
    };
  }

  const piece = (message: SlackMessage, viewer: Viewer, counts: boolean): Piece & { at: number } => ({
    key: message.ts,
    at: instant(message.ts),
    html: previewArticle(shownOf(message, counts), seenBy(viewer)),
  });

  function whispered(viewer: Viewer, thread: string | undefined): (Piece & { at: number })[] {
    return heard.flatMap(({ at, whisper }, index) => {
      const { user, channel: where, text, blocks } = whisper;
      if (user !== slack.user(viewer.as) || where !== slack.channel(channel) || whisper.thread !== thread) return [];
      const message = { by: 'Shiproom', app: true, mark: 'shiproom', at, text };
      const shown = Array.isArray(blocks) ? { ...message, blocks: blocks as object[] } : message;
      return [{ key: `whisper-${index}`, at, html: previewArticle(shown, seenBy(viewer), 'whisper') }];
    });
  }

  const inOrder = (pieces: readonly (Piece & { at: number })[]): Piece[] =>
    pieces.toSorted((a, b) => a.at - b.at).map(({ key, html }) => ({ key, html }));

  return {
    end,
    async view(viewer: Viewer): Promise<View> {
      const { as, thread } = viewer;
      const roots = slack.shown(channel).map((each) => piece(each, viewer, true));
      const all = thread === undefined ? [] : await slack.messages(channel);
      const inThread = all.filter((each) => each.ts === thread || each.thread_ts === thread);
      const blocks = slack.home(as)?.blocks ?? [];
      return {
        channel: inOrder([...roots, ...whispered(viewer, undefined)]),
        thread:
          thread === undefined
            ? []
            : inOrder([...inThread.map((each) => piece(each, viewer, false)), ...whispered(viewer, thread)]),
        home: blocks.map((block) => previewBlock(block, seenBy(viewer))).join(''),
      };
    },
  };
}
