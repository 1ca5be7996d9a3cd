/** A text as it is found in URLs. */
export function urlEncoded(text: string): readonly string[] {
  const encoded = encodeURIComponent(text.toWellFormed());
  if (encoded === text) return [];
  const lower = encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [encoded, lower, encoded.replaceAll('%20', '+')];
}

/** What of a text is always there in the Base64 of something that holds it, wherever it stands in that. */
export function base64Encoded(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
