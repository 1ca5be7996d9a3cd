import type { SlackScene } from '../../e2e/slack-scene.ts';
import { deliveryFiles, refundFiles } from '../shop.ts';

const channel = 'deploys';
const refund = 'fix/refund';

/** What the team does, one thing at a time. Each act is done when it has been sent off; what follows from it is seen by its traces. */
export function createActs(scene: SlackScene) {
  const { slack, github } = scene;
  const cardOf = (branch: string) =>
    slack.shown(channel).find((each) => each.user === slack.bot.userId && JSON.stringify(each).includes(branch));
  const inThread = async (user: string, text: string): Promise<void> => {
    await slack.say(user, channel, text, scene.card()?.ts);
  };
  /** As somebody else, in a clone of their own. */
  const cleo = { pull: undefined as number | undefined };
  async function pushAsCleo(message: string, files: Readonly<Record<string, string>>): Promise<void> {
    const clone = await scene.anotherClone();
    const known = (await clone.git('branch', '--remotes', '--list', `origin/${refund}`)) !== '';
    await clone.git('switch', '--quiet', ...(known ? [refund] : ['-c', refund]));
    await clone.write(files);
    await clone.git('add', '--all');
    await clone.git('commit', '--quiet', '--author', 'Cleo <cleo@example.org>', '-m', message);
    await clone.git('push', '--quiet', 'origin', refund);
    await github.pushed(refund, 'cleo');
  }

  return {
    /** Before anybody looks: the morning's talk, and Ann's branch, which goes red. */
    async begin(): Promise<void> {
      await slack.say('ben', channel, 'Morning! The train to staging leaves today: what is green goes with it.');
      await slack.say('cleo', channel, 'Refunds are nearly there. Delivery, <@' + slack.user('ann') + '>?');
      await scene.push('Ask the price server what delivery costs', deliveryFiles);
      const { number } = await github.pulls.open({
        head: scene.branch,
        base: 'main',
        title: 'Delivery costs what the country costs',
        by: 'ann',
      });
      await github.pulls.request(number, 'ben', 'ann');
    },
    /** Cleo opens a pull request that will not pass. */
    async cleoPushes(): Promise<void> {
      await pushAsCleo('Round refunds', refundFiles.wrong);
      const { number } = await github.pulls.open({ head: refund, base: 'main', title: 'Round refunds', by: 'cleo' });
      cleo.pull = number;
    },
    benAsks: () => inThread('ben', 'Is that the price server again? It slept through my build yesterday, too.'),
    /** Cleo is on her own red branch, for all to see. */
    async cleoClaims(): Promise<void> {
      await slack.press('cleo', channel, cardOf(refund)?.ts ?? '', 'I’m on it');
    },
    cleoMends: () => pushAsCleo('Refunds are below nought', refundFiles.right),
    async cleoAsksReview(): Promise<void> {
      if (cleo.pull !== undefined) await github.pulls.request(cleo.pull, 'ann', 'cleo');
    },
    /** The bot answers with a table, in the card's thread. */
    benAsksBot: () => inThread('ben', `<@${slack.bot.userId}> ci status ${scene.branch} --here`),
    benAnswers: () => inThread('ben', 'Thanks, good to know. I’ll put it on staging as soon as it is green.'),
    benApproves: () => github.pulls.approve(1, 'ben', 'Reads well.'),
    /** Ben starts a deployment, which waits for Ann. */
    async benDeploys(): Promise<void> {
      await inThread('ben', `<@${slack.user('ann')}> green at last. I ship it to staging: will you approve?`);
      const workflow = github.repo.workflows.find(({ name }) => name === 'Deploy');
      if (workflow) await github.actions.dispatch({ workflow, ref: scene.branch, inputs: {}, by: github.user('ben') });
    },
    cleoThanks: () => inThread('cleo', 'It is on staging. Thank you both!'),
  };
}
export type Acts = ReturnType<typeof createActs>;
