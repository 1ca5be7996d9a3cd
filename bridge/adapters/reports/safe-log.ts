import { cleanLog, type LogCleaner, type LogStyle } from './clean-log.ts';
import { maskOf } from './mask.ts';

/** What a program prints, as text that can be shown: clean in this style, without these secrets and without tokens of known formats. */
export function safeLog(style: LogStyle, secrets: readonly string[]): LogCleaner {
  const clean = cleanLog(style);
  const mask = maskOf(secrets);
  return {
    push: (piece) => mask.push(clean.push(piece)),
    end: () => mask.push(clean.end()) + mask.flush(),
  };
}
