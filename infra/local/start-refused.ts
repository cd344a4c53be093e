/** The local stack cannot start, and the message tells a person why and what to do about it. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
