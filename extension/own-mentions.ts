import * as vscode from 'vscode';
import type { Around, Feature } from './feature.ts';
import { createToldOnce } from './told-once.ts';
import { noticeCall } from './views/notices/mention-notice.ts';
import { createMentions } from './views/notices/mentions.ts';

/** Says when somebody calls this user, in one of their windows. `told` is a folder that all of them share. */
export function createOwnMentions(around: Around, told: string, showsFeed: () => boolean): Feature {
  const { session, uplink, settings, world, failed } = around;
  const first = createToldOnce(told, world.now);
  return createMentions({
    me: () => session()?.room()?.me.id,
    reading: () => vscode.window.state.focused && showsFeed(),
    focused: () => vscode.window.state.focused,
    first: (key) => first(`${uplink.bridge()?.origin} ${session()?.room()?.room} ${key}`),
    after: world.after,
    tell: (words) => noticeCall(words, settings),
    failed,
  });
}
