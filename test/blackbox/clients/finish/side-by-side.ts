/** Does something for each of many, a few at a time. */
export const sideBySide = async <One>(
  all: readonly One[],
  atOnce: number,
  act: (one: One) => Promise<unknown>,
): Promise<void> => {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
