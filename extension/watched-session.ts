import type { Session } from '../client/session.ts';
import type { RunId } from '../protocol/model/ids.ts';

/** The same session, which also tells of each run that a command's reply was about, whoever gave the command. */
export function watched(session: Session, follow: (run: RunId) => void): Session {
  return {
    start: () => session.start(),
    room: () => session.room(),
    connection: () => session.connection(),
    pending: () => session.pending(),
    share: (status) => session.share(status),
    appear: (how) => session.appear(how),
    overlaps: () => session.overlaps(),
    say: (text, about, excerpt) => session.say(text, about, excerpt),
    complete: (text, caret, about) => session.complete(text, caret, about),
    amend: (offset, text) => session.amend(offset, text),
    forget: (mid) => session.forget(mid),
    async run(line, about) {
      const outcome = await session.run(line, about);
      if (outcome.ok && outcome.value.run !== undefined) follow(outcome.value.run);
      return outcome;
    },
    earlier: (before) => session.earlier(before),
    log: (run, from, wish) => session.log(run, from, wish),
    workflows: (about) => session.workflows(about),
    acted: (what) => session.acted(what),
    account: (claimed) => session.account(claimed),
    accounts: () => session.accounts(),
    signOut: (everywhere) => session.signOut(everywhere),
    retry: () => session.retry(),
    close: () => session.close(),
  };
}
