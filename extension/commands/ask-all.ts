/** One step of a flow: something to be picked or typed. */
export interface Question {
  /** Under which its answer is kept. */
  readonly key: string;
  readonly prompt: string;
  /** Absent where it is typed. `value` is what is answered, `label` what is read. */
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly description?: string }[];
  /** What is there at first. */
  readonly value?: string;
  /** Why a typed text is no answer. */
  readonly judge?: (text: string) => string | undefined;
}

export type Answers = Readonly<Record<string, string>>;

/** Where in the flow a question stands. */
export interface Place {
  readonly step: number;
  readonly of: number;
}

/** Asks one question: `back` where the one before is wanted again, undefined where the whole is given up. */
export type Ask = (question: Question, place: Place) => Promise<{ readonly answer: string } | 'back' | undefined>;

/**
 * Asks one question after another. Which there are may hang on what was answered, so `plan` is asked anew each time. What was answered
 * before stands there again for whoever goes back. Undefined where it is given up.
 */
export async function askAll(plan: (answers: Answers) => readonly Question[], ask: Ask): Promise<Answers | undefined> {
  let answers: Answers = {};
  let step = 0;
  for (;;) {
    const questions = plan(answers);
    const question = questions[step];
    if (!question) return Object.fromEntries(questions.flatMap(({ key }) => valueIn(answers, key)));
    const before = answers[question.key];
    const shown = before === undefined ? question : { ...question, value: before };
    const said = await ask(shown, { step: step + 1, of: questions.length });
    if (said === undefined) return undefined;
    if (said === 'back') step = Math.max(0, step - 1);
    else {
      answers = { ...answers, [question.key]: said.answer };
      step += 1;
    }
  }
}

function valueIn(answers: Answers, key: string): [string, string][] {
  const value = answers[key];
  return value === undefined ? [] : [[key, value]];
}
