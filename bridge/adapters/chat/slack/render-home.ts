import type { Home } from '../../../ports/chat-platform.ts';
import { plain, type SlackBlock } from './blocks.ts';
import { actions } from './render-buttons.ts';
import { renderMessage } from './render-message.ts';

/** https://docs.slack.dev/reference/views/home-tab-views/ */
export interface HomeView {
  readonly type: 'home';
  readonly blocks: readonly SlackBlock[];
}

/** Slack takes 100 blocks of a view. */
const blocksMost = 100;
/** No figure is documented for a view as a whole; a section of this length is still read. */
const sectionMost = 6000;
const viewMost = 60_000;

/** A person's page as a view of App Home. Views hold no tables, so these are shown in monospace. */
export function renderHome(home: Home): HomeView {
  const blocks: SlackBlock[] = [];
  for (const [index, { title, message, buttons }] of home.sections.entries()) {
    const section: SlackBlock[] = [
      ...(index > 0 ? [{ type: 'divider' } as const] : []),
      { type: 'header', text: plain(title, 150) },
      ...renderMessage(message, { tables: false, most: sectionMost }).blocks,
      ...actions(buttons, `-${index}`),
    ];
    const room = blocksMost - 1 - blocks.length;
    if (section.length > room || JSON.stringify([...blocks, ...section]).length > viewMost) {
      blocks.push({ type: 'context', elements: [plain('There is more in your editor.', 300)] });
      break;
    }
    blocks.push(...section);
  }
  return { type: 'home', blocks };
}
