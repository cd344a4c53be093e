/** Whether `text` matches an IAM pattern, where `*` stands for any text and `?` for one character. */
export const matchesPattern = (pattern: string, text: string): boolean =>
  new RegExp(`^${[...pattern].map(asExpression).join('')}$`, 's').test(text);

const asExpression = (character: string): string => {
  if (character === '*') return '.*';
  if (character === '?') return '.';
  return character.replace(/[\\^$.|+()[\]{}]/, '\\$&');
};
