import type { Seen } from './facts.ts';
import type { Acts } from './acts.ts';

/** One act, and what must have happened before it. */
interface Cue {
  readonly act: keyof Acts;
  readonly when?: (seen: Seen) => boolean;
  /** It answers the visitor: it comes soon, whatever else is due. */
  readonly soon?: true;
}

/** The play, in the order in which it is told where nobody interferes. Each act comes once: it ends by itself. */
export const cues: readonly Cue[] = [
  { act: 'benAnswers', when: ({ said }) => said, soon: true },
  { act: 'benDeploys', when: ({ green, said }) => green && said, soon: true },
  { act: 'cleoThanks', when: ({ answered }) => answered, soon: true },
  { act: 'benAsks', when: ({ shared }) => shared },
  { act: 'cleoPushes', when: ({ shared }) => shared },
  { act: 'cleoClaims', when: ({ refundRed }) => refundRed },
  { act: 'benApproves', when: ({ green }) => green },
  { act: 'cleoMends', when: ({ refundRed }) => refundRed },
  { act: 'benAsksBot', when: ({ shared }) => shared },
  { act: 'cleoAsksReview', when: ({ refundRed }) => refundRed },
];

/** The clock and the chance that the play goes by. */
export interface Pace {
  after(ms: number, work: () => void): () => void;
  /** Between 0 and 1. */
  chance(): number;
}

/** Chance that is the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** What is to be done next, of what has not been done. */
export const nextOf = (done: ReadonlySet<keyof Acts>, seen: Seen): Cue | undefined =>
  cues.find(({ act, when }) => !done.has(act) && (when?.(seen) ?? true));

/** Lets the team act: something every ten to twenty seconds, an answer after three. Answers how to end it. */
export function play(
  acts: Acts,
  seen: () => Seen,
  { after, chance }: Pace,
  failed: (error: unknown) => void,
): () => void {
  const done = new Set<keyof Acts>();
  let quietMs = 8_000;
  let end = (): void => {};
  const beatMs = 1_000;
  const beat = (): void => {
    quietMs -= beatMs;
    const cue = nextOf(done, seen());
    if (cue && (quietMs <= 0 || (cue.soon && quietMs <= 12_000))) {
      done.add(cue.act);
      quietMs = 10_000 + chance() * 10_000;
      acts[cue.act]().catch(failed);
    }
    if (done.size < cues.length) end = after(beatMs, beat);
  };
  end = after(beatMs, beat);
  return () => end();
}
