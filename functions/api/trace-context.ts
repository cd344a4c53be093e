import { randomUUID } from 'node:crypto';

const traceparentPattern = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace id in a W3C traceparent; undefined where it is none. */
export const traceIdOf = (traceparent: string | undefined): string | undefined =>
  traceparent === undefined ? undefined : traceparentPattern.exec(traceparent)?.[1];

/** The caller's traceparent if it is a valid one of W3C Trace Context, level 1; a fresh one otherwise. */
export const traceparentOf = (given: string | undefined): string =>
  given !== undefined && traceparentPattern.test(given) ? given : freshTraceparent();

const freshTraceparent = (): string =>
  `00-${randomUUID().replaceAll('-', '')}-${randomUUID().replaceAll('-', '').slice(-16)}-01`;
