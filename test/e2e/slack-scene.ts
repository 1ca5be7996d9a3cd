import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../support/sandbox.ts';
import type { SlackMessage } from '../support/slack/messages.ts';
import type { Answered } from '../support/slack/people.ts';
import { type SlackServer, startSlack } from '../support/slack/server.ts';
import { until } from '../support/until.ts';
import { type Project, type Scene, setScene } from './github-scene.ts';

/** The team's repository with a room in Slack: what the tests ask of that. */
export interface SlackScene extends Scene {
  readonly slack: SlackServer;
  /** The one message of the branch in the channel. */
  card(): SlackMessage | undefined;
  /** Waits until the branch's message says this. */
  cardShows(words: string): Promise<void>;
  cardText(): string;
  /** What hangs below the branch's message, oldest first. */
  thread(): Promise<readonly SlackMessage[]>;
  /** Somebody types `/shiproom line` in the channel; answers what they alone are told. */
  type(user: string, line: string): Promise<string>;
  /** Somebody presses a button of the branch's message; answers what they alone are told. */
  press(user: string, label: string): Promise<string>;
  /** Lets the second attempt of a run, which waits for it, go on. */
  letGo(): Promise<void>;
  /** A workflow with one failing test, which stands still when it is run again. */
  readonly workflow: Readonly<Record<string, string>>;
}

const file = '.github/workflows/ci.yml';

/** One that is run again waits for a file: so long its second attempt is to be seen. */
const workflowOf = (released: string): string => `name: CI
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo "compiled 12 files"
  test:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - name: Unit tests
        run: |
          if [ "\${{ github.run_attempt }}" != 1 ]; then for i in $(seq 3000); do [ -e '${released}' ] && break; sleep 0.1; done; fi
          if grep -q wrong sum.js; then
            echo "::error file=sum.js,line=1,title=adds::expected 3, got 4"
            exit 1
          fi
`;

async function heard({ posts }: Answered): Promise<string> {
  await until(() => posts.length > 0);
  return posts.map(({ text }) => String(text)).join('\n');
}

/** Who is there, and what they work on, where it is not what tests have. */
export interface Cast {
  readonly project?: Project;
  /** People of Slack besides the usual. */
  readonly people?: readonly string[];
}

/** A bridge between a GitHub and a Slack, both of the tests, and the clone of the one who started it: Ann, who is not Ana of Slack. */
export async function setSlackScene(sandbox: Sandbox, { project, people = [] }: Cast = {}): Promise<SlackScene> {
  const slack = await startSlack({ people });
  const scene = await setScene(sandbox, {
    ...(project ? { project } : {}),
    settings: [`slack: { channel: ${slack.channel('deploys')}, apiUrl: '${slack.apiUrl}' }`],
    env: { SHIPROOM_SLACK_BOT_TOKEN: slack.tokens.bot, SHIPROOM_SLACK_APP_TOKEN: slack.tokens.app },
  });
  const released = join(sandbox.root, 'released');
  const ours = () => slack.shown('deploys').filter(({ user }) => user === slack.bot.userId);
  const card = () => ours().find((each) => JSON.stringify(each).includes(scene.branch));
  const cardText = () => JSON.stringify(card() ?? '');
  return {
    ...scene,
    slack,
    card,
    cardText,
    cardShows: (words) => until(() => cardText().includes(words)),
    thread: async () =>
      (await slack.messages('deploys')).filter(({ ts, thread_ts }) => thread_ts === card()?.ts && ts !== thread_ts),
    type: async (user, line) => heard(await slack.slash(user, 'deploys', line)),
    press: async (user, label) => heard(await slack.press(user, 'deploys', card()?.ts ?? '', label)),
    letGo: () => writeFile(released, ''),
    workflow: { [file]: workflowOf(released) },
    async end() {
      await writeFile(released, '');
      await scene.end();
      await slack.close();
    },
  };
}
