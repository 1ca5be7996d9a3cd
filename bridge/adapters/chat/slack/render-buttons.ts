import type { Button } from '../../../../protocol/model/button.ts';
import { type ButtonElement, isWeb, plain, type SlackBlock } from './blocks.ts';

/** More would be read by nobody; Slack would take 25. */
const runsShown = 5;
const pagesShown = 3;
/** https://docs.slack.dev/reference/block-kit/block-elements/button-element/ */
const longestValue = 2000;

/**
 * Buttons as one actions block; none where there are none. A button whose words do not fit into Slack's `value`, or whose page is none, is
 * left out: the command line does the same. `place` tells apart the blocks of one view.
 */
export function actions(buttons: readonly Button[], place = ''): SlackBlock[] {
  const runs = buttons.filter((button) => button.type === 'run' && valueOf(button).length <= longestValue);
  const pages = buttons.filter((button) => button.type === 'open' && isWeb(button.url));
  const shown = [...runs.slice(0, runsShown), ...pages.slice(0, pagesShown)];
  const elements = shown.map((button, index) => element(button, `${button.type}${place}-${index}`));
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

/** What comes back with a press. */
const valueOf = ({ key, line }: { readonly key: string; readonly line: string }): string =>
  JSON.stringify({ key, line });

function element(button: Button, action_id: string): ButtonElement {
  const text = plain(button.label.replaceAll('\n', ' '), 75);
  if (button.type === 'open') return { type: 'button', text, action_id, url: button.url };
  const { style, confirm } = button;
  return {
    type: 'button',
    text,
    action_id,
    value: valueOf(button),
    ...(style && { style }),
    ...(confirm && {
      confirm: {
        title: plain(confirm.title, 100),
        text: plain(confirm.text, 300),
        confirm: plain(confirm.ok, 30),
        // Beside "Cancel run" a "Cancel" would be read as the deed.
        deny: plain('Not now', 30),
        style: style ?? 'primary',
      },
    }),
  };
}
