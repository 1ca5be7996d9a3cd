import { type CommandName, commandId, commands, viewId } from '../contributions.ts';

interface Step {
  readonly title: string;
  readonly description: string;
  /** What is to be seen in the picture `media/walkthrough/NAME.png`. */
  readonly alt: string;
  /** Any of them completes it. */
  readonly completionEvents: readonly string[];
}

const button = (name: CommandName): string => `[${commands[name].title}](command:${commandId(name)})`;

/** The words above the first steps. */
export const walkthrough = {
  title: 'Get Started with Shiproom',
  description: 'The state of every branch, shared with the chat that your team already uses.',
} as const;

/** The first steps, in order. Each is done by its command or by what that brings about, and not by having been read. */
export const steps = {
  connect: {
    title: 'Connect to your team’s bridge',
    description: `Paste the join link that your bridge printed, or open it: it holds the bridge’s address and a code that is good once. A bridge that runs on this machine is found by itself.\n${button('connect')}`,
    alt: 'The view Now with the branch that is checked out, its pull request and its CI.',
    completionEvents: ['onContext:shiproom.didConnect', `onCommand:${commandId('connect')}`],
  },
  share: {
    title: 'Share your branch',
    description: `Before anything leaves the editor you see the exact message. From then on your branch’s state is kept up to date for everybody, until you pause it.\n${button('shareStatus')}`,
    alt: 'One message in the team’s chat that tells how a branch stands.',
    completionEvents: ['onContext:shiproom.didShare', `onCommand:${commandId('shareStatus')}`],
  },
  ci: {
    title: 'Run CI, and read why it failed',
    description: `Start a run from here, rerun what failed, and go from a failing test to its line as it is today.\n${button('runCi')}`,
    alt: 'The log of a CI run, opened at the step that failed.',
    completionEvents: [`onCommand:${commandId('runCi')}`],
  },
  tests: {
    title: 'Choose where test results come from',
    description: `Tasks, terminal commands, report files, or whatever you run as \`shiproom run\`: none is looked at before you choose it.\n${button('chooseTestSources')}`,
    alt: 'The editor with the row of local tests in the view Now.',
    completionEvents: [`onCommand:${commandId('chooseTestSources')}`],
  },
  talk: {
    title: 'Talk to your team',
    description: `Messages, replies of the bot and what happens to branches are in the view Feed. What you type there can be a message, or a command of the bot.\n[Open the Feed](command:${viewId('feed')}.focus)`,
    alt: 'The feed with messages, a reply of the bot and the box to write in.',
    completionEvents: [`onView:${viewId('feed')}`, `onCommand:${viewId('feed')}.focus`],
  },
} as const satisfies Record<string, Step>;
