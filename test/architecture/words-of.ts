/** The words of a name in any case: `dynamoEventStore`, `event-store` and `EventStore` all have `event` and `store`. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** Near enough to compare words with: `facts` and `fact`, `entries` and `entry`. */
export const singularOf = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/(?<=[a-z]{2})s$/, '');
