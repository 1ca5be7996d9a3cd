/** The commands that were run from here, which come back one after the other, the newest first. */
export interface Recall {
  put(line: string): void;
  /** The command one further back, or one nearer; empty past the newest. */
  turn(step: 1 | -1): string;
  /** Begins at the newest again. */
  leave(): void;
  /** Whether a command was brought back and stands there still. */
  active(): boolean;
}

export function createRecall(): Recall {
  const lines: string[] = [];
  let back = 0;
  return {
    put: (line) => void lines.push(line),
    turn(step) {
      back = Math.min(lines.length, back + step);
      return lines[lines.length - back] ?? '';
    },
    leave() {
      back = 0;
    },
    active: () => back > 0,
  };
}
