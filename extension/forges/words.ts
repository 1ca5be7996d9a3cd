/** What the forge is called whose session the editor itself holds. */
export const sessionForge = 'GitHub';
