/** A day of the week, and a minute of that day: 0 is midnight. Days count from Sunday, 0. */
export interface LocalTime {
  readonly day: number;
  readonly minute: number;
}

/** What a clock on the wall of a time zone shows. */
export type ReadWall = (at: number, zone: string) => LocalTime;

/** When a route is not to disturb: each day from one minute to another, over midnight too; and on some days all day. */
export interface Quiet {
  readonly zone: string;
  readonly hours?: { readonly from: number; readonly to: number } | undefined;
  readonly days?: readonly number[] | undefined;
}

/** When a route tells all at once what has gathered. */
export interface Digest {
  readonly zone: string;
  /** Minutes of the day. */
  readonly at: readonly number[];
  /** Every day where none is named. */
  readonly days?: readonly number[] | undefined;
}

const minuteMs = 60_000;
/** All zones of our time differ by whole quarters of an hour, and change their clocks at the beginning of one. */
const quarterMs = 15 * minuteMs;
/** Quiet that has no end within this is none: a week, and a day whose only loud hour the clocks left out. */
const longestMs = 9 * 24 * 60 * minuteMs;

const isQuiet = ({ hours, days }: Quiet, { day, minute }: LocalTime): boolean => {
  if (days?.includes(day)) return true;
  if (!hours) return false;
  const { from, to } = hours;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
};

/** When quiet hours that hold at an instant end: the first minute that is loud. Undefined where it is loud. */
export function quietUntil(quiet: Quiet, at: number, wall: ReadWall): number | undefined {
  for (const each of minutesFrom(at, quiet.zone, wall)) {
    if (isQuiet(quiet, each)) continue;
    return each.at > at ? each.at : undefined;
  }
  return undefined;
}

/** When the next digest after an instant is due. One whose minute the clocks leave out that day comes as soon as they go on. */
export function digestDue({ zone, at: minutes, days }: Digest, at: number, wall: ReadWall): number | undefined {
  let before: LocalTime | undefined;
  for (const each of minutesFrom(at, zone, wall)) {
    const past = before;
    before = each;
    if (!past || (days && days.length > 0 && !days.includes(each.day))) continue;
    const from = past.day === each.day ? past.minute : -1;
    if (minutes.some((minute) => minute > from && minute <= each.minute)) return each.at;
  }
  return undefined;
}

/** Every minute from an instant on, as the zone shows it. */
function* minutesFrom(at: number, zone: string, wall: ReadWall): Generator<LocalTime & { readonly at: number }> {
  const first = Math.floor(at / quarterMs) * quarterMs;
  for (let quarter = first; quarter < at + longestMs; quarter += quarterMs) {
    const { day, minute } = wall(quarter, zone);
    for (let more = 0; more < quarterMs / minuteMs; more += 1) {
      const start = quarter + more * minuteMs;
      if (start + minuteMs > at) yield { at: Math.max(start, at), day, minute: minute + more };
    }
  }
}
