import type { StreamWrite } from '../ports/event-store.ts';

/**
 * What a decision wants written, all or none. The first write is the one that names the request: where it conflicts,
 * the request was carried out before. No writes means that there is nothing to record.
 */
export type Proposal = readonly StreamWrite[];
