/** The protocol that this build speaks. It rises with a change that an older peer cannot bear. */
export const protocol = 1;

/** The oldest protocol that this build still understands. */
export const oldestProtocol = 1;
