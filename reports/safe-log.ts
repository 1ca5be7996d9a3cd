import { cleanLog, type LogCleaner, type LogStyle, slicesOf } from './clean-log.ts';
import { maskOf } from '../secrecy/mask.ts';

/** What a program prints, as text that can be shown: clean in this style, without these secrets and without tokens of known formats. */
export function safeLog(style: LogStyle, secrets: readonly string[]): LogCleaner {
  const clean = cleanLog(style);
  const mask = maskOf(secrets);
  return {
    push: (piece) =>
      (typeof piece === 'string' ? [piece] : slicesOf(piece)).map((slice) => mask.push(clean.push(slice))).join(''),
    end: () => mask.push(clean.end()) + mask.flush(),
  };
}
