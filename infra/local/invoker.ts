/** What a Lambda function answered: a payload, or an error with the name and message that Lambda would report. */
export type InvocationOutcome =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace: readonly string[];
    };

/** Invokes functions of the local stack by name, as Lambda would: started when first needed, bounded by its timeout. */
export type Invoker = {
  /** `payload` is the event. A function that is not declared answers `ResourceNotFoundException`. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<InvocationOutcome>;
};
