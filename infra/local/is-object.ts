/** Whether a value has properties to be looked at, which is all that is known of something caught or parsed. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
