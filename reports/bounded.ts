/** The beginning of a text: at most so many UTF-16 units, and no half of a character. */
export const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed();
