/** From a page to the version that waits: take over now, the user has agreed. */
export const TAKE_OVER = "take over";
