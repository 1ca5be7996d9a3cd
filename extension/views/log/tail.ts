import { createLogReader, type LogReader, type ReaderOptions } from './reader.ts';

export interface TailOptions extends Pick<ReaderOptions, 'read' | 'after' | 'caughtUp'> {
  /** Told of the whole text after each change, and why there is no more of it yet, where the engine says so. */
  readonly changed: (text: string, note: string | undefined) => void;
}

/** VS Code is handed the whole text at each change, so a long log is shown from near its end. */
const keptChars = 1_000_000;

/** Follows one run's log until it ends or is closed. */
export function createTail({ changed, ...options }: TailOptions): LogReader {
  let [text, cut] = ['', false];
  let note: string | undefined;
  return createLogReader({
    ...options,
    took(part) {
      text += part.text;
      note = part.note;
      if (text.length > keptChars) {
        cut = true;
        text = text.slice(text.indexOf('\n', text.length - keptChars) + 1);
      }
      changed(cut ? `(The beginning of this log is left out.)\n${text}` : text, note);
    },
    refused: (message) => changed(`${text}\n(${message})\n`, note),
  });
}
