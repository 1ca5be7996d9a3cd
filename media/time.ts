import { t } from './l10n.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, as one would say it. What lies ahead, by a clock that is off, is `just now`. */
export function age(at: number, now: number): string {
  const passed = now - at;
  if (passed < minute) return t('just now');
  if (passed < hour) return t('{0} min ago', Math.floor(passed / minute));
  if (passed < day) return t('{0} h ago', Math.floor(passed / hour));
  const days = Math.floor(passed / day);
  return days === 1 ? t('1 day ago') : t('{0} days ago', days);
}

/** For what may not be true any more: `as of 3 min ago`. */
export function asOf(at: number, now: number): string {
  return now - at < minute ? t('as of a moment ago') : t('as of {0}', age(at, now));
}

/** How long something took: `48 s`, `2 min 5 s`, `1 h 3 min`. */
export function span(ms: number): string {
  const whole = Math.max(0, Math.round(ms / second));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return pair(minutes, 'min', whole % 60, 's');
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

const pair = (large: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;

/** Instants in the reader's own way of writing dates. */
export interface Calendar {
  /** `14:05`. */
  clock(at: number): string;
  /** The same without `AM` and `PM`, for where it is narrow. */
  brief(at: number): string;
  /** `Today`, `Yesterday`, or the date. */
  day(at: number, now: number): string;
  /** Date and time, for a tooltip. */
  full(at: number): string;
}

/** How dates are written beside words of a language: the reader's own way (undefined), unless that is of another language. */
export const localeBeside = (words: string, own: string): string | undefined =>
  words === '' || words === 'en' || own.startsWith(words) ? undefined : words;

/** Without arguments, the language and the time zone of the reader's machine. */
export function createCalendar(locale?: string, timeZone?: string): Calendar {
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const date = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone });
  const key = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone });
  return {
    clock: (at) => clock.format(at),
    brief: (at) =>
      clock
        .formatToParts(at)
        .flatMap(({ type, value }) => (type === 'dayPeriod' ? [] : value))
        .join('')
        .trim(),
    full: (at) => full.format(at),
    day(at, now) {
      if (key.format(at) === key.format(now)) return t('Today');
      if (key.format(at) === key.format(now - day)) return t('Yesterday');
      return date.format(at);
    },
  };
}
