/** What has happened so far, as far as the guide goes by it. */
export interface Facts {
  readonly shared: boolean;
  readonly rerun: boolean;
  readonly green: boolean;
  readonly said: boolean;
  /** A deployment waits for Ann. */
  readonly asked: boolean;
  readonly answered: boolean;
}

/** What to do next: the step, how many there are, and the words. After the last comes one more, which asks for nothing. */
export interface Step {
  readonly number: number;
  readonly of: number;
  readonly words: string;
}

const steps: readonly (readonly [done: (facts: Facts) => boolean, words: string])[] = [
  [
    ({ shared }) => shared,
    'Your branch is red: Now, in the editor, shows why. Point at its Sharing row and press the button there; you see the exact message first.',
  ],
  [
    ({ rerun }) => rerun,
    'Now the team sees where you are. Press Rerun failed: on the card of feat/delivery in #deploys, or at CI #1 in Now.',
  ],
  [
    ({ said }) => said,
    'CI runs again; both sides follow it. Meanwhile open the card’s thread and say something, or write it in the editor’s Feed.',
  ],
  [({ asked }) => asked, 'Ben has answered, and the Feed has it too. In a moment he will ask you for something.'],
  [
    ({ answered }) => answered,
    'Ben’s deployment waits for you. Approve it: in the editor’s notice or in Now; or close the thread, and press Approve on the card.',
  ],
];

/** The first step that is not done; what is done later counts before it, since nobody has to go by the guide. */
export function stepOf(facts: Facts): Step {
  const at = steps.findIndex(([done]) => !done(facts));
  const of = steps.length;
  const words = steps[at]?.[1];
  return words === undefined
    ? {
        number: of + 1,
        of,
        words: 'That is all of it. Try /shiproom help in Slack, or be Ben: press the face at the bottom left.',
      }
    : { number: at + 1, of, words };
}
