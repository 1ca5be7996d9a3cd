import type { Source } from '../../protocol/model/source.ts';
import type { Row } from './row.ts';
import { plain, type Time } from './words.ts';

/** One row for each source whose word may be old: a stale state is never shown as fresh. */
export const sourceRows = (sources: readonly Source[] | undefined, time: Time): readonly Row[] =>
  (sources ?? []).filter(({ state }) => state !== 'fresh').map((source) => sourceRow(source, time));

function sourceRow({ id, name, state, asOf, why }: Source, time: Time): Row {
  const failing = state === 'failing';
  const when = asOf === undefined ? 'never read' : `as of ${time(asOf)}`;
  const reason = why === undefined ? [] : [plain(why)];
  return {
    id: `source ${id}`,
    label: failing ? `${plain(name)} cannot be read` : `${plain(name)} is read now and then`,
    description: [when, ...reason].join(' · '),
    icon: failing ? 'warning' : 'history',
    ...(failing && { tint: 'warned' as const }),
    tooltip: [
      `What ${plain(name)} says here is ${asOf === undefined ? 'not known yet' : `true ${when}`}.`,
      ...reason,
    ].join('\n'),
  };
}
