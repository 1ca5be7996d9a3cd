/** A command line as its author typed it, without the curly quotes that telephones put in. */
export const commandLine = (text: string): string =>
  text.replaceAll(/[“”„]/g, '"').replaceAll(/[‘’‚]/g, "'").replaceAll(/\s+/g, ' ').trim().slice(0, 2000);

/** What follows our name where a text begins with it; undefined where it does not. */
export function addressed(text: string, username: string): string | undefined {
  const start = text.trimStart();
  const name = `@${username}`;
  if (start.slice(0, name.length).toLowerCase() !== name) return undefined;
  const rest = start.slice(name.length);
  return /^[\w-]|^\.[\w-]/.test(rest) ? undefined : rest.replace(/^\s*[:,]/, '');
}
