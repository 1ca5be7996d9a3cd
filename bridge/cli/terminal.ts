import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Unusable } from '../unusable.ts';

/** Whoever was asked has left: by Ctrl+C, or because nothing more comes in. */
export class Cancelled extends Unusable {}

/** Somebody who can be asked. */
export interface Terminal {
  /** Asks for one line; what is typed is trimmed. Fails with Cancelled. */
  ask(question: string): Promise<string>;
  /** The same, and shows nothing of what is typed. */
  askHidden(question: string): Promise<string>;
}

interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** A terminal on these streams, which both have to be one. */
export function openTerminal({ input, output }: Streams): Terminal {
  return {
    ask: (question) => answered({ input, output }, question),
    async askHidden(question) {
      // The line editor echoes into nothing; the question is written beside it.
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      output.write(question);
      try {
        return await answered({ input, output: nowhere }, '');
      } finally {
        output.write('\n');
      }
    },
  };
}

async function answered({ input, output }: Streams, question: string): Promise<string> {
  const lines = createInterface({ input, output, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      const leave = (): void => reject(new Cancelled('left.'));
      lines.once('SIGINT', leave);
      lines.once('close', leave);
      lines.question(question, (answer) => resolve(answer.trim()));
    });
  } finally {
    lines.close();
  }
}
