import { type CloseAction, closeCodes, type CloseSlug } from '../protocol/wire/close.ts';
import { actionAfter, type Ending } from './reconnect.ts';

/** Why a connection ended, as a person reads it: the cause, then the next step if there is one. Total over the bridge's close codes. */
const closeWords: Record<CloseSlug, string> = {
  shutdown: 'The bridge is restarting.',
  internal: 'The bridge ran into a fault of its own; its log has the details.',
  no_pong: 'The connection to the bridge went silent.',
  store_unavailable: 'The bridge cannot write to its disk. Whoever runs it has to make room.',
  slow_consumer: 'The connection could not keep up with the news.',
  rate_limited: 'This client sent too much at once.',
  overloaded: 'The bridge has too much to do just now.',
  epoch_changed: 'The bridge was restored, so its history is loaded again.',
  position_invalid: 'The bridge and this client differ about the history, so it is loaded again.',
  scope_changed: 'Your rights have changed, so everything is loaded again.',
  token_expired: 'Your link to the bridge has expired. Ask for a new link and connect again.',
  token_revoked: 'You were signed out. Connect again with a new link.',
  step_up_required: 'The bridge wants to know again who you are. Ask for a new link and connect again.',
  bad_frame: 'The bridge did not understand this client. Upgrade whichever of the two is older.',
  unauthenticated: 'The bridge did not let this client in. Ask for a new link and connect again.',
  version_unsupported: 'The bridge and this client speak different versions. Upgrade whichever of the two is older.',
  hello_timeout: 'The bridge did not hear from this client in time.',
  duplicate_hello: 'The bridge did not understand this client. Upgrade whichever of the two is older.',
  too_many_errors: 'The bridge refused too many requests of this client. Upgrade whichever of the two is older.',
  disabled: 'The bridge has shut you out. Ask whoever runs it.',
  connection_limit: 'You have too many editors and pages open. Close one, then connect again.',
  client_blocked: 'The bridge refuses this version of Shiproom. Upgrade it.',
  session_replaced: 'This window was opened somewhere else. Connect again to use it here.',
};

const codes: Readonly<Record<string, number>> = closeCodes;
const wordsByCode = new Map<number, string>(
  Object.entries(closeWords).map(([slug, words]) => [codes[slug] ?? 0, words]),
);

const actionWords: Record<CloseAction, string> = {
  resume: 'The bridge does not answer. Is it running, and is this machine online?',
  'resume-later': 'The bridge asks to wait.',
  reload: 'The history has to be loaded again.',
  'new-credentials': 'Your link to the bridge is not valid any more. Ask for a new link and connect again.',
  'protocol-fault': 'The bridge and this client do not understand each other. Upgrade whichever of the two is older.',
  stop: 'The bridge has ended the connection. Connect again when you need it.',
};

/** What a person reads where this end has ended the connection. */
export const endedHere = 'The connection was ended here.';
/** What a person reads where nobody has answered by a limit of its own. */
export const tooLate = 'The bridge did not answer in time.';
const behind = 'Some news did not arrive, and is fetched now.';
const asleep = 'This machine was asleep.';

/** All reasons in this client's own words, as an editor may have them in its user's language. A bridge's own words are not among them. */
export const reasons: readonly string[] = [
  ...Object.values(closeWords),
  ...Object.values(actionWords),
  endedHere,
  tooLate,
  behind,
  asleep,
];

/** What a person reads after an ending. */
export function reasonOf(ending: Ending): string {
  switch (ending.type) {
    case 'closed':
      return ending.message ?? wordsByCode.get(ending.code) ?? actionWords[actionAfter(ending)];
    case 'refused':
      return ending.message;
    case 'silent':
      return actionWords.resume;
    case 'behind':
      return behind;
    case 'unsound':
      return actionWords.reload;
    case 'woke':
      return asleep;
  }
}
