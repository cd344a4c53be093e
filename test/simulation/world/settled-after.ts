/** What work came to, whether it failed or not. */
export const settledAfter = async <Answer>(
  work: Promise<Answer>,
): Promise<{ readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly failure: unknown }> => {
  try {
    return { ok: true, answer: await work };
  } catch (failure) {
    return { ok: false, failure };
  }
};
