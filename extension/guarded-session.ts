import * as vscode from 'vscode';
import type { Refused, Session } from '../client/session.ts';
import type { Shown } from '../protocol/model/excerpt.ts';
import type { CardKey } from '../protocol/model/card.ts';
import { findSecrets, type Secret } from '../secrecy/find-secrets.ts';
import { worded, wordedOutcome } from './own-words.ts';

/** Whether a branch must not be named: by what somebody says, or already by what they are typing. */
export type KeptBack = (about: CardKey, typing: boolean) => boolean;

/**
 * The same session, out of which nothing goes that looks like a secret: what somebody says, asks or shows is refused before it is kept or sent,
 * in words that name what was found and where, and never the secret. What the session itself says is in the editor's language. A branch that is `keptBack` is not named by what is said or asked here.
 */
export function guarded(session: Session, keptBack: KeptBack): Session {
  const aboutOf = (about: CardKey | undefined, typing = false): CardKey | undefined =>
    about && keptBack(about, typing) ? undefined : about;
  return {
    start: () => session.start(),
    room: () => session.room(),
    connection: () => worded(session.connection()),
    pending: () => session.pending(),
    share: (status) => session.share(status && isClean(JSON.stringify(status)) ? status : null),
    appear: ({ files, on, ...how }) =>
      session.appear({
        ...how,
        ...(on !== undefined && { on: on && isClean(on.branch) ? on : null }),
        ...(files && { files: files.filter(isClean) }),
      }),
    overlaps: () => session.overlaps(),
    say: async (text, about, excerpt) =>
      refusalOf(text) ??
      (excerpt && refusalOfShown(excerpt)) ??
      wordedOutcome(session.say(text, aboutOf(about), excerpt)),
    // What is typed goes to the bridge to be completed, long before it is sent.
    complete: async (text, caret, about) =>
      isClean(text) ? session.complete(text, caret, aboutOf(about, true)) : { ok: true, value: null },
    amend: async (offset, text) => refusalOf(text ?? '') ?? wordedOutcome(session.amend(offset, text)),
    forget: (mid) => session.forget(mid),
    run: async (line, about) => refusalOf(line) ?? wordedOutcome(session.run(line, aboutOf(about))),
    earlier: (before) => wordedOutcome(session.earlier(before)),
    log: (run, from, wish) => wordedOutcome(session.log(run, from, wish)),
    workflows: async (about) => (keptBack(about, false) ? notNamed() : wordedOutcome(session.workflows(about))),
    acted: async (what) =>
      refusalOf(what.line) ??
      (keptBack(what.about, false) ? notNamed() : undefined) ??
      wordedOutcome(session.acted(what.why && !isClean(what.why) ? { ...what, why: undefined } : what)),
    account: (claimed) => wordedOutcome(session.account(claimed)),
    accounts: () => session.accounts(),
    signOut: (everywhere) => wordedOutcome(session.signOut(everywhere)),
    retry: () => session.retry(),
    close: () => session.close(),
  };
}

const notNamed = (): Refused => ({
  ok: false,
  slug: 'kept_back',
  message: vscode.l10n.t('This branch is kept back, so the bridge is not told of it.'),
});

const isClean = (text: string): boolean => findSecrets(text).length === 0;

/** Why a text is not sent; undefined where it may be. Its first line is `from`. */
export function refusalOf(text: string, from = 1): Refused | undefined {
  const [first] = findSecrets(text);
  return first && refusedFor({ ...first, line: first.line + from - 1 });
}

/** Why lines of code are not sent; undefined where they may be. Lines are told as they are numbered in their file. */
export function refusalOfShown({ of, text }: Shown): Refused | undefined {
  const { path, before, after, line, branch = '' } = of;
  const lines = [...before, text, ...after].join('\n');
  return refusalOf(lines, line - before.length) ?? refusalOf(path) ?? refusalOf(branch);
}

const refusedFor = ({ line, kind }: Secret): Refused => ({
  ok: false,
  slug: 'secret_found',
  message: vscode.l10n.t(
    'Nothing was sent: line {0} looks like {1}. Take it out; if it is real and has been shown to anybody, revoke it.',
    line,
    kind,
  ),
});
