/** Opens something at the first call and answers it to every other; where that fails, the next call tries again. */
export const openedOnce = <Opened>(open: () => Promise<Opened>): (() => Promise<Opened>) => {
  let opened: Promise<Opened> | undefined;
  return async () => {
    opened ??= open();
    try {
      return await opened;
    } catch (failure) {
      opened = undefined;
      throw failure;
    }
  };
};
