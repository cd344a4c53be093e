/** A fact on its way to the fact stream: one CloudEvent as JSON text, at most 1 MiB, and the stream it belongs to. */
export type OutgoingFact = { readonly partitionKey: string; readonly text: string };

/**
 * Puts facts on the fact stream. Answers the indexes of those that were not taken, in rising order; none means all
 * were. A TransientFailure means that nothing is known of any.
 */
export type FactPublisher = { readonly publish: (facts: readonly OutgoingFact[]) => Promise<readonly number[]> };
