/** What became of one delivery, as the bridge has answered. */
export interface Outcome {
  readonly name: string;
  readonly event: string;
  readonly became: 'applied' | 'ignored' | 'refused' | 'crashed';
  readonly why: string;
}

export interface Sum {
  readonly total: number;
  readonly applied: number;
  readonly ignored: number;
  readonly refused: number;
  readonly crashed: number;
}

export const sumOf = (outcomes: readonly Outcome[]): Sum => {
  const count = (became: Outcome['became']) => outcomes.filter((each) => each.became === became).length;
  return {
    total: outcomes.length,
    applied: count('applied'),
    ignored: count('ignored'),
    refused: count('refused'),
    crashed: count('crashed'),
  };
};

interface Row extends Omit<Outcome, 'name'> {
  readonly count: number;
}

/** One row for all deliveries of an event that became the same for the same reason, in the order of the events. */
export function rowsOf(outcomes: readonly Outcome[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { event, became, why } of outcomes) {
    const key = [event, became, why].join('\n');
    rows.set(key, { event, became, why, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  return [...rows.values()].toSorted((a, b) => (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));
}

/** The rows as lines for people. */
export function tableOf(rows: readonly Row[]): string[] {
  const wide = Math.max(5, ...rows.map(({ event }) => event.length));
  const line = (event: string, became: string, count: string, why: string) =>
    `${event.padEnd(wide)}  ${became.padEnd(7)}  ${count.padStart(5)}  ${why}`.trimEnd();
  return [
    line('event', '', 'count', ''),
    ...rows.map(({ event, became, why, count }) => line(event, became, String(count), why)),
  ];
}
