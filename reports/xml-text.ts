import { plain } from './clean-log.ts';

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text as it was meant: the five entities of XML and those by number, and nobody's own. */
export const unescaped = (raw: string): string =>
  raw.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
    (whole, hex: string | undefined, digits: string | undefined, name: string | undefined) => {
      if (name !== undefined) return entities[name] ?? whole;
      const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
    },
  );

/** The same, without control characters. */
export const decoded = (raw: string | undefined): string => plain(unescaped(raw ?? '')).trim();
