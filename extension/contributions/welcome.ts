import { type CommandName, commandId, commands, viewId, type ViewName } from '../contributions.ts';
import type { State } from './states.ts';

const button = (title: string, command: string): string => `[${title}](command:${command})`;
const ours = (name: CommandName): string => button(commands[name].title, commandId(name));
/** For what takes the button away when it is done: the view that it stood in then gets the focus. */
const once = (name: CommandName, view: ViewName): string =>
  button(commands[name].title, `${commandId(name)}?%22view:${viewId(view)}%22`);
/** Within a sentence it is a link, beside the button for what comes first. */
const doctor = `Is something wrong? ${ours('doctor')} tests each hop.`;

/** What the view Now says where it has nothing to show. */
export const welcome: Readonly<Record<State, string>> = {
  starting: 'Looking for a repository…',
  untrusted: `This workspace is not trusted, so nothing is sent from it.\n${button('Manage Workspace Trust', 'workbench.trust.manage')}`,
  'no-folder': `Open a folder with a git repository to see its branch here.\n${button('Open Folder', 'vscode.openFolder')}`,
  'no-git': `The built-in Git extension is off, so branches cannot be seen.\n${button('Show Git Extension', 'workbench.extensions.search?%22%40builtin%20git%22')}`,
  'no-repository': `This folder has no git repository.\n${button('Open Source Control', 'workbench.view.scm')}\nOne can be begun there, or opened where git has found one above this folder.`,
  unpaired: `Not connected to a bridge.\n${once('connect', 'now')}\nA bridge that runs on this machine for this repository is found by itself, unless you have disconnected here.\n${doctor}`,
  connecting: 'Connecting to the bridge…',
  offline: `The bridge cannot be reached. It is tried again by itself.\n${once('retry', 'now')}\n${doctor}`,
  stopped: `The bridge has ended the connection.\n${once('retry', 'now')}\n${doctor}\n${once('connect', 'now')}`,
  online: `Nothing of this branch is shared yet.\n${once('shareStatus', 'now')}\nYou see the exact message first.`,
};

interface Words {
  /** What its words are called among the translated ones. */
  readonly name: string;
  readonly view: ViewName;
  readonly contents: string;
  readonly when: string;
}

const away = "shiproom.connection == 'offline' || shiproom.connection == 'stopped'";

/** What the view Team says where nobody is to be shown. */
export const teamWelcome: readonly Words[] = [
  {
    name: 'unpaired',
    view: 'team',
    contents: 'People who are connected to the same bridge are shown here.',
    when: "!shiproom.connection || shiproom.connection == 'unpaired'",
  },
  {
    name: 'away',
    view: 'team',
    contents: `Nobody can be seen while the bridge is out of reach.\n${once('retry', 'team')}\n${doctor}`,
    when: away,
  },
  {
    name: 'alone',
    view: 'team',
    contents: `Nobody else is here now. Whoever joins the room appears with their branch.\n${ours('openRoom')}`,
    when: 'shiproom.alone',
  },
];
