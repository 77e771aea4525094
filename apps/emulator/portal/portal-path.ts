// Which addresses are pages of the portal.

/** Whether a browser is at the address: it is asked for the token instead of being shown the sign-in page. */
export function isPortal(path: string): boolean {
  return /^\/[^/]+\/[^/]+\/_emulator\/add-artifact(\?|$)/.test(path);
}
