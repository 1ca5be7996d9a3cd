import type { SlackConfig } from './config.ts';
import { whatHappened } from './events.ts';
import type { Lane } from '../../messages/lane.ts';
import type { Members } from './members.ts';
import type { Questions } from './questions.ts';
import type { Envelope } from './socket.ts';
import type { Take } from './take.ts';

interface Around {
  readonly config: SlackConfig;
  readonly lane: Lane;
  readonly take: Take;
  readonly questions: Questions;
  readonly members: Members;
}

export interface Heard {
  heard(envelope: Envelope): void;
  /** Resolves once nothing that was asked is being taken in any more. */
  settled(): Promise<unknown>;
}

/**
 * Sends each envelope its way: what is said in channels one after another, what one person asks by itself. It is acknowledged once it is taken in;
 * where that fails it is not, so that Slack tells its author, or sends it again. What is nothing to us is acknowledged at once.
 */
export function createHeard({ config, lane, take, questions, members }: Around): Heard {
  const underWay = new Set<Promise<void>>();

  function alone(asked: Promise<void>, what: string, ack: () => void): void {
    const failed = () => config.log({ level: 'warn', text: `${what} was not taken in` });
    const taking = asked.then(ack, failed);
    underWay.add(taking);
    void taking.finally(() => underWay.delete(taking));
  }

  return {
    settled: () => Promise.all(underWay),
    heard({ type, body, again, ack }) {
      if (type === 'slash_commands') return alone(questions.slash(body), 'a slash command', ack);
      if (type === 'interactive') return alone(questions.interaction(body), 'a button or a shortcut', ack);
      const happened = type === 'events_api' ? whatHappened(body, config.channels) : undefined;
      if (happened === undefined) return ack();
      switch (happened.type) {
        case 'in-channel':
          return lane.push({ take: () => happened.tell(take, !again), ack });
        case 'direct':
          return alone(questions.direct(happened.event), 'a direct message', ack);
        case 'home':
          return alone(questions.homeOpened(happened.event), 'a look at the home', ack);
        case 'member':
          return alone(members.changed(happened.event), 'what somebody has become', ack);
      }
    },
  };
}
