import type { LocalTime, ReadWall } from '../../domain/quiet.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Reads the clocks of time zones, as IANA names them. Throws a RangeError at a zone that is none. */
export function createWallClock(): ReadWall {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (at, zone): LocalTime => {
    const format = formats.get(zone) ?? formatOf(zone);
    formats.set(zone, format);
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const day = days.indexOf(parts.get('weekday') ?? '');
    return { day, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
  };
}

const formatOf = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
