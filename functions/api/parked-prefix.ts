/** What the names of a consumer's parked records begin with. */
export const parkedPrefixOf = (consumer: string): string => `${consumer}/`;
